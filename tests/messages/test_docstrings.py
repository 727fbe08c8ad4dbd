"""Pages that are made from the docstrings of Python, by `sphinx.ext.autodoc`."""

from __future__ import annotations

import re

import pytest

from harness.sites import TinySite, new_site

MODULE = '''\
"""Words about the module."""

import os

#: How large it may be.
LIMIT = 3


class Tool:
    """

    What a tool is.

    See :ref:`no-such-label` of the tool.
    """

    @property
    def weight(self) -> int:
        """How heavy it is, by :ref:`no-other-label`."""
        return 1


def use(tool: Tool, hand: str = "left") -> str:
    """Use it.

    :param tool: the tool to use.
    :param hand: the hand that holds it.
    :type hand: Missing | str
    :kind: a tool for one hand
    :type: Canarytype
    :returns: what came of it.
    :raises OSError: when it breaks.
    """
    return os.fspath(hand)
'''
PAGE = """\
:orphan:

Tools
=====

.. automodule:: toolbox
   :members:
"""


@pytest.fixture(scope="module")
def docstrings(tmp_path_factory: pytest.TempPathFactory) -> tuple[TinySite, str]:
    site = new_site(
        tmp_path_factory.mktemp("docstrings") / "site",
        extensions=("sphinx_tandem", "sphinx.ext.autodoc"),
        conf="import sys\nfrom pathlib import Path\nsys.path.insert(0, str(Path(__file__).parent))\n",
    )
    site.write("toolbox.py", MODULE)
    site.write("tools.rst", PAGE)
    site.catalog(
        "tools", {"kind": "clase", "type": "tipo", "What a tool is.": "Qué es una herramienta."}
    )
    return site, site.build().stderr


def test_a_finding_in_a_docstring_is_at_its_line_of_the_file(
    docstrings: tuple[TinySite, str],
) -> None:
    lines = MODULE.splitlines()
    places = dict(
        re.findall(r"toolbox\.py:(\d+): ref-ref: undefined label: '(.*?)'", docstrings[1])
    )
    assert len(places) == 2
    for line, label in places.items():
        assert label in lines[int(line) - 1]


def test_words_of_fields_that_sphinx_does_not_know_are_messages(
    docstrings: tuple[TinySite, str],
) -> None:
    page = docstrings[0].page("es/tools.html")
    shown = re.sub(r"<[^>]+>", "", page)
    assert "clase:" in shown and "tipo:" in shown and "Qué es una herramienta." in shown
    assert "Kind:" not in shown and "Parámetros:" in shown
    # A type that leads nowhere is shown within a passage that is not translated.
    assert "Missing | str" in shown and "the hand that holds it." in shown
