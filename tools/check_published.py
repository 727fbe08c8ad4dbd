"""Ask a published site for every file of the tree that was published, and compare.

    python tools/check_published.py ADDRESS FOLDER [--patience SECONDS]

Hosts hand out what they had for some minutes more, so what differs is asked for again until
the patience ends.  An address that nobody published has to say so, with the page for that
(``404.html``), in each language.  It reads with Python's own library alone, so that it runs
where nothing is installed.  Ends with 0 when the site answers as it was built, with 1 when it
does not, and with 2 when there is nothing to compare.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import HTTPRedirectHandler, Request, build_opener

AT_ONCE = 8
TIMEOUT = 30  # seconds for one answer
SHOWN = 20
# Settings for hosts, of which some keep them to themselves.
NOT_SERVED = ("_headers", "_redirects", ".nojekyll", "CNAME")
NOWHERE = "nobody-published-this.html"


class _NoRedirect(HTTPRedirectHandler):
    """Each published file has its own address; one that leads elsewhere is a fault."""

    def redirect_request(self, *_args: object) -> None:
        return None


_OPENER = build_opener(_NoRedirect)


def answer(address: str) -> tuple[int, bytes]:
    """Return the status and the body that an address answers with; 0 where it does not."""
    request = Request(address, headers={"Cache-Control": "no-cache"})  # noqa: S310  # as given
    try:
        with _OPENER.open(request, timeout=TIMEOUT) as response:
            return response.status, response.read()
    except HTTPError as error:
        return error.code, error.read()
    except (URLError, OSError) as error:
        return 0, str(error).encode()


def expected(folder: Path) -> dict[str, tuple[int, Path]]:
    """Return the status and the file of each path: all files, and one that nobody published."""
    found = {
        path.relative_to(folder).as_posix(): (200, path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in NOT_SERVED
    }
    # Hosts know one page for wrong addresses; it speaks all languages.
    if "404.html" in found:
        found[NOWHERE] = (404, folder / "404.html")
    return found


def difference(site: str, path: str, status: int, file: Path) -> str:
    """Say how the answer differs from what was built; ``""`` where it does not."""
    got, body = answer(f"{site}/{quote(path)}")
    if got == 0:
        return f"{path}: no answer: {body.decode('utf-8', 'replace')}"
    if got != status:
        return f"{path}: answers {got}, not {status}"
    if body != file.read_bytes():
        return f"{path}: answers something else than was built ({len(body)} bytes)"
    return ""


def differences(site: str, paths: Iterable[str], tree: dict[str, tuple[int, Path]]) -> list[str]:
    """Return what differs, in the order of the paths, asking for several at once."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        said = pool.map(lambda path: difference(site, path, *tree[path]), paths)
        return [one for one in said if one]


def main() -> int:
    """Compare, and print what differs in the end."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("address")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--patience", type=float, default=600, metavar="SECONDS")
    given = parser.parse_args()
    site, tree = given.address.rstrip("/"), expected(given.folder)
    if "index.html" not in tree:
        print(f"{given.folder}: there is no index.html, so this is no built site", file=sys.stderr)
        return 2
    end, pause = time.monotonic() + given.patience, 1.0
    found = differences(site, tree, tree)
    while found and time.monotonic() + pause < end:
        time.sleep(pause)
        pause = min(pause * 2, 60)
        found = differences(site, [one.partition(": ")[0] for one in found], tree)
    for one in found[:SHOWN]:
        print(one)
    if found[SHOWN:]:
        print(f"and {len(found) - SHOWN} more")
    print(f"{len(tree) - len(found)} of {len(tree)} addresses of {site} answer as they were built.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
