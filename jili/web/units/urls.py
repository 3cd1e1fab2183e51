from django.urls import path

from jili.web.units import team, unit

urlpatterns = [
    path("units/", unit.units, name="units"),
    path("units/<str:unit_id>/", unit.unit, name="unit"),
    path("teams/<str:team_id>/", team.team, name="team"),
]
