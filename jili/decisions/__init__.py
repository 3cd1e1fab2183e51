"""Runs: all decisions for a day, kept over a snapshot; and the settlements by which people answer them."""
