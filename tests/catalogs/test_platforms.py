"""What Weblate and Crowdin are told about the catalogs is true of every one of them."""

from __future__ import annotations

import configparser
import json
import re
from pathlib import Path

import pytest
import yaml

REPOSITORY = Path(__file__).resolve().parent.parent.parent
SETTINGS = REPOSITORY / "docs" / "locales"
CATALOGS = sorted(
    path.relative_to(REPOSITORY).as_posix() for path in (REPOSITORY / "docs/locales").rglob("*.po")
)
OTHERS = [path.relative_to(REPOSITORY).as_posix() for path in (REPOSITORY / "src").rglob("*.po")]


def test_weblate_finds_every_catalog_and_nothing_else() -> None:
    settings = json.loads((SETTINGS / "weblate.json").read_text("utf-8"))
    (addon,) = settings["addons"]
    found = addon["configuration"]
    pattern = re.compile(found["match"])
    names = []
    for path in CATALOGS:
        match = pattern.fullmatch(path)
        assert match, path
        assert re.match(found["language_regex"], match["language"])
        names.append(match["component"])
        # what Weblate makes of it, and finds the catalogs of all languages by
        mask = path.replace(f"/{match['language']}/", "/*/", 1)
        assert path in {file.relative_to(REPOSITORY).as_posix() for file in REPOSITORY.glob(mask)}
    slugs = [re.sub(r"[^a-z0-9]+", "-", name.lower()) for name in names]
    assert len(set(slugs)) == len(slugs) and "docs/about" in names
    assert OTHERS and not [path for path in OTHERS if pattern.fullmatch(path)]
    main = settings["component"]
    assert main["filemask"].replace("*", "es") in CATALOGS
    # Catalogs hold their English; a new language begins in conf.py.
    assert (main["file_format"], main["template"], main["new_lang"]) == ("po", "", "none")
    assert main["file_format_params"]["po_line_wrap"] == 65535


def test_the_client_of_weblate_can_read_its_settings() -> None:
    client = configparser.ConfigParser()
    client.read(SETTINGS / ".weblate")
    assert client["weblate"]["url"].startswith("https://") and client["weblate"]["translation"]


def as_pattern(text: str) -> re.Pattern[str]:
    """Return a pattern of Crowdin's as a regular expression."""
    parts = {
        "**": "(?P<folders>.+?)",
        "*": "(?P<name>[^/]+)",
        "%file_name%": "(?P<name>[^/]+)",
        "%two_letters_code%": "(?P<language>[a-z]{2})",
    }
    words = re.split(r"(/\*\*/|\*|%\w+%)", text.removeprefix("/"))
    made = [
        "/(?:(?P<folders>.+)/)?" if word == "/**/" else parts.get(word, re.escape(word))
        for word in words
    ]
    return re.compile("".join(made))


def test_crowdin_maps_every_template_to_its_catalog_and_back() -> None:
    settings = yaml.safe_load((SETTINGS / "crowdin.yml").read_text("utf-8"))
    assert not {"api_token", "project_id"} & settings.keys()
    (files,) = settings["files"]
    source, translation = (as_pattern(files[word]) for word in ("source", "translation"))
    for path in CATALOGS:
        match = translation.fullmatch(path)
        assert match and match["language"] == "es", path
        page = "/".join(filter(None, [match["folders"], match["name"]]))
        template = source.fullmatch(f"_build/templates/{page}.pot")
        assert template and template["folders"] == match["folders"]
        assert template["name"] == match["name"]
    assert not [path for path in OTHERS if translation.fullmatch(path)]


@pytest.mark.parametrize("folder", ["docs", "src", "tests"])
def test_git_is_told_how_to_merge_every_catalog(folder: str) -> None:
    catalogs = list((REPOSITORY / folder).rglob("*.po"))
    assert catalogs
    for catalog in catalogs:
        files = (parent / ".gitattributes" for parent in catalog.parents[:-1])
        told = next(file for file in files if file.is_file()).read_text("utf-8")
        (line,) = (line for line in told.splitlines() if line.startswith("*.po "))
        assert {"text", "eol=lf", "merge=tandem"} <= set(line.split())
