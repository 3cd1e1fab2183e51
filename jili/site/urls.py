"""Addresses. Each has a name, and each name a line in ``jili.access.table``."""

from django.urls import include, path

urlpatterns = [
    path("", include("jili.web.urls")),
    path("", include("jili.api.urls")),
    path("", include("jili.operations.urls")),
]
handler400 = "jili.site.errors.malformed"
handler404 = "jili.site.errors.not_there"
handler500 = "jili.site.errors.failed"
