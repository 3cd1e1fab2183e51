"""Addresses. Each has a name, and each name a line in ``jili.access.table``."""

from django.urls import include, path

urlpatterns = [path("", include("jili.web.urls"))]
