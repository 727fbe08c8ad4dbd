"""What ablog lacks for a blog in several languages.

ablog keeps the post model: front matter, directives and the names of its
settings.  This plug-in writes the archives and the feeds anew, names tags and
dates as the language of the build does, and corrects what ablog gets wrong.  On a
site without ablog, or without ``tandem_languages``, it does nothing.  Nothing imports it.

A post is put right (:mod:`.prepare`), read by ablog, completed (:mod:`.posts`), entered into
ablog's blog with its labels (:mod:`.model`) and shown: in lists and on its own page
(:mod:`.pages`) and in feeds (:mod:`.feeds`), which ask :mod:`.views` what to show.
What all of them ask of ablog is in :mod:`sphinx_tandem.upstream.ablog_blog`.
"""
