"""Building: one Sphinx run per language, then all of them published or none."""
