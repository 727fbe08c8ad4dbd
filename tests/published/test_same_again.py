"""What is published depends on the sources, and on nothing else."""

from __future__ import annotations

import filecmp
import shutil
import subprocess
import sys
from pathlib import Path

from harness.commands import environment, run
from harness.real import LANGUAGES, Published, copy_sources

# What belongs to no language, which no build of one language writes.
OF_THE_SITE = {".nojekyll", "robots.txt", "sitemap.xml"}
# The last step of the publication, on trees that others built: the pages of all languages are
# made light together, because they share files.
TOGETHER = """
import sys
from pathlib import Path
from sphinx_tandem.pages.light import lighten
from sphinx_tandem.publish.pack import offer_courses
from sphinx_tandem.publish.tree import compose
from sphinx_tandem.site.settings import load

folder, site = Path.cwd(), load(Path.cwd()).site
stage = folder / "stage"
stage.mkdir()
built = {code: folder / "plain" / code for code in sys.argv[1:]}
assert not compose(site, built, None, stage)
lighten(stage, site)
offer_courses(stage, site)
"""


def differences(one: Path, other: Path, names: list[str]) -> list[str]:
    """Return the files that are not the same, byte for byte."""
    _, different, missing = filecmp.cmpfiles(one, other, names, shallow=False)
    return sorted(different + missing)


ELSEWHERE = {"TZ": "Pacific/Auckland", "PYTHONHASHSEED": "7", "LC_ALL": "C"}


def kept(published: Published, code: str) -> Path:
    """Return the tree of one language, as Sphinx wrote it for the published site."""
    folder = published.folder
    return folder.with_name(f".{folder.name}.tandem") / "kept" / code / "tree"


def test_another_build_elsewhere_gives_the_same_bytes(published: Published, tmp_path: Path) -> None:
    """Plain Sphinx, another folder, another time zone, another order of hashes."""
    copy_sources(tmp_path)
    command = ("sphinx", "-q", "-W", "-D", "language=es", ".", "plain")
    done = run(*command, cwd=tmp_path, env=ELSEWHERE)
    assert done.returncode == 0, done.stdout + done.stderr
    again, before = Published(tmp_path / "plain"), kept(published, "es")
    names = {one for one in again.files if not one.startswith((".doctrees/", ".buildinfo"))}
    assert names >= {*published.pages("es"), "_search/search.js", "blog/atom.xml"}
    assert not differences(before, again.folder, sorted(names))
    left = {path.relative_to(before).as_posix() for path in before.rglob("*") if path.is_file()}
    assert {one for one in left if not one.startswith(".buildinfo")} == names


def test_the_same_trees_are_made_light_in_the_same_way(
    published: Published, tmp_path: Path
) -> None:
    copy_sources(tmp_path)
    for code in LANGUAGES:
        shutil.copytree(kept(published, code), tmp_path / "plain" / code)
    subprocess.run(
        [sys.executable, "-c", TOGETHER, *LANGUAGES],
        check=True,
        cwd=tmp_path,
        env=environment(ELSEWHERE),
    )
    again = Published(tmp_path / "stage")
    assert {*again.files} == {*published.files} - OF_THE_SITE
    assert not differences(published.folder, again.folder, sorted(again.files))
