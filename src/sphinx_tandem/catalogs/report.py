"""What an update did, and how it is told."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from ..findings import Finding
from ..site import Language

_SAID = {
    "new": "new, to be translated",
    "needless": "with nothing to translate, filled in with the English",
    "filled": "new, filled in with a translation from elsewhere",
    "moved": "moved here from another page with the translation",
    "readdressed": "with a new address in the translation, because nothing else changed",
    "stale": "stale, because the English changed",
    "returned": "back again with the translation",
    "taken": "taken over with --take",
    "obsolete": "no longer on the page, kept at the end",
}


@dataclass
class LanguageReport:
    """What an update did to the catalogs of one language.

    :param written: the catalogs that were written, relative to the site.
    :param counts: how many entries are new, filled, stale, returned, obsolete.
    :param moves: what became of catalogs without a page, in sentences.
    """

    language: Language
    written: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    moves: list[str] = field(default_factory=list)

    def summary(self) -> str:
        """Say in a few lines what was done."""
        lines = [f"{self.language.code}: {move}" for move in self.moves]
        if self.written:
            files = f"{len(self.written)} catalog{'s' if len(self.written) > 1 else ''} written"
            entries = [
                f"{self.counts[word]} {said}" for word, said in _SAID.items() if self.counts[word]
            ]
            counted = f" ({'; '.join(entries)})" if entries else ""
            lines.append(f"{self.language.code}: {files}{counted}.")
        elif not self.moves:
            lines.append(f"{self.language.code}: every catalog that could be read is up to date.")
        return "\n".join(lines)


@dataclass
class UpdateReport:
    """What an update did.

    :param findings: what a person should look at: warnings of the pages,
        catalogs that could not be read, catalogs without a page.
    :param failed: whether a catalog could not be read and was left as it is.
    :param templates: how many templates were written, ``None`` where none were asked for.
    """

    languages: list[LanguageReport] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    failed: bool = False
    templates: int | None = None

    def summary(self) -> str:
        """Say in a few lines what was done."""
        lines = [language.summary() for language in self.languages]
        if not lines:
            lines = ["The site has one language only: there are no catalogs to bring up to date."]
        if self.templates is not None:
            lines.append(f"Templates: {self.templates or 'none'} written.")
        return "\n".join(lines)
