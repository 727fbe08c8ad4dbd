"""Joins the trees of several languages into the one that is published."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from ..site import Language, Site
from ..site.findings import Finding

# What Sphinx, themes and extensions leave in a tree that no reader needs.
NOT_FOR_READERS = (
    "**/.buildinfo",
    "**/.buildinfo.bak",
    "**/.doctrees",
    "**/.DS_Store",
    "**/.gitignore",
    "**/.gitkeep",
    "**/__pycache__",
    "_static/webpack-macros.html",
)

# What means something at the root of a host only; `html_extra_path` and
# sphinx.ext.githubpages put it into the tree of every language.
ROOT_ONLY = (".nojekyll", "CNAME", "robots.txt", "sitemap.xml")


def clean(tree: Path, language: Language) -> None:
    """Remove what is not for readers from the tree of one language."""
    unwanted = [path for pattern in NOT_FOR_READERS for path in tree.glob(pattern)]
    if language.prefix:
        unwanted += [tree / name for name in ROOT_ONLY]
    for path in unwanted:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    for folder in sorted(tree.rglob("*"), reverse=True):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()  # Sphinx makes some that it then has no use for


def compose(
    site: Site, built: Mapping[str, Path], published: Path | None, stage: Path
) -> list[Finding]:
    """Make the tree to publish: what was built, and for the rest what stands already.

    :param site: the languages.
    :param built: the trees of the languages that were built; they are moved.
    :param published: the site as it is now; its files are linked, not copied.
    :param stage: the folder to make.
    :returns: a finding for each language whose folder the source language uses too.
    """
    findings = []
    prefixes = {language.prefix.rstrip("/") for language in site.languages[1:]}
    for language in site.languages:
        target = stage / language.prefix
        tree = built.get(language.code)
        present = published / language.prefix if published else None
        if tree is None and (present is None or not present.is_dir()):
            target.mkdir(exist_ok=True)
            continue
        if language.prefix and target.exists():
            findings.append(_occupied(site, language))
        elif tree is not None:
            clean(tree, language)
            tree.rename(target)
        elif present is not None:
            _link_tree(present, target, set() if language.prefix else prefixes)
    return findings


def _link_tree(tree: Path, target: Path, without: set[str]) -> None:
    """Give all files of a tree a second name, except in the named folders at its top."""

    def ignored(folder: str, names: list[str]) -> set[str]:
        return without.intersection(names) if Path(folder) == tree else set()

    shutil.copytree(tree, target, copy_function=_link, ignore=ignored)


def _link(source: str, target: str) -> None:
    """Give a file a second name, or copy it where the disk cannot do that."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _occupied(site: Site, language: Language) -> Finding:
    folder = language.prefix.rstrip("/")
    message = (
        f"Pages or files of the {site.source.name} site stand in a folder {folder!r}, which is "
        f"the place of the {language.name} site. Give that folder another name."
    )
    return Finding("conf.py", 1, "settings-language-folder", message, language.code)


def write_new(path: Path, text: str) -> None:
    """Write a file of the stage without touching a published one of which it is a second name."""
    path.unlink(missing_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
