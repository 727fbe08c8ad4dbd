"""Translation within Sphinx: messages are extracted, looked up, parsed and put into pages.

A page goes this way: :mod:`.translatable` corrects what other packages leave out,
:mod:`.passages` collects what can be translated, :mod:`.lookup` finds the entries,
:mod:`.inline` parses a translation as inline text, :mod:`.guard` turns what its English
lacks into characters, :mod:`.replace` puts it into its node, and :mod:`.untranslated`
marks the rest.  :mod:`.transform` leads from one to the next.

Nothing here imports a plug-in or what is made of pages.
"""
