"""Whatever writers do to their pages, one after the other, translators do no work twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalogs.sequences import live


@pytest.mark.parametrize("move", [True, False], ids=["moved", "named"])
def test_nothing_is_lost_in_long_sequences_of_edits(tmp_path: Path, move: bool) -> None:
    world = live(seed=3, steps=12, folder=tmp_path, move=move)
    assert not world.losses
    figures = world.figures
    assert figures["moved same kept"] == figures["moved same"] > 30
    assert figures["moved changed kept"] == figures["moved changed"] > 3
    assert figures["notes kept"] == figures["notes"] > 5
    assert not figures["second runs that wrote"] and not figures["live without a passage"]
    if move:
        assert figures["diff"] < 1.3 * figures["least diff"]
