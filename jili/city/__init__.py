"""An invented city, 平顶山, to show the product and to measure it: real places, invented people."""

from __future__ import annotations

from jili.city.make import make_city

__all__ = ["make_city"]
