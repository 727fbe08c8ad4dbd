"""Sphinx reads a ``conf.py`` without a build, as the engine needs it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sphinx.errors import ConfigError

from sphinx_tandem.upstream import read_config, vars_of


def test_settings_are_read_and_nothing_is_printed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    conf = tmp_path / "conf.py"
    conf.write_text("print('noise')\nproject = 'Ours'\nextensions = 3\ntags.has('x')\n")
    config = read_config(tmp_path)
    assert vars_of(config)["extensions"] == 3 and "html_theme" not in vars_of(config)
    assert (config.project, config.extensions) == ("Ours", 3)
    assert capfd.readouterr() == ("", "")
    conf.write_text("1 / 0\n")
    with pytest.raises(ConfigError) as caught:
        read_config(tmp_path)
    assert isinstance(caught.value.__cause__, ZeroDivisionError)
