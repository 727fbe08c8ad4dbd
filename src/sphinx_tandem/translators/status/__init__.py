"""The page that says how much of each page is translated."""
