"""A language that nobody speaks: every message of a site, marked and made longer.

Whoever looks at a build in it sees which texts no catalog reaches, and where a
longer language would not fit.  A site need not declare it.
"""
