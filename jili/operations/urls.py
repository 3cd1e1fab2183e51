"""The addresses of what watches an installation."""

from django.urls import path

from jili.operations.views import health, metrics

urlpatterns = [path("health/", health, name="health"), path("metrics", metrics, name="metrics")]
