project = "Demo"
author = "The demo team"
extensions = ["sphinx_tandem", "myst_parser", "ablog"]
tandem_languages = {"en": "English", "es": "Español"}
locale_dirs = ["locales"]
gettext_compact = False
html_baseurl = "https://example.org/demo/"
html_theme = "alabaster"
html_theme_options = {"show_powered_by": False}
myst_enable_extensions = ["colon_fence"]
exclude_patterns = ["locales"]
blog_title = "News of the demo"
blog_feed_subtitle = "What happens here"
blog_feed_fulltext = True
blog_post_pattern = ["blog/*.md"]
blog_locations = {"mx": ("Mexico City", None)}
html_sidebars = {
    "blog/**": [
        "ablog/postcard.html",
        "recentposts.html",
        "ablog/tagcloud.html",
        "archives.html",
        "ablog/authors.html",
        "categories.html",
        "ablog/locations.html",
        "ablog/languages.html",
    ]
}
