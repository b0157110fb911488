"""A county with a running campaign, for trials, tests and screenshots.

All names, places and figures are invented. Everything is made through the product's own
actions with the clock set back, so every page shows what real work would leave there.
"""
