"""The addresses of all pages, from the modules that serve them."""

from jili.web import administration, data, home, provider, readings, records, runs, settlements, signing_in, tokens

urlpatterns = [
    *home.urlpatterns,
    *signing_in.urlpatterns,
    *provider.urlpatterns,
    *records.urlpatterns,
    *data.urlpatterns,
    *runs.urlpatterns,
    *settlements.urlpatterns,
    *readings.urlpatterns,
    *administration.urlpatterns,
    *tokens.urlpatterns,
]
