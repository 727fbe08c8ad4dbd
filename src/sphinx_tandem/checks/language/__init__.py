"""Rules about the text of a translation: punctuation, numbers, terms, spelling.

Each is a function of one :class:`~.passage.Passage`, which knows all that it may ask.
"""
