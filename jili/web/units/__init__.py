"""Pages of units and of leading teams: members, gaps, ages, grades, quota, structure, tasks, duties."""

from jili.web.units.urls import urlpatterns

__all__ = ["urlpatterns"]
