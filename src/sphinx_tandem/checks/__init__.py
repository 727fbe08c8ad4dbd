"""Rules about pages and catalogs: one function and one example a rule.

Nothing here imports Sphinx.  ``refused`` is the only door for what shows translations.

To add a rule about the text of a translation, write a function of a
:class:`~.language.Passage` in a module of ``language``, old or new, whose docstring begins with
what is wrong; mark it with :func:`~.rules.rule`; and write its example, ``examples/CODE.po``:
what both catalogs begin with, a line ``# bad``, a wrong entry, a line ``# good``, the same entry
put right.  The tests and ``tandem check --explain CODE`` find both, and
``python -m sphinx_tandem.checks.reference`` writes them into ``docs/checks.md``.
"""
