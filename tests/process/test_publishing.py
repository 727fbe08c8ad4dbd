"""Whatever happens during a build, a whole site stands at the output's path."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from harness.commands import SOURCE
from harness.sites import MakeSite, TinySite, tree_hashes
from sphinx_tandem.publish.tree import checked_output, replace
from sphinx_tandem.site.findings import WrongUse

# An extension of the site: says that the build has begun, and then takes its time.
WAITING = """
import os, pathlib, sys, time
def setup(app):
    def wait(app):
        if pathlib.Path("wait").exists():
            pathlib.Path(f"pid-{app.config.language}").write_text(str(os.getpid()))
            time.sleep(60)
    app.connect("builder-inited", wait)
"""
CONF = "import sys, pathlib\nsys.path.insert(0, str(pathlib.Path(__file__).parent))\n"


@pytest.fixture
def waiting(built_site: TinySite) -> TinySite:
    """A published site whose next build waits until it is ended."""
    built_site.conf += f"{CONF}extensions.append('waiting')\n"
    built_site.write("waiting.py", WAITING)
    built_site.write("wait", "")
    return built_site


def workers_of(site: TinySite) -> list[int]:
    """Wait until both workers are at work, and return their ids."""
    files = [site.folder / f"pid-{code}" for code in ("en", "es")]
    wait_until(lambda: all(file.is_file() and file.read_text() for file in files))
    return [int(file.read_text()) for file in files]


def wait_until(true: object, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.02)


def is_alive(number: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{number}/status").read_text()
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stopped_build_takes_its_workers_with_it(waiting: TinySite, number: int) -> None:
    before = waiting.hashes()
    process = waiting.start("build", fresh=True)
    workers = workers_of(waiting)
    process.send_signal(number)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 3
    assert "Stopped before the end." in err
    assert "was not touched" in err
    assert "Traceback" not in err
    assert not any(map(is_alive, workers))
    assert waiting.hashes() == before
    assert waiting.beside_output() == ["site"]


def test_a_killed_build_leaves_no_worker_and_the_next_one_cleans_up(waiting: TinySite) -> None:
    before = waiting.hashes()
    process = waiting.start("build", fresh=True)
    workers = workers_of(waiting)
    process.kill()
    process.communicate()
    wait_until(lambda: not any(map(is_alive, workers)), 5)
    assert waiting.hashes() == before
    assert len(waiting.beside_output()) == 2
    (waiting.folder / "wait").unlink()
    waiting.build("--fresh")
    assert waiting.beside_output() == ["site"]


def test_a_second_build_of_one_output_does_not_begin(waiting: TinySite) -> None:
    process = waiting.start("build")
    workers_of(waiting)
    second = waiting.tandem("build")
    assert second.returncode == 3
    assert "Another build" in second.stderr
    # The other side: another output is another matter.
    (waiting.folder / "wait").unlink()
    waiting.build("--output", "elsewhere")
    process.kill()
    process.wait()


def test_a_worker_that_the_system_ends_is_the_machines_failure(waiting: TinySite) -> None:
    before = waiting.hashes()
    process = waiting.start("build")
    workers = workers_of(waiting)
    os.kill(workers[1], signal.SIGKILL)
    assert process.wait(20) == 3
    assert "SIGKILL" in process.stderr.read()
    assert not any(map(is_alive, workers))
    assert waiting.hashes() == before


def test_a_kill_at_any_moment_leaves_the_old_tree_or_the_new_one(built_site: TinySite) -> None:
    site = built_site
    seen = [site.hashes()]
    site.append("index.md", "\nNewer.\n")
    start = time.monotonic()
    site.build("--output", "new")
    duration = time.monotonic() - start
    seen.append(tree_hashes(site.folder / "new"))
    assert seen[0] != seen[1]
    for step in range(6):
        process = site.start("build")
        time.sleep(duration * (step + 1) / 6)
        process.kill()
        process.wait()
        assert site.hashes() in seen
    site.build()
    assert site.hashes() == seen[1]


REPLACING = """
import sys, pathlib
sys.path.insert(0, sys.argv[1])
from sphinx_tandem.publish.tree import replace
folder = pathlib.Path(sys.argv[2])
print("ready", flush=True)
while True:
    replace(folder / "site", folder / "stage", folder / "spare")
    if (folder / "spare").exists():
        (folder / "spare").rename(folder / "stage")
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux exchanges folders")
def test_a_kill_in_the_moment_of_publishing_finds_a_whole_tree(tmp_path: Path) -> None:
    for name in ("site", "stage"):
        (tmp_path / name).mkdir()
        for file in range(3):
            (tmp_path / name / str(file)).write_text(name)
    for step in range(6):
        process = subprocess.Popen(
            [sys.executable, "-c", REPLACING, str(SOURCE), str(tmp_path)], stdout=subprocess.PIPE
        )
        assert process.stdout
        process.stdout.readline()
        end = time.monotonic() + 0.03 * (step + 1)
        while time.monotonic() < end:
            assert (tmp_path / "site").is_dir()  # A reader never finds nothing.
        process.kill()
        process.communicate()
        assert len({(tmp_path / "site" / str(file)).read_text() for file in range(3)}) == 1


def test_everybody_can_read_what_is_published_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        (tmp_path / "stage/es").mkdir(parents=True)
        (tmp_path / "stage/es/index.html").write_text("")
        replace(tmp_path / "site", tmp_path / "stage", tmp_path / "spare")
    finally:
        os.umask(before)
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.rglob("*")}
    assert modes == {"site": 0o755, "es": 0o755, "index.html": 0o644}


def test_a_kill_between_two_steps_is_mended_by_the_next_command(built_site: TinySite) -> None:
    site = built_site
    before = site.hashes()
    workspace = site.folder / "_build" / ".site.tandem"
    workspace.mkdir(exist_ok=True)
    site.output.rename(workspace / "previous")
    site.append("about.md", "\n[broken](nowhere.md)\n")
    assert site.tandem("build", "--strict").returncode == 1
    assert site.hashes() == before


def limit_files() -> None:
    """Let no process write a file of more than 2 kB: what a full disk looks like."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))


def test_a_full_disk_leaves_the_published_tree(built_site: TinySite) -> None:
    site = built_site
    before = site.hashes()
    site.append("index.md", "\nNewer.\n")
    # Python would leave half of what it compiles beside its sources.
    env = {"PYTHONDONTWRITEBYTECODE": "1"}
    done = site.tandem("build", fresh=True, preexec_fn=limit_files, env=env)
    assert done.returncode == 3, done.stderr
    assert "disk" in done.stderr
    assert "was not touched" in done.stderr
    assert "Traceback" not in done.stderr
    assert site.hashes() == before
    assert site.beside_output() == ["site"]


class TestRefusedOutput:
    """A folder that is not a site of ours is never replaced."""

    def refused(self, site: TinySite, output: str) -> str:
        with pytest.raises(WrongUse) as raised:
            checked_output(site.folder / output, site.folder)
        return str(raised.value)

    def test_a_folder_that_holds_something_else(self, make_site: MakeSite) -> None:
        site = make_site()
        site.write("mine/thesis.txt", "ten years")
        before = tree_hashes(site.folder)
        done = site.tandem("build", "--output", "mine")
        assert done.returncode == 2, done.stderr
        assert "not a site" in done.stderr
        assert "Traceback" not in done.stderr
        assert tree_hashes(site.folder) == before

    def test_a_site_that_somebody_else_made(self, make_site: MakeSite) -> None:
        site = make_site()
        site.write("mine/index.html", "<p>by hand")
        site.write("mine/.nojekyll", "")
        assert "not a site" in self.refused(site, "mine")

    @pytest.mark.parametrize("output", [".", "..", "/"])
    def test_the_site_itself_and_what_holds_it(self, make_site: MakeSite, output: str) -> None:
        assert "contains the sources" in self.refused(make_site(), output)

    def test_a_file(self, make_site: MakeSite) -> None:
        assert "is a file" in self.refused(make_site(), "index.md")
        assert "is a file" in self.refused(make_site(), "index.md/below")

    def test_a_folder_of_sources(self, make_site: MakeSite) -> None:
        assert "not a site" in self.refused(make_site(), "locales")

    def test_a_link_to_nowhere_and_a_link_to_the_site(self, make_site: MakeSite) -> None:
        site = make_site()
        (site.folder / "nowhere").symlink_to("missing")
        assert "does not exist" in self.refused(site, "nowhere")
        (site.folder / "self").symlink_to(".")
        assert "contains the sources" in self.refused(site, "self")

    def test_an_empty_folder_and_a_link_to_a_site_are_good(self, make_site: MakeSite) -> None:
        site = make_site()
        (site.folder / "empty").mkdir()
        site.build("--output", "empty")
        (site.folder / "linked").symlink_to("empty")
        site.append("index.md", "\nThrough the link.\n")
        site.build("--output", "linked")
        assert (site.folder / "linked").is_symlink()
        assert "Through the link." in (site.folder / "empty" / "index.html").read_text()


def test_nothing_is_published_again_unless_something_changed(built_site: TinySite) -> None:
    site = built_site
    orphan = "locales/es/LC_MESSAGES/gone.po"
    site.conf += "language = None\n"  # of which Sphinx warns before any extension is there
    site.write(orphan, "no catalog\n")
    said = site.tandem("build").stderr
    assert "conf.py:" in said and orphan in said
    time.sleep(0.1)  # what changes in the moment of a build counts as changed in the next one
    site.tandem("build")  # the compiled templates of the first one were new files

    def findings(said: str) -> list[str]:
        return [line for line in said.splitlines() if line.startswith(("conf.py:", orphan))]

    def build() -> bool:
        """Say whether the tree was published again."""
        before = site.output.stat().st_ino
        assert site.tandem("build").returncode == 0
        return site.output.stat().st_ino != before

    good = site.hashes()
    assert not build()
    assert findings(site.tandem("build").stderr) == findings(said)
    (site.output / "es/about.html").unlink()
    assert build()
    assert site.hashes() == good
    site.write("locales/es/LC_MESSAGES/gone.po", "neither\n")
    time.sleep(0.1)
    assert "gone.po" in site.tandem("build").stderr
    site.append("about.md", "\nMore.\n")
    assert site.tandem("build", "--strict").returncode == 1  # kept, but not published
    assert build()
    assert "More." in site.page("about.html")
    assert build() is False
    site.tandem("build", "--language", "es")
    assert build()  # whatever that has published
