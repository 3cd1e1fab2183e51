"""What is found while somebody types: people and units, a few, as links for the search at the top and as data for
fields in which one is picked."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from jili.access.gate import Request
from jili.access.remembered import remembered
from jili.access.roles import Role
from jili.access.scope import Access
from jili.records.spelling import normal
from jili.web.people.searching import asked, called, id_number, spelled, units_named

MOST, READ = 20, 40
"""So many are shown; of so many spellings, two of which may be of one cadre."""


def people_found(request: Request) -> HttpResponse:
    """Cadres in scope whose name begins so, each with unit and title of the first of their posts."""
    access, text = request.access, asked(request.GET.get("q", ""))
    found = _people(access, text)
    said = _first_posts(access, list(found)) if found else {}
    rows = [
        {"id": pk, "name": name, "says": said.get(pk, ""), "url": reverse("cadre", args=[pk])}
        for pk, name in found.items()
    ]
    return _answer(request, "people/found.html", rows)


def units_found(request: Request) -> HttpResponse:
    """Units in scope, the highest first."""
    text = asked(request.GET.get("q", "") or request.GET.get("unit", ""))
    found = list(units_named(request.access, text).select_related("parent").order_by("path")[:MOST]) if text else []
    names = called(found)
    rows = [
        {"id": unit.pk, "name": names[unit.pk], "says": unit.get_kind_display(), "url": reverse("unit", args=[unit.pk])}
        for unit in found
    ]
    return _answer(request, "people/options.html" if request.GET.get("as") == "options" else "people/found.html", rows)


def _answer(request: Request, template: str, rows: list[dict[str, str]]) -> HttpResponse:
    if request.GET.get("as") == "json":
        return JsonResponse({"found": rows})
    return render(request, template, {"rows": rows, "text": asked(request.GET.get("q", ""))})


def _people(access: Access, text: str) -> dict[str, str]:
    """Id → name of a few whose name begins so. Read in the order of the spellings, which an index has: whose name is
    just this comes first, and the others are of so many that it does not matter which."""
    if (number := id_number(access, text)) is not None:
        return dict(access.cadres().filter(pk__in=number.values("pk")).values_list("pk", "name"))
    own = normal(text)
    read = remembered(access, ("spelled", text), lambda: _spelled(access, text))
    found = sorted(set(read), key=lambda row: (row[2] != own, row))[:MOST]
    return {pk: name for _, pk, name in found}


def _spelled(access: Access, text: str) -> list[tuple[str, str, str]]:
    """Strokes, id and name of those in scope whose name begins so."""
    begun = spelled(text)
    if not access.everywhere or access.role == Role.DISCIPLINE:
        begun = begun.filter(cadre__in=access.cadre_ids())
    return list(begun.order_by("spelling").values_list("cadre__listed__strokes", "cadre_id", "cadre__name")[:READ])


def _first_posts(access: Access, ids: list[str]) -> dict[str, str]:
    """Id → unit and title of the chief post, or else of the longest held."""
    posts = access.posts().filter(cadre__in=ids).order_by("chief", "-start_on", "-pk")
    return {pk: f"{unit} {title}" for pk, unit, title in posts.values_list("cadre_id", "unit__name", "title")}
