"""The API with all its operations."""

from jili.api import cadres, decisions, explanations, units, uploads
from jili.api.interface import interface

for _part in (units, cadres, decisions, explanations, uploads):
    interface.add_router("", _part.router)

__all__ = ["interface"]
