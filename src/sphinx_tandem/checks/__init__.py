"""Rules about pages and catalogs: one function and one example a rule.

Nothing here imports Sphinx.  ``refused`` is the only door for :mod:`sphinx_tandem.translate`.
"""
