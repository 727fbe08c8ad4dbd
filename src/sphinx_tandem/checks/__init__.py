"""Rules about pages and catalogs: one function and one example a rule.

Nothing here imports Sphinx.  ``refused`` is the only door for what shows translations.

A rule is the file ``examples/CODE.po``: its first line says how grave its findings are and what is
wrong; what both catalogs begin with follows, a line ``# bad``, a wrong entry, a line ``# good``, the
same entry put right.  What finds it yields a :class:`~.rules.Problem` under its code, and with the
text put right where there is one right answer.  To add one about the text of a translation, write a
function of a :class:`~.language.Passage` in a module of ``language``, old or new, and mark it with
:func:`~.language.text_rule`.  The tests and ``tandem check --explain CODE`` find both, and
``python -m sphinx_tandem.checks.reference`` writes them into ``docs/checks.md``.
"""
