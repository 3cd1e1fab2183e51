"""Who is meant by what was typed: names by their spellings, an ID number by its digest, units by their names."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from jili.access.scope import Access
from jili.records import identity
from jili.records.models import CadreSpelling, Dossier, Unit
from jili.records.spelling import normal, typed

LONGEST = 100
"""Characters of what is typed."""
STEP = " › "
"""Between a unit and the one below it, where a name alone does not tell."""


def asked(text: str) -> str:
    """What was typed, as far as it is looked at."""
    return text.replace("\0", "").strip()[:LONGEST]


def named(access: Access, text: str) -> Q:
    """The cadres whose name begins so, in one of its spellings, or whose whole ID number it is."""
    dossiers = id_number(access, text)
    if dossiers is not None:
        return Q(pk__in=dossiers.values("pk"))
    return Q(pk__in=spelled(text).values("cadre"))


def spelled(text: str) -> QuerySet[CadreSpelling]:
    """The spellings that begin with what was typed; none if there is nothing in it to look for."""
    spelling = typed(text)
    found = CadreSpelling.objects.filter(spelling__startswith=spelling)
    return found if spelling else found.none()


def id_number(access: Access, text: str) -> QuerySet[Dossier] | None:
    """The dossier with this ID number, if it is one and whoever asks sees such numbers. Its last digits find nobody,
    for only a digest of the whole is kept."""
    try:
        number = identity.read(text)
    except identity.BadIdNumber:
        return None
    if not access.sees("dossiers", "id_number_digest"):
        return None
    return identity.with_number(Dossier.objects.all(), number)


def named_or_there(access: Access, text: str) -> Q:
    """The same, and who holds a post in a unit whose name has this in it."""
    found = named(access, text)
    if text.isascii():  # no unit is called so
        return found
    return found | Q(pk__in=access.posts().filter(unit__in=units_named(access, text)).values("cadre"))


def units_named(access: Access, text: str) -> QuerySet[Unit]:
    """The units in scope whose name has this in it; after the sign for a step, those below one whose name has what
    stands before it."""
    above, _, own = normal(text).rpartition(STEP.strip())
    found = access.units().filter(name__icontains=own.strip())
    return found.filter(parent__name__icontains=above.rpartition(STEP.strip())[2].strip()) if above else found


def unit_meant(access: Access, text: str) -> Unit | None:
    """The unit that a name means: the only one of it, or the highest of those that have it in theirs; None if none."""
    own = normal(text).rpartition(STEP.strip())[2].strip()
    return units_named(access, text).annotate(only=Q(name=own)).order_by("-only", "path").first()


def called(units: list[Unit]) -> dict[str, str]:
    """Id → how a unit is called among these: with the one above it where several have the name."""
    names = [unit.name for unit in units]
    return {
        unit.pk: f"{unit.parent.name}{STEP}{unit.name}" if names.count(unit.name) > 1 and unit.parent else str(unit)
        for unit in units
    }
