"""``tandem workshop``: a kit for one workshop, made from its file and from the lessons.

:mod:`.file` reads the file, :mod:`.course` the lessons, :mod:`.kit` puts the two together
and says which files the kit has.  None of it needs a network.
"""


def qr_code(address: str, error: str = "q") -> str:
    """Return an address as a QR code, drawn as SVG.

    :param error: how much of it may be damaged: ``q`` for a quarter, ``l`` for a fifteenth.
    """
    import segno  # noqa: PLC0415  # slides do without it

    code = segno.make(address, error=error, micro=False)
    svg: str = code.svg_inline(scale=8, border=4, title=address, omitsize=True)
    return svg
