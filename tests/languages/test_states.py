"""A language may be a draft, listed in the switcher, or announced to search engines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness.sites import MakeSite, TinySite, new_site
from sphinx_tandem.publish.run import Request, build
from sphinx_tandem.site.settings import SettingsError, load

LANGUAGES = {
    "en": "English",
    "es": "Español",
    "fr": {"name": "Français", "state": "listed"},
    "pt": {"name": "Português", "state": "draft"},
    "sw": {"name": "Kiswahili", "least": 60},
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> TinySite:
    site = new_site(
        tmp_path_factory.mktemp("states") / "site",
        languages=LANGUAGES,
        conf='html_baseurl = "https://example.org/"',
    )
    site.catalog("index", {"Home": "Accueil"}, "fr")
    site.catalog("index", {"Home": "Início"}, "pt")
    site.build()
    return site


def test_a_draft_is_not_published(site: TinySite) -> None:
    assert not (site.output / "pt").exists()
    for page in ("index.html", "es/index.html", "fr/index.html"):
        assert "Português" not in site.page(page)
    assert "/pt/" not in site.page("sitemap.xml")


def test_a_listed_language_is_in_the_switcher_and_search_engines_hear_nothing_of_it(
    site: TinySite,
) -> None:
    for page in ("index.html", "es/index.html"):
        text = site.page(page)
        assert "Français" in text
        assert '<link rel="alternate" hreflang="es"' in text
        assert '<link rel="alternate" hreflang="fr"' not in text
    assert '<link rel="alternate" hreflang' not in site.page("fr/index.html")
    assert "Accueil" in site.page("fr/index.html")
    sitemap = site.page("sitemap.xml")
    assert "/es/index.html" in sitemap
    assert "/fr/" not in sitemap


def test_whoever_asks_for_a_draft_by_name_gets_it(site: TinySite, tmp_path: Path) -> None:
    copy = site.copy(tmp_path / "site")
    copy.build("--language", "pt")
    assert "Início" in copy.page("pt/index.html")
    assert "Português" in copy.page("pt/index.html")
    # Nobody else's pages lead there, and the next whole build takes it away again.
    assert "Português" not in copy.page("es/index.html")
    copy.build()
    assert not (copy.output / "pt").exists()


def test_the_preview_has_the_drafts(site: TinySite, tmp_path: Path) -> None:
    result = build(load(site.folder), Request(tmp_path / "preview", followed={}))
    assert result.published
    assert "Português" in (tmp_path / "preview/es/index.html").read_text("utf-8")
    assert "Início" in (tmp_path / "preview/pt/index.html").read_text("utf-8")


def test_translators_work_on_a_draft(site: TinySite) -> None:
    assert "pt: " in site.tandem("update").stdout
    assert "pt" in site.tandem("status").stdout


@pytest.mark.parametrize(
    ("languages", "said"),
    [
        ({"en": {"name": "English", "state": "draft"}, "es": "Español"}, "never a draft"),
        (
            {"en": "English", "es": {"name": "Español", "state": "ready"}},
            "draft, listed, announced",
        ),
        ({"en": "English", "es": {"state": "draft"}}, "has a name and a state"),
        ({"en": "English", "es": {"name": "Español", "stat": "draft"}}, "has a name and a state"),
    ],
)
def test_what_is_wrong_is_said_at_its_line(
    make_site: MakeSite, languages: dict[str, object], said: str
) -> None:
    site = make_site(languages=languages)
    with pytest.raises(SettingsError, match=said) as caught:
        load(site.folder)
    assert [(one.path, one.line) for one in caught.value.findings] == [("conf.py", 2)]


def test_a_page_that_is_hardly_translated_is_there_and_search_engines_do_not_hear_of_it(
    site: TinySite, tmp_path: Path
) -> None:
    sitemap = site.page("sitemap.xml")
    assert "/sw/" not in sitemap, "nothing of it is translated"
    page = site.page("sw/about.html")
    assert 'content="noindex"' in page and 'hreflang="es" href="https' not in page
    assert "Kiswahili" in site.page("about.html"), "readers come to it all the same"
    for name in ("about.html", "es/about.html"):
        assert '<link rel="alternate" hreflang="sw"' not in site.page(name)
        assert '<link rel="alternate" hreflang="es"' in site.page(name)
    status = site.tandem("status", "--language", "sw", "--json", "status.json").stdout
    assert (
        "do not hear of 2 pages yet, of which less than 60 % is translated: about, index." in status
    )
    data = json.loads((site.folder / "status.json").read_text("utf-8"))["languages"]["sw"]
    assert data["below_least"] == ["about", "index"]
    assert 'content="noindex"' not in site.page("es/about.html"), "this one asks for nothing"
    copy = site.copy(tmp_path / "site")
    for name, texts in copy.messages().items():
        copy.catalog(name, {text: f"{text} sw" for text in texts}, "sw")
    copy.build()
    assert "/sw/about.html" in copy.page("sitemap.xml")
    assert 'content="noindex"' not in copy.page("sw/about.html")
    assert '<link rel="alternate" hreflang="sw"' in copy.page("about.html")
    assert "do not hear" not in copy.tandem("status").stdout
    # The next build of all languages follows a catalog that lost its texts.
    copy.catalog("about", dict.fromkeys(copy.messages()["about"], ""), "sw")
    copy.build()
    assert '<link rel="alternate" hreflang="sw"' not in copy.page("about.html")
    assert '<link rel="alternate" hreflang="sw"' in copy.page("index.html")


@pytest.mark.parametrize("least", ["-1", "101", "'60'", "True"])
def test_what_is_no_share_is_named(make_site: MakeSite, least: str) -> None:
    site = make_site()
    languages = f'{{"en": "English", "es": {{"name": "Español", "least": {least}}}}}'
    site.write("conf.py", f'extensions = ["sphinx_tandem"]\ntandem_languages = {languages}\n')
    with pytest.raises(SettingsError, match="0 to 100"):
        load(site.folder)
