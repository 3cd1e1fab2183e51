"""The addresses of the API. Those named ``api:…`` are operations; the page about them is a page like others."""

from django.urls import include, path

from jili.api.document import PATH, documentation, openapi
from jili.api.whole import interface

_operations = [route for route in interface.urls[0] if getattr(route, "name", "") != "api-root"]

urlpatterns = [
    path("api-docs/", documentation, name="api-docs"),
    path(PATH, include(([*_operations, path("openapi.json", openapi, name="openapi")], "api"))),
]
