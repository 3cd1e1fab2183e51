"""People: the list of cadres, what is typed to find somebody or a unit, what is shown of the list and taken away."""

from django.urls import path

from jili.web.people.choosing import columns
from jili.web.people.exporting import export
from jili.web.people.finding import people_found, units_found
from jili.web.people.listing import cadres

urlpatterns = [
    path("cadres/", cadres, name="cadres"),
    path("cadres/columns/", columns, name="cadres-columns"),
    path("cadres/export/", export, name="cadres-export"),
    path("found/people/", people_found, name="people-found"),
    path("found/units/", units_found, name="units-found"),
]
