"""Building: one Sphinx run per language, then all of them published or none."""

# The formats of `tandem pack`; here, because `pack` takes a second to load.
PACKS = ("zip", "epub", "zim", "html", "lms")
