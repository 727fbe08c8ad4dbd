"""Pieces of HTML that several kinds of page have."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Any

#: What keeps a page out of search engines.
NOINDEX = '<meta name="robots" content="noindex">'


def script_json(data: Mapping[str, Any]) -> str:
    """Return data as JSON that may stand in a ``script`` element: nothing in it can end one.

    >>> script_json({"text": "</script>"})
    '{"text": "\\\\u003c/script>"}'
    """
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")


def data_script(anchor: str, data: Mapping[str, Any]) -> str:
    """Return data for a script of a page: an element that no browser runs.

    :param anchor: the element's id.
    """
    return f'<script type="application/json" id="{escape(anchor)}">{script_json(data)}</script>\n'
