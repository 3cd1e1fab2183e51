"""What jili costs: the whole Measures, and one job against other ways of doing it. See ``python -m bench -h``."""
