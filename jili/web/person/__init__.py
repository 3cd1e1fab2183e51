"""The page of one cadre: who it is, what holds today and why, what does not and why not, any other day, the history."""

from jili.web.person.urls import urlpatterns

__all__ = ["urlpatterns"]
