"""What ablog lacks for a blog in several languages.

ablog keeps the post model: front matter, directives and the names of its
settings.  This plug-in writes the archives and the feeds anew, names tags and
dates as the language of the build does, and mends what ablog gets wrong.  On a
site without ablog, or without ``tandem_languages``, it does nothing.  Nothing imports it.
"""
