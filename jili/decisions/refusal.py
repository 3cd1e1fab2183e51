"""What somebody asked for cannot be done: one word for it in all rooms."""

from jili.access.accounts import Refused

__all__ = ["Refused"]
