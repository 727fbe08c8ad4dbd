"""The links that lead from the passages of a page to their entries."""

from __future__ import annotations

from harness.real import REPOSITORY

CATALOGS = REPOSITORY / "docs" / "locales" / "es" / "LC_MESSAGES"
SWITCH = ".tandem-improve [data-lines]"
LINK = ".tandem-passage-link"
# Of each link of a passage: its address, the passage's text, the link's own name.
LINES = """() => [...document.querySelectorAll('.tandem-passage-link')].map((link) => {
    const before = link.previousElementSibling
    let passage = before?.matches('img') ? before : link.closest('.tandem-passage')
    if (!passage) {
        passage = before.matches('.tandem-passage') ? before
            : before.querySelector('.tandem-passage')
    }
    const copy = passage.cloneNode(true)
    copy.querySelectorAll('.tandem-passage-link').forEach((inner) => inner.remove())
    return [link.href, passage.localName === 'img' ? passage.alt : copy.textContent,
        link.getAttribute('aria-label')]
})"""


def letters(text: str) -> str:
    """Return the letters and figures of a text."""
    return "".join(filter(str.isalnum, text))
