"""Rules about the markup of a translation: does it hold what its English holds, and no more?

They decide which translations readers see, and run in every build.
"""
