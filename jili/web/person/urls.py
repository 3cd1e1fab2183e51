from django.urls import path

from jili.web.person import history, page, reasons, records

urlpatterns = [
    path("cadres/<str:cadre_id>/", page.cadre, name="cadre"),
    path("cadres/<str:cadre_id>/records/", records.records, name="cadre-records"),
    path("cadres/<str:cadre_id>/reasons/", reasons.reason, name="cadre-reason"),
    path("cadres/<str:cadre_id>/day/", reasons.on_day, name="cadre-day"),
    path("cadres/<str:cadre_id>/history/", history.history, name="cadre-history"),
    path("mine/", page.mine, name="mine"),
]
