"""The addresses of all pages, from the modules that serve them."""

from jili.web import administration, data, home, people, readings, records, runs, settlements, signing_in, style

urlpatterns = [
    *home.urlpatterns,
    *signing_in.urlpatterns,
    *people.urlpatterns,
    *records.urlpatterns,
    *data.urlpatterns,
    *runs.urlpatterns,
    *settlements.urlpatterns,
    *readings.urlpatterns,
    *administration.urlpatterns,
    *style.urlpatterns,
]
