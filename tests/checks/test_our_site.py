"""The site's own catalogs are silent: a false alarm in them is a bug of a rule."""

from __future__ import annotations

from harness.real import REPOSITORY
from sphinx_tandem.checks.inspection import Inspection
from sphinx_tandem.checks.rules import is_quiet
from sphinx_tandem.site.settings import load


def test_nothing_is_found_in_our_catalogs() -> None:
    found = Inspection(load(REPOSITORY), [REPOSITORY / "docs" / "locales"]).findings()
    assert not [one for one in found if not is_quiet(one.code)]
