"""Who is in scope: by name, by unit, by ID number, by birth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from django.db.models import QuerySet

from jili.access.scope import Access
from jili.exchange.naming import key
from jili.exchange.targets import chunks
from jili.records import identity
from jili.records.models import Appointment, Dossier


class People:
    """The cadres in the scope of an access. Each part is read once, when it is first asked for."""

    def __init__(self, access: Access) -> None:
        self._access = access

    @cached_property
    def names(self) -> dict[str, str]:
        """Id → name."""
        return dict(self._access.cadres().values_list("pk", "name"))

    @cached_property
    def by_name(self) -> dict[str, list[str]]:
        """Key of a name → ids."""
        grouped: dict[str, list[str]] = defaultdict(list)
        for pk, name in self.names.items():
            grouped[key(name)].append(pk)
        return grouped

    @cached_property
    def units(self) -> dict[str, list[str]]:
        """Id → names of the units where he or she holds a post on the day, that of the chief post first."""
        units: dict[str, list[str]] = defaultdict(list)
        for pk, unit in self._posts().values_list("cadre_id", "unit__name").order_by("cadre_id", "-chief", "start_on"):
            if unit not in units[pk]:
                units[pk].append(unit)
        return units

    @cached_property
    def births(self) -> dict[str, str]:
        """Id → day of birth."""
        return {pk: day.isoformat() for pk, day in self._access.cadres().values_list("pk", "birth_on")}

    @cached_property
    def numbered(self) -> frozenset[str]:
        """The ids of those whose ID number is kept."""
        return frozenset(self._dossiers().values_list("pk", flat=True))

    @cached_property
    def doubles(self) -> frozenset[str]:
        """Who shares name and unit with somebody else: these are named by ID number, too."""
        groups: dict[tuple[str, str], list[str]] = defaultdict(list)
        for pk, name in self.names.items():
            groups[key(name), key(self.unit(pk))].append(pk)
        return frozenset(pk for group in groups.values() if len(group) > 1 for pk in group)

    def unit(self, pk: str) -> str:
        """The unit by which somebody is named."""
        return next(iter(self.units.get(pk, ())), "")

    def named(self, name: str, unit: str = "", born: str = "") -> list[str]:
        """Who is meant by a name, a unit where it is given, a day or month of birth where it is given."""
        found = self.by_name.get(key(name), [])
        if unit:
            found = [pk for pk in found if key(unit) in map(key, self.units.get(pk, ()))]
        return [pk for pk in found if self.births[pk].startswith(born)] if born else found

    def numbers(self, ids: Iterable[str]) -> dict[str, str]:
        """Id → ID number of those of ``ids`` whose number is kept."""
        return {
            pk: identity.decipher(cipher, pk)
            for chunk in chunks(ids)
            for pk, cipher in self._dossiers().filter(pk__in=chunk).values_list("pk", "id_number_cipher")
            if cipher is not None
        }

    def with_numbers(self, numbers: Iterable[identity.IdNumber]) -> dict[str, str]:
        """ID number → id of who has it."""
        return _kept(self._dossiers(), numbers)

    def _posts(self) -> QuerySet[Appointment]:
        posts = Appointment.objects.filter(kind="regular", start_on__lte=self._access.day)
        posts = posts.exclude(end_on__lte=self._access.day)
        return posts if self._access.everywhere else posts.filter(cadre__in=self._access.cadres())

    def _dossiers(self) -> QuerySet[Dossier]:
        return Dossier.objects.filter(cadre__in=self._access.cadres(), id_number_digest__isnull=False)


def anywhere(numbers: Iterable[identity.IdNumber]) -> dict[str, str]:
    """ID number → id of who has it, in the whole city."""
    return _kept(Dossier.objects.filter(id_number_digest__isnull=False), numbers)


def _kept(dossiers: QuerySet[Dossier], numbers: Iterable[identity.IdNumber]) -> dict[str, str]:
    digests = {digest: number.text for number in numbers for digest in identity.digests(number)}
    return {
        digests[str(digest)]: pk
        for chunk in chunks(digests)
        for pk, digest in dossiers.filter(id_number_digest__in=chunk).values_list("pk", "id_number_digest")
    }
