"""Who has no account can send a correction: an email is prepared, with the page and the passage."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup

from harness.sites import TinySite, new_site
from sphinx_tandem.site.settings import SettingsError, load

PAGES = {
    "index.md": '# Home & "more" `<em>`\n\nGood morning.\n\n```{toctree}\na & é\n```\n',
    "a & é.md": "---\nlanguage: es\n---\n\n# Otra\n\nBuenas.\n",
}
ADDRESS = "https://example.org/x/"


def mail(site: TinySite, page: str) -> tuple[str, dict[str, list[str]], BeautifulSoup]:
    soup = BeautifulSoup(site.page(page), "lxml")
    (link,) = soup.select("[data-mail]")
    address = urlsplit(link["href"])
    assert address.scheme == "mailto" and not address.fragment
    return address.path, parse_qs(address.query, strict_parsing=True), soup


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> TinySite:
    conf = f'tandem_mail = "pages+site@example.org"\nhtml_baseurl = "{ADDRESS}"\n'
    site = new_site(tmp_path_factory.mktemp("mail") / "site", PAGES, conf=conf)
    site.catalog("index", {"Good morning.": "Buenos días."})
    site.build()
    return site


def test_the_email_names_the_page_and_leaves_room_for_the_passage(site: TinySite) -> None:
    to, said, _ = mail(site, "index.html")
    assert to == "pages+site@example.org"
    assert said["subject"] == ["Correction: Home & “more” <em>"]
    (body,) = said["body"]
    assert body.split("\r\n\r\n") == [
        f"{ADDRESS}index.html",
        "The passage: …",
        "It should say: …\r\n",
    ]


def test_it_is_in_the_language_of_the_page(site: TinySite) -> None:
    _, said, soup = mail(site, "es/index.html")
    assert said["body"][0].startswith(f"{ADDRESS}es/index.html\r\n\r\nEl pasaje: …")
    assert soup.select_one("[data-mail]").text == "Enviar una corrección por correo electrónico"
    assert soup.select_one("[data-mail]")["lang"] == "es"
    _, said, _ = mail(site, "es/a & é.html")
    assert said["subject"] == ["Corrección: Otra"]


def test_every_page_has_the_script_and_a_site_without_an_address_has_nothing(
    site: TinySite, tmp_path: Path, built: TinySite
) -> None:
    for path in ("index.html", "es/index.html"):
        scripts = [one["src"] for one in mail(site, path)[2].select("script[src]")]
        texts = [(site.output / path).parent.joinpath(one).read_text("utf-8") for one in scripts]
        assert sum("[data-mail]" in one for one in texts) == 1
    assert not [path for path in built.output.rglob("*") if "tandem-mail" in path.name]
    assert "data-mail" not in built.page("es/index.html")


@pytest.mark.parametrize(
    "value", ["nobody", "a@b", "a@b.org?cc=c@d.org", "a@b.org, c@d.org", "<a@b.org>"]
)
def test_what_is_no_address_is_named_before_anything_is_built(tmp_path: Path, value: str) -> None:
    site = new_site(tmp_path / "site", conf=f'tandem_mail = "{value}"')
    with pytest.raises(SettingsError) as raised:
        load(site.folder)
    (found,) = raised.value.findings
    assert found.code == "settings-mail" and site.conf.splitlines()[found.line - 1].startswith(
        "tandem_mail"
    )
