"""What every HTML page gets: head, theme, tables from data files, redirects, the page for 404.

Nothing here knows lessons, the blog or the translators' pages.
"""

#: Where a language has the index of the search.
SEARCH_FOLDER = "_search"
