"""What the engine leans on in other packages although they promise nobody to keep it.

Each name says what it is, why nothing public serves
instead, and where it stands in the package's source.  ``tests/upstream`` holds a test
for each, which fails on the day that the name moves; a workflow runs those tests every
week against the newest releases.  Whoever needs such a name imports it from here.

This room imports other packages only.
"""
