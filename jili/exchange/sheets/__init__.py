"""Workbooks that people fill in: what their sheets look like, how they are written, empty or filled."""
