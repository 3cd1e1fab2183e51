"""A ledger page for each of articles 5 to 11: what is to be done of it, and the records behind it."""

from jili.web.ledgers.views import urlpatterns

__all__ = ["urlpatterns"]
