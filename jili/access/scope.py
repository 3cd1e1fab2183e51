"""What an account may see: the rows of each table within its scope, the columns within its classes.

A view gets objects only from here. What is out of scope answers like what does not exist: ``NotThere``.
A scope is a subtree of units (by the prefix of a unit's path), oneself, or the whole city. A cadre belongs where he or
she holds a post on the day; whoever has moved away is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property, reduce
from operator import or_
from typing import Any, Self

from django.core.exceptions import EmptyResultSet, ObjectDoesNotExist
from django.db.models import Exists, ForeignKey, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Left
from django.db.models.lookups import Exact
from django.http import Http404
from django.urls import reverse

from jili.access import table as permissions
from jili.access.actor import Actor
from jili.access.classes import COLUMNS, Needs, allowed, columns_of, covers, shown
from jili.access.known import grants_of
from jili.access.models import Account, Grant
from jili.access.reach import BY_CADRE, REACH, TABLES, unseen
from jili.access.remembered import reads, remembered, remembered_rows, remembers
from jili.access.roles import CITY_WIDE, LABELS, Role
from jili.records.models import Appointment, Cadre, Proposal, Team, Unit, held_on

FEW = 300
"""So many units of a grant stand in a query by their ids."""


class NotThere(Http404):
    """Something that does not exist, or not for whoever asks."""


@dataclass(frozen=True)
class Access:
    """An account acting in one of its roles on a day; ``role`` is None for who holds none.

    ``grants`` are those of the role acted in, ``roles`` all that the account could act in.
    """

    account: Account
    role: Role | None
    grants: tuple[Grant, ...]
    day: date
    roles: tuple[Role, ...] = ()

    @classmethod
    def for_account(cls, account: Account, day: date, role: str | None = None) -> Self:
        """The account in ``role``, or in the first that it holds on the day. One query."""
        grants = grants_of(account, day)
        held = {grant.role for grant in grants}
        roles = tuple(known for known in Role if known in held)
        acting = next((known for known in roles if known == role), roles[0] if roles else None)
        return cls(account, acting, tuple(grant for grant in grants if grant.role == acting), day, roles)

    def actor(self, purpose: str = "") -> Actor:
        return Actor(self.account.username, self.role or "", purpose)

    @property
    def label(self) -> str:
        return LABELS[self.role] if self.role else "没有角色"

    @property
    def choices(self) -> list[tuple[Role, str]]:
        """The roles that the account could act in, with their names."""
        return [(role, LABELS[role]) for role in self.roles]

    @property
    def everywhere(self) -> bool:
        """Whether the scope is the whole city."""
        return self.role in CITY_WIDE and any(grant.unit is None for grant in self.grants)

    @property
    def up_to_rank(self) -> int | None:
        """The highest rank to which the account may appoint; None if there is no end."""
        ends = [grant.up_to_rank for grant in self.grants]
        return None if None in ends else max((end for end in ends if end is not None), default=None)

    @cached_property
    def keeps_holds(self) -> bool:
        return bool(self.grants) and all(grant.keeps_holds for grant in self.grants)

    @cached_property
    def levels(self) -> Needs:
        """Area → the highest level that may be seen."""
        return allowed(self.role, self.keeps_holds)

    @property
    def menu(self) -> list[dict[str, str]]:
        """The pages that the role may open: address, label, what it is for, icon, heading."""
        return list(menu_of(self.role, self.keeps_holds))

    def opens(self, route: str, method: str = "GET") -> bool:
        """Whether the role may ask for a route."""
        row = permissions.find(route, method)
        return row is not None and row.permits(self.role, self.keeps_holds)

    @property
    def finds(self) -> bool:
        """Whether the role may look for people and units."""
        return self.opens("people-found")

    def may(self, needs: Needs) -> bool:
        """Whether all of ``needs`` may be seen."""
        return covers(self.levels, needs)

    def sees(self, table: str, column: str) -> bool:
        return shown(self.role, self.keeps_holds)[table, column]

    def columns(self, table: str) -> tuple[str, ...]:
        """The columns of a table that may be seen."""
        return columns_of(table, self.role, self.keeps_holds)

    def units(self) -> QuerySet[Unit]:
        found: QuerySet[Unit] = self.once("units", self._units)
        return found

    def teams(self) -> QuerySet[Team]:
        found: QuerySet[Team] = self.once("teams", self._teams)
        return found

    def cadres(self) -> QuerySet[Cadre]:
        """Who is in scope: oneself, or who holds a post there on the day and none above the rank at which a grant ends.
        纪检会签 sees only those who are proposed for something."""
        found: QuerySet[Cadre] = self.once("cadres", self._cadres)
        return found

    def once(self, name: str, make: Callable[[], Any]) -> Any:
        """What is the same for the whole of a request, put together once: a query that others are made from."""
        known: dict[str, Any] = self.__dict__.setdefault("_made", {})
        if name not in known:
            known[name] = make()
        return known[name].all() if isinstance(known[name], QuerySet) else known[name]

    def unit_ids(self) -> Any:
        """The ids of ``units()``, to be looked for in: a query of them, or themselves if they are few."""
        return self.once("unit ids", self._unit_ids)

    def cadre_ids(self) -> Any:
        """The same of ``cadres()``: a query, while a page is read as the SQL that it comes to. Most of what a page asks
        holds it, and putting it together takes longer than the rest of the question."""
        return self.once("cadre ids", lambda: as_sql(self, "cadre ids", self._cadre_ids))

    def _units(self) -> QuerySet[Unit]:
        everybodys = self.everywhere and self.role != Role.CADRE
        return Unit.objects.all() if everybodys else Unit.objects.filter(pk__in=self.unit_ids())

    def _teams(self) -> QuerySet[Team]:
        if self.role == Role.CADRE:
            return Team.objects.filter(pk__in=self._own_posts().filter(team__isnull=False).values("team"))
        return Team.objects.all() if self.everywhere else Team.objects.filter(unit__in=self.unit_ids())

    def _cadres(self) -> QuerySet[Cadre]:
        everybody = self.everywhere and self.role not in (Role.CADRE, Role.DISCIPLINE)
        return Cadre.objects.all() if everybody else Cadre.objects.filter(pk__in=self.cadre_ids())

    def _unit_ids(self) -> Any:
        if self.role == Role.CADRE:
            return self._own_posts().values("unit")
        if self.everywhere:
            return Unit.objects.values("pk")
        return self._few(_any(starts_with("path", grant.unit) for grant in self.grants))

    def _few(self, which: Q) -> Any:
        """The ids of units, found once a request, so that they need not stand as a query in each query; a query where
        they are many."""
        ids = Unit.objects.filter(which).values_list("pk", flat=True)
        if not remembers():
            return ids
        found = remembered_rows(self, ids.order_by("pk"))
        return list(found) if len(found) <= FEW else ids

    def _cadre_ids(self) -> Any:
        if self.role == Role.CADRE:
            return Cadre.objects.filter(pk=self._own).values("pk")
        found: QuerySet[Any] = Cadre.objects.values("pk")
        if not self.everywhere:
            found = self.posts().filter(_any(self._governs(grant) for grant in self.grants)).values("cadre")
        if self.role != Role.DISCIPLINE:
            return found
        proposed = Proposal.objects.values("cadre")
        return proposed if self.everywhere else proposed.filter(cadre__in=found)

    def _governs(self, grant: Grant) -> Q:
        """The posts of those whom a grant governs."""
        here = Q(unit__in=self._few(starts_with("path", grant.unit)))
        if grant.up_to_rank is None:
            return here
        return here & ~Q(Exists(self.posts().filter(cadre=OuterRef("cadre"), rank__gt=grant.up_to_rank)))

    def posts(self) -> QuerySet[Appointment]:
        """Posts held on the day, anybody's. A secondment is none: a cadre belongs to where he or she was sent from."""
        return Appointment.objects.filter(held_on(self.day), kind="regular")

    def of(self, table: str) -> QuerySet[Any]:
        """The rows of a table in scope; none if none of its columns may be seen."""
        if not self.columns(table):
            return TABLES[table]._default_manager.none()
        nouns: dict[str, QuerySet[Any]] = {"units": self.units(), "teams": self.teams(), "cadres": self.cadres()}
        if table in nouns:
            return nouns[table]
        rows: QuerySet[Any] = TABLES[table]._default_manager.exclude(unseen(table, self.levels, self.day))
        return rows if self.everywhere and self.role != Role.DISCIPLINE else rows.filter(REACH[table](self))

    def of_cadre(self, table: str, cadre: Cadre) -> QuerySet[Any]:
        """The same of one cadre, whom ``access_cadre`` has found in scope."""
        if table not in BY_CADRE or not self.columns(table):
            return self.of(table).filter(cadre=cadre)
        found: QuerySet[Any] = TABLES[table]._default_manager.exclude(unseen(table, self.levels, self.day))
        return found.filter(cadre=cadre)

    @property
    def _own(self) -> str | None:
        return self.account.cadre_id

    def _own_posts(self) -> QuerySet[Appointment]:
        return self.posts().filter(cadre=self._own)


def menu_of(role: Role | None, keeps_holds: bool) -> tuple[dict[str, str], ...]:
    """The same of a role."""
    return tuple({"url": reverse(entry.route), **asdict(entry)} for entry in permissions.menu(role, keeps_holds))


def as_sql(access: Access, name: str, make: Callable[[], QuerySet[Any]]) -> Any:
    """A query of ids for others to look in; while a page is read as the SQL that it comes to, which is put together
    once for all who see the same."""
    if not remembers():
        return make()

    def asked() -> Any:
        rows = make()
        try:
            return RawSQL(*rows.query.sql_with_params())
        except EmptyResultSet:
            return rows

    return remembered(access, name, asked)


def access_unit(access: Access, unit_id: str) -> Unit:
    unit: Unit = access_record(access, "units", unit_id)
    return unit


def access_cadre(access: Access, cadre_id: str) -> Cadre:
    cadre: Cadre = access_record(access, "cadres", cadre_id)
    return cadre


def access_record(access: Access, table: str, pk: Any) -> Any:
    """The record of a table with this primary key."""
    if table not in TABLES or "\0" in str(pk):  # PostgreSQL does not take it
        raise NotThere

    def asked() -> Any:
        try:
            return access.of(table).get(pk=pk)
        except (ObjectDoesNotExist, ValueError, OverflowError):  # what no row could be called does not exist either
            return None

    def known() -> Any:
        return remembered(access, ("record", table, str(pk)), asked)

    # the gate looks for what an address names, and then the view: while a page is read, once is enough
    found = access.once(f"{table} {pk}", known) if reads() else known()
    if found is None:
        raise NotThere
    return copy(found)  # each reader's own


def access_values(access: Access, table: str, values: Mapping[str, Any]) -> None:
    """Whether values (by column) may be entered in a table: columns that may be seen, references into the scope."""
    for column, value in values.items():
        if (table, column) not in COLUMNS or not access.sees(table, column):
            raise NotThere
        field = next(field for field in TABLES[table]._meta.concrete_fields if field.column == column)
        if value is not None and isinstance(field, ForeignKey):
            access_record(access, field.target_field.model._meta.db_table, value)


def _any(conditions: Iterable[Q]) -> Q:
    """Whether any holds; of no conditions, none does."""
    found = list(conditions)
    return reduce(or_, found) if found else Q(Value(False))


def starts_with(path: str, unit: Unit | None) -> Q:
    """Where the ``path`` is that of ``unit`` or of one below. Exact: SQLite's LIKE would not tell U1 from u1."""
    if unit is None:
        return Q(Value(False))
    return Q(Exact(Left(path, len(unit.path)), unit.path))
