"""Spelling dictionaries that the engine brings, each with its own licence beside it."""
