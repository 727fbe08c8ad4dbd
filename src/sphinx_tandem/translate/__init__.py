"""Translation within Sphinx: messages are extracted, looked up, parsed and put into pages.

Sphinx parses each translated message as a whole document, with the page's own
parser; a catalog could then run code, include files and publish HTML.  Here a
message is inline text: :mod:`.inline` parses it, :mod:`.guard` keeps out what
the English does not hold, :mod:`.transform` puts it into the page.  Nothing here
imports a plug-in or what is made of pages.
"""
