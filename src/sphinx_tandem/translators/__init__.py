"""What translators see: review pages, the status page, "improve this translation", credits.

A plug-in: nothing imports it.
"""
