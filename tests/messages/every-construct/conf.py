project = "Kit"
extensions = ["sphinx_tandem", "myst_parser", "sphinx_design", "sphinx_copybutton"]
tandem_languages = {"en": "English", "es": "Español"}
locale_dirs = ["locales"]
gettext_compact = False
html_theme = "pydata_sphinx_theme"
html_baseurl = "https://example.org/x/"
myst_heading_anchors = 3
myst_enable_extensions = [
    "amsmath",
    "attrs_block",
    "attrs_inline",
    "colon_fence",
    "deflist",
    "dollarmath",
    "fieldlist",
    "html_admonition",
    "html_image",
    "linkify",
    "replacements",
    "smartquotes",
    "strikethrough",
    "substitution",
    "tasklist",
]
myst_substitutions = {"confsub": "conf substitution *text*"}
exclude_patterns = ["_build", "locales"]
tandem_repository = "https://github.com/a/b"
html_theme_options = {
    "announcement": "Big news today",
    "external_links": [{"name": "Elsewhere", "url": "https://e.org"}],
}
