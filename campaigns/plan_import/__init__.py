"""Reads the text of a campaign plan into a structured draft; nothing of Django inside (pure)."""
