"""The site's declarations: its languages, its look and which files are its pages.

Nothing here is code that runs: what the site does stands in ``src/sphinx_tandem``.
"""

# -- The site --------------------------------------------------------------------------

project = "The Catalyst Project"
author = "The Catalyst Project contributors"
copyright = "2023–2026, The Catalyst Project contributors. Text and figures: CC BY 4.0"

extensions = [
    "sphinx_tandem",
    "myst_parser",
    "ablog",
    "sphinx_design",
    "sphinx_copybutton",
]

# -- Languages -------------------------------------------------------------------------

# The first is the language that the pages are written in; it is published at the root.
tandem_languages = {"en": "English", "es": "Español"}
language = "en"
locale_dirs = ["docs/locales"]
# One catalog per page, without line numbers: they would change with every edit.
gettext_compact = False
gettext_location = False

# -- Addresses -------------------------------------------------------------------------

html_baseurl = "https://catalystproject.cloud/"
# Every link to the sources, for editing and translating, is made from these two.
tandem_repository = "https://github.com/czi-catalystproject/czi-catalystproject.github.io"
tandem_branch = "main"
# What answers the addresses that earlier sites had.
tandem_redirects = "docs/data/redirects.yml"

# -- Which files are pages -------------------------------------------------------------

include_patterns = ["index.md", "blog.md", "docs/**.md", "training/**.md", "blog/**.md"]
exclude_patterns = ["docs/locales/**", "docs/CHANGELOG.md"]
root_doc = "index"

# -- Markdown --------------------------------------------------------------------------

myst_enable_extensions = [
    "attrs_block",
    "attrs_inline",
    "colon_fence",
    "deflist",
    "fieldlist",
    "tasklist",
]
# Headings down to the third level can be linked to.
myst_heading_anchors = 3
# Each language has quotation marks of its own: writers and translators type them.
smartquotes = False

# -- Blog ------------------------------------------------------------------------------

blog_title = "The Catalyst Project blog"
blog_path = "blog"
blog_feed_fulltext = True
post_date_format = "%d %B %Y"
post_date_format_short = "%d %B"

# -- Lessons ---------------------------------------------------------------------------

# What registries of training are told of the course and of each lesson.
tandem_course = {
    "license": "https://creativecommons.org/licenses/by/4.0/",
    "keywords": ["JupyterHub", "cloud computing", "shared computing", "open science", "training"],
    "audience": "People who look after shared computing for a community",
    "prerequisites": [
        "Using a web browser with ease",
        "Getting changes (pull) and sending them (push) with Git",
    ],
    "level": "Beginner",
    "authors": ["The Catalyst Project contributors"],
    "provider": ["The Catalyst Project"],
    "citation": "Jenny Wong, with Toby Hodges, Sabrina López and James Munroe: Hub Champion "
    "Training, version 1.0, 2024, https://doi.org/10.5281/zenodo.13628346",
    "runs": [
        {
            "language": "en",
            "start": "2024-04-22",
            "end": "2024-04-29",
            "instructors": ["Jenny Wong"],
        },
        {
            "language": "es",
            "start": "2024-08-06",
            "end": "2024-08-13",
            "instructors": ["Alejandro Silva"],
        },
    ],
}

# -- Look ------------------------------------------------------------------------------

html_theme = "pydata_sphinx_theme"
html_title = "The Catalyst Project"
html_logo = "_static/logo.svg"
html_favicon = html_logo  # one file less
html_static_path = ["_static"]
html_css_files = ["site.css"]
templates_path = ["docs/_templates"]
html_show_sourcelink = False
html_copy_source = False
html_show_sphinx = False
html_use_index = False
# These two are what the theme sets while it builds.  Said here, they are the same from
# the start, so that Sphinx need not read every page again at each build.
fontawesome_included = True
html_permalinks_icon = "#"

html_theme_options = {
    "logo": {"text": "The Catalyst Project"},
    "navbar_align": "left",
    "header_links_before_dropdown": 6,
    "navbar_end": ["theme-switcher"],
    "navbar_persistent": ["search-button"],
    "search_bar_text": "Search this site",
    "use_edit_page_button": True,
    "show_toc_level": 2,
    "navigation_depth": 3,
    # The first page is short and begins with a picture: no list of its headings beside it.
    "secondary_sidebar_items": {"**": ["page-toc", "edit-this-page"], "index": []},
    "footer_start": ["site-links"],
    "footer_center": ["copyright"],
    "footer_end": ["licence"],
}

html_context = {
    "default_mode": "auto",
    "edit_page_url_template": f"{tandem_repository}/edit/{tandem_branch}/{{{{ file_name }}}}",
    "edit_page_provider_name": "GitHub",
    # At the foot of every page; templates/site-links.html shows them.
    "feed_label": "Feed of the blog",
    "foot_label": "More about this site",
    "foot": [
        {"page": "docs/faq", "label": "Questions and answers"},
        {"page": "docs/contact", "label": "Contact"},
        {"page": "docs/contributing", "label": "Report a mistake"},
        {"page": "docs/translating", "label": "Translate"},
        {"page": "docs/privacy", "label": "Privacy"},
        {"page": "docs/accessibility", "label": "Accessibility"},
        {"page": "docs/weight", "label": "Weight"},
        {"url": tandem_repository, "label": "Source"},
    ],
}

# Only lessons have a list of their section beside them.
html_sidebars = {
    "index": [],
    "docs/**": [],
    "blog": [],
    "blog/**": [],
    "search": [],
    "404": [],
}
