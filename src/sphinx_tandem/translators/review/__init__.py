"""The review: pages that show a translation beside its source, passage by passage."""

from __future__ import annotations
