"""``tandem merge``: merges the files of two branches, as git asks a merge driver to."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

from ..failures import WrongUse
from ..findings import Finding
from .layout import Layout, read_with_layout
from .model import Catalog, CatalogError
from .reader import UNDECIDED, read_catalog
from .threeway import join
from .writer import write_catalog


@dataclass(frozen=True)
class MergeReport:
    """What a merge did.

    :param findings: what a person must decide on; empty when nothing.
    :param clean: whether nobody need look at the file.
    :param told: what there is to say beside that.
    """

    findings: tuple[Finding, ...]
    clean: bool
    told: str = ""


def merge_files(ancestor: Path, ours: Path, theirs: Path, path: str = "") -> MergeReport:
    """Merge *theirs* into *ours*, entry by entry, and write the result over *ours*.

    Where one of the files is no catalog that can be read, git's own merge of lines
    does what it can.

    :param ancestor: the version that both come from; an empty file where there is none.
    :param path: what people call the file.
    :raises WrongUse: when one of the files is not there.
    """
    name = path or ours.as_posix()
    for place in (ancestor, ours, theirs):
        if not place.is_file():
            raise WrongUse(f"{place} is no file; give the ancestor's, our and their version.")
    try:
        (base, _), (mine, own), (other, foreign) = map(_read, (ancestor, ours, theirs))
    except CatalogError as error:
        return _merge_lines(ancestor, ours, theirs, name, error)
    joined = join(base, mine, other)
    write_catalog(ours, joined.catalog, [own, foreign])
    findings = [
        replace(found, path=name)
        for found in read_catalog(ours).findings
        if found.code == UNDECIDED
    ]
    return MergeReport(tuple(findings), not joined.conflicts)


def _read(path: Path) -> tuple[Catalog, Layout]:
    if not path.read_bytes().strip():
        return Catalog(), Layout()
    return read_with_layout(path)


def _merge_lines(
    ancestor: Path, ours: Path, theirs: Path, name: str, error: CatalogError
) -> MergeReport:
    """Let git merge the lines of files that are no whole catalogs."""
    side = {ancestor: "the common ancestor", ours: "our version", theirs: "their version"}
    labels = [part for place in (ours, ancestor, theirs) for part in ("-L", side[place])]
    # git gives the number of conflicts; more than 127 means that it failed.
    run = subprocess.run(
        ["git", "merge-file", "--quiet", *labels, ours, ancestor, theirs],
        capture_output=True,
        check=False,
    )
    findings = tuple(
        replace(found, path=f"{name} ({side[error.path]})") for found in error.findings
    )
    told = (
        f"{name}: {side[error.path]} is no catalog that can be read, so its lines were merged "
        "as any text; put right what is named above, then run tandem check."
    )
    return MergeReport(findings, run.returncode == 0, told)
