from django.urls import path

from jili.web.units import team, unit

urlpatterns = [
    path("units/", unit.units, name="units"),
    path("units/<str:unit_id>/", unit.unit, name="unit"),
    path("units/<str:unit_id>/records/", unit.records, name="unit-records"),
    path("teams/<str:team_id>/", team.team, name="team"),
    path("teams/<str:team_id>/records/", team.records, name="team-records"),
]
