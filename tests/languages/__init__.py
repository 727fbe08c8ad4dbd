"""Sites in every language."""
