"""Social cards: the picture that stands above a link to a page in a message or a feed.

Each page that search engines may list has one in each language, with its title, the name of the
site and a drawing of its own, in the site's colours.  Its file is ``_social/PAGE.png``.

A card is 800 by 420 pixels: the proportions that https://ogp.me readers cut pictures to, in
a size of about 10 kB.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urljoin

from fontTools.ttLib import TTFont, TTLibError
from sphinx.application import Sphinx
from sphinx.util import logging

from ..site.pagedata import makes_site

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

logger = logging.getLogger(__name__)

FOLDER = "_social"
WIDTH, HEIGHT = 800, 420
_FONT = Path(__file__).parent / "fonts" / "NotoSans-Bold.ttf"
_MARGIN = 56
# Sizes of a title, from the largest; the first in which it takes as many lines, or fewer.
_SIZES = ((60, 2), (52, 3), (44, 4), (36, 5))
_DEFAULTS = {"band": "#0a5862", "on-band": "#ffffff", "sun": "#ffd166", "accent": "#0a5862"}
_COLORS = 32
_LEAST_CONTRAST = 4.5  # of texts: https://www.w3.org/TR/WCAG22/#contrast-minimum
_INKS = ((255, 255, 255), (20, 24, 30))

Color = tuple[int, int, int]


# -- The drawing of a page ------------------------------------------------------------------------


@dataclass(frozen=True)
class Arc:
    """An arc over a ground line, in a drawing of 320 by 120.

    :param left: where it begins.
    :param right: where it ends.
    :param height: of the points that pull it up, from above.
    :param color: 1 to 4.
    :param dots: the radius of the dot at each end.
    """

    left: int
    right: int
    height: int
    color: int
    dots: tuple[int, int]


def drawing(docname: str) -> tuple[int, tuple[Arc, ...]]:
    """Return the colour of the ground, 1 to 4, and the arcs that only this page has.

    They are made of the name of the page, so that a page keeps its drawing in every language
    and at every build.
    """
    seed = zlib.crc32(docname.encode())

    def drawn(low: int, high: int) -> int:
        nonlocal seed
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        return low + (seed >> 8) % (high - low + 1)

    ground = drawn(1, 4)
    arcs = []
    left = drawn(20, 70)
    for place in range(3):
        right, height = left + drawn(90, 190), drawn(10, 70) - 70
        dots = drawn(5, 9), drawn(5, 9)
        arcs.append(Arc(left, right, height, (ground + place) % 4 + 1, dots))
        left += drawn(30, 60)
    return ground, tuple(arcs)


# -- The card of a page ---------------------------------------------------------------------------


def is_wanted(app: Sphinx) -> bool:
    """Say whether the pages of this build have cards: Pillow is in the extra ``cards``."""
    return bool(app.config.tandem_social_cards) and makes_site(app) and bool(find_spec("PIL"))


def add_card(app: Sphinx, pagename: str, title: str, site_name: str, own: str) -> str:
    """Write the card of a page; return its address, or ``""`` where it has none.

    :param title: of the page, as plain text.
    :param site_name: as plain text; on the first page it may be the title.
    :param own: the whole address of the page; cards are named by whole addresses alone.
    """
    if not is_wanted(app) or not own.startswith(("https://", "http://")):
        return ""
    font = _font_of(app)
    title, site_name = (_shown(text, font) for text in (title, site_name))
    if not title:
        return ""
    path = f"{FOLDER}/{pagename}.png"
    file = Path(app.outdir, path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(
        card(pagename, title, site_name, colors=app.config.tandem_colors, font=str(font))
    )
    return urljoin(str(app.config.html_baseurl), quote(path))


def _font_of(app: Sphinx) -> Path:
    """Return the font that the site names, or the engine's."""
    named = app.config.tandem_social_cards
    own = Path(app.srcdir, named) if isinstance(named, str) else _FONT
    return own if _letters(own) else _FONT


def check_font(app: Sphinx) -> None:
    """Say once where the font that the site names cannot be used."""
    named = app.config.tandem_social_cards
    if not isinstance(named, str) or not is_wanted(app):
        return
    path = Path(app.srcdir, named)
    with suppress(OSError), path.open("rb"):  # heard of in each run: what is cached is not
        pass
    if not _letters(path):
        logger.warning(
            "tandem_social_cards names %s, which is not a font that can be read. Social cards "
            "have the engine's font; name a TTF or OTF file in the site's folder.",
            named,
            type="social",
            subtype="font",
        )


@cache
def _letters(path: Path) -> frozenset[int]:
    """Return the letters that a font has; none where it is no font."""
    try:
        with TTFont(path, lazy=True, fontNumber=0) as font:
            return frozenset(font.getBestCmap() or ())
    except (OSError, TTLibError, KeyError, AssertionError):
        return frozenset()


def _shown(text: str, path: Path) -> str:
    """Return a text without the signs that a font lacks; nothing where these are words of it."""
    letters = _letters(path)
    found = "".join(sign for sign in text if ord(sign) in letters)
    is_whole = all(ord(sign) in letters for sign in text if sign.isalnum())
    return " ".join(found.split()) if is_whole else ""


@cache
def _font(path: str, size: int) -> FreeTypeFont:
    from PIL import ImageFont  # noqa: PLC0415  # an extra

    return ImageFont.truetype(path, size)


def _lines(title: str, path: str) -> tuple[int, list[str]]:
    """Return the size of a title and its lines: as large as fits, with an ellipsis at the end."""
    words = re.findall(r"\S+", title)
    for size, most in _SIZES:
        lines = list(_wrapped(words, _font(path, size)))
        if len(lines) <= most and all(map(_fits(path, size), lines)):
            break
    else:
        lines = [*lines[: most - 1], f"{lines[most - 1]} …"] if len(lines) > most else lines
        lines = [_cut(line, path, size) for line in lines]
    return size, lines


def _fits(path: str, size: int) -> Callable[[str], bool]:
    return lambda line: _font(path, size).getlength(line) <= WIDTH - 2 * _MARGIN


def _wrapped(words: list[str], font: FreeTypeFont) -> Iterator[str]:
    line = ""
    for word in words:
        longer = f"{line} {word}".strip()
        if line and font.getlength(longer) > WIDTH - 2 * _MARGIN:
            yield line
            line = word
        else:
            line = longer
    yield line


def _cut(line: str, path: str, size: int) -> str:
    fits = _fits(path, size)
    while len(line) > 1 and not fits(line):
        line = f"{line.removesuffix('…')[:-1].rstrip()}…"
    return line


def card(
    docname: str, title: str, site_name: str, *, colors: Mapping[str, Any], font: str = str(_FONT)
) -> bytes:
    """Return the social card of a page, as PNG.

    :param docname: of which its drawing is made.
    :param colors: the setting ``tandem_colors``; what Pillow does not know is left out.
    :param font: the path of the font.
    """
    from PIL import Image, ImageDraw  # noqa: PLC0415  # an extra

    band, ink, sun = card_colors(colors)
    image = Image.new("RGB", (WIDTH, HEIGHT), band)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, 8), sun)
    if site_name != title:
        draw.text((_MARGIN, 40), _cut(site_name, font, 26), sun, _font(font, 26))
    size, lines = _lines(title, font)
    text, where = "\n".join(lines), (_MARGIN, 92)
    how: dict[str, Any] = {"font": _font(font, size), "spacing": round(size * 0.1)}
    draw.multiline_text(where, text, ink, **how)
    end = int(draw.multiline_textbbox(where, text, **how)[3])
    room = min(190, HEIGHT - end - 12)
    image.paste(_arcs(docname, band, ink, sun, room), (0, HEIGHT - room))
    small = image.quantize(_COLORS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    written = BytesIO()
    small.save(written, "PNG", compress_level=7)
    return written.getvalue()


def card_colors(told: Mapping[str, Any]) -> tuple[Color, Color, Color]:
    """Return the ground of a card, the colour of its text, and its warm colour."""
    said = {name: told.get(name) for name in _DEFAULTS}
    first = {
        name: one if isinstance(one, str) else next(iter(one or ()), "")
        for name, one in said.items()
    }
    found = {name: color for name, one in first.items() if (color := _color(one))}
    default = {name: _color(one) or _INKS[0] for name, one in _DEFAULTS.items()}
    band = found.get("band") or found.get("accent") or default["band"]
    ink, sun = (found.get(name) or default[name] for name in ("on-band", "sun"))
    if contrast(band, ink) < _LEAST_CONTRAST:
        ink = max(_INKS, key=partial(contrast, band))
    return band, ink, sun if contrast(band, sun) >= _LEAST_CONTRAST else ink


def _color(text: str) -> Color | None:
    """Return a colour of CSS; ``None`` where Pillow does not know it."""
    from PIL import ImageColor  # noqa: PLC0415  # an extra

    try:
        red, green, blue, *_alpha = ImageColor.getrgb(text)
    except ValueError:
        return None
    return red, green, blue


def contrast(one: Color, other: Color) -> float:
    """Return the contrast of two colours, 1 to 21.

    https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
    """

    def luminance(color: Color) -> float:
        parts = [part / 255 for part in color]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def _arcs(docname: str, band: Color, ink: Color, sun: Color, room: int) -> Any:
    """Return the drawing of a page, in quiet colours.

    :param room: its height, in pixels.
    """
    from PIL import Image, ImageDraw  # noqa: PLC0415  # an extra

    scale, width = WIDTH * 2 / 320, WIDTH * 2  # drawn in twice its size
    image = Image.new("RGB", (width, room * 2), band)
    draw = ImageDraw.Draw(image)
    ground = room * 2 - 44
    _color, arcs = drawing(docname)
    for arc in arcs:
        color = _mixed(band, sun if arc.color == 1 else ink, 0.15 + 0.08 * arc.color)
        left, right = arc.left * scale, arc.right * scale
        top = ground - (112 - arc.height) / 172 * (ground - 20)
        draw.arc((left, top, right, 2 * ground - top), 180, 360, color, width=26)
        for x, radius in zip((left + 13, right - 13), arc.dots, strict=True):
            r = radius * 3.2
            draw.ellipse((x - r, ground - r, x + r, ground + r), color)
    return image.reduce(2)


def _mixed(one: Color, other: Color, share: float) -> Color:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue
