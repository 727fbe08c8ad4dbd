"""A tiny site of which a part is translated, and a page that says so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.sites import MakeSite, TinySite

LONG = "The hub opens at nine and closes at five on every day of the week."
PAGES = {
    "index.md": "# Home\n\nGood morning. See [us](about.md).\n\n```{toctree}\nabout\nteam\nstatus\n```\n",
    "about.md": f"# About us\n\n{LONG}\n\nWe are few. See [the team](team.md).\n",
    "team.md": "# Team\n\nEverybody helps.\n",
    "status.md": "# Help wanted\n\n```{translation-status}\n```\n",
}
SPANISH = {
    "index": {
        "Home": "Inicio",
        "Good morning. See [us](about.md).": "Buenos días. Ve [nosotros](about.md).",
    },
    "about": {
        "About us": "Acerca de",
        LONG: "El hub abre a las nueve y cierra a las cinco todos los días de la semana.",
        "We are few. See [the team](team.md).": "Somos pocos. Ve [el equipo](team.md).",
    },
    "team": {"Team": "Equipo", "Everybody helps.": "Todo el mundo ayuda."},
    "status": {"Help wanted": "Se busca ayuda"},
    "site": {"Reef": "Arrecife"},
}
# The words of the settings stand in the catalog of the whole site.
CONF = 'project = "Reef"\ntandem_repository = "https://example.org/hub"\n'


@pytest.fixture
def translated(make_site: MakeSite) -> TinySite:
    """A site that is wholly translated."""
    site = make_site(PAGES, conf=CONF)
    for page, messages in SPANISH.items():
        site.catalog(page, messages)
    return site


@pytest.fixture
def edit(translated: TinySite) -> Callable[[str, str, str], None]:
    """Change a text in a file of the site."""

    def change(name: str, old: str, new: str) -> None:
        text = (translated.folder / name).read_text("utf-8")
        assert old in text
        translated.write(name, text.replace(old, new))

    return change
