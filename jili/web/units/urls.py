from django.urls import path

from jili.web.units import reasons, team, unit

urlpatterns = [
    path("units/", unit.units, name="units"),
    path("units/<str:unit_id>/", unit.unit, name="unit"),
    path("units/<str:unit_id>/records/", unit.records, name="unit-records"),
    path("units/<str:unit_id>/reasons/", reasons.unit, name="unit-reason"),
    path("teams/<str:team_id>/", team.team, name="team"),
    path("teams/<str:team_id>/records/", team.records, name="team-records"),
    path("teams/<str:team_id>/reasons/", reasons.team, name="team-reason"),
]
