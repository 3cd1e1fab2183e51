"""What records are called on paper, and which record a name means.

Units, teams and campaigns go by their names; where a name is not the only one of its kind, and for records that have
none, a label with the id in brackets is picked from a list: ``2024年度实事 …〔R0012〕``. People stand in
``jili.exchange.matching.people``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from jili.access.scope import Access
from jili.exchange.targets import CHUNK, chunks
from jili.policy import facts

NAMED = frozenset(("units", "teams", "campaigns"))
"""Tables whose records have names."""
_ID = re.compile(r".*〔([^〔〕]+)〕")
_DOTS = str.maketrans(dict.fromkeys("•．.‧・∙", "·"))


def key(name: str) -> str:
    """Names that people take for the same have the same key: blanks, kinds of dots and look-alikes do not count."""
    return "".join(unicodedata.normalize("NFKC", name).translate(_DOTS).split()).casefold()


def bracketed(text: str) -> str | None:
    """The id at the end of a label."""
    found = _ID.fullmatch(text)
    return found.group(1) if found else None


def _person_and(words: Callable[[Any], str]) -> Callable[[Any], str]:
    return lambda row: f"{_who(row)} {words(row)}".strip()


def _who(row: Any) -> str:
    if getattr(row, "cadre_id", None):
        return str(row.cadre.name)
    return str(row.team.name) if getattr(row, "team_id", None) else ""


_LABELS: Mapping[str, tuple[tuple[str, ...], Callable[[Any], str]]] = {
    "tasks": (
        ("unit",),
        lambda r: f"{r.unit.name} {r.year}年度{facts.TASK_CATEGORIES[r.category]} {r.due_on}前",
    ),
    "findings": (("team", "task__unit"), lambda r: f"{facts.FINDING_KINDS[r.kind]} {r.decided_on}"),
    "merits": (("cadre", "team"), _person_and(lambda r: f"{facts.CONTRIBUTIONS[r.contribution]} {r.recognised_on}")),
    "awards": (("cadre", "team"), _person_and(lambda r: f"{facts.AWARD_LEVELS[r.level]} {r.decided_on}")),
    "vacancies": (("unit",), lambda r: f"{r.unit.name} {r.title}"),
    "courses": ((), lambda r: f"{r.held_on}班"),
    "talks": (("cadre",), _person_and(lambda r: str(r.held_on))),
    "hardships": (("cadre",), _person_and(lambda r: str(r.opened_on))),
    "appointments": (("cadre",), _person_and(lambda r: f"任{r.title} {r.start_on}")),
    "talk_triggers": (("cadre",), _person_and(lambda r: f"{facts.TRIGGER_KINDS[r.kind]} {r.occurred_on}")),
}  # fmt: skip


class Labels:
    """What the records in scope are called, for writing."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._made: dict[str, dict[str, str]] = {}

    def of(self, table: str) -> dict[str, str]:
        """Id → label of all records of a table in scope, in the order of the labels."""
        if table not in self._made:
            rows = self._access.of(table)
            self._made[table] = _named(rows) if table in NAMED else _labelled(rows, table)
        return self._made[table]

    def triggers(self) -> dict[str, str]:
        """What a talk may settle: appointments, their ends, triggers."""
        posts = self._access.of("appointments").select_related("cadre")
        found = _labelled(posts, "appointments")
        for row in posts.filter(end_on__isnull=False):
            found[f"{row.pk}/end"] = f"{row.cadre.name} 离任{row.title} {row.end_on}〔{row.pk}/end〕"
        return found | self.of("talk_triggers")


def _named(found: QuerySet[Any]) -> dict[str, str]:
    rows = list(found.values_list("pk", "name"))
    times: dict[str, int] = defaultdict(int)
    for _, name in rows:
        times[key(name)] += 1
    labels = {pk: name if times[key(name)] == 1 else f"{name}〔{pk}〕" for pk, name in rows}
    return dict(sorted(labels.items(), key=lambda item: item[1]))


def _labelled(rows: QuerySet[Any], table: str) -> dict[str, str]:
    related, words = _LABELS[table]
    found = rows.select_related(*related) if related else rows
    return {row.pk: f"{words(row)}〔{row.pk}〕" for row in found.order_by("pk").iterator(CHUNK)}


def names_of(access: Access, table: str, ids: Iterable[str]) -> dict[str, str]:
    """Id → name or label of some records in scope."""
    rows = access.of(table).filter(pk__in=list(ids))
    if table in {*NAMED, "cadres"}:
        return dict(rows.values_list("pk", "name"))
    return _labelled(rows, table) if table in _LABELS else {pk: str(pk) for pk in rows.values_list("pk", flat=True)}


def known_ids(access: Access, table: str, ids: Iterable[str]) -> set[str]:
    """Those of the ids that are in scope."""
    if table == "*":
        return _known_triggers(access, set(ids))
    return {pk for chunk in chunks(ids) for pk in access.of(table).filter(pk__in=chunk).values_list("pk", flat=True)}


def _known_triggers(access: Access, ids: set[str]) -> set[str]:
    posts = known_ids(access, "appointments", {id.removesuffix("/end") for id in ids})
    triggers = known_ids(access, "talk_triggers", ids) if access.columns("talk_triggers") else set()
    return {id for id in ids if id.removesuffix("/end") in posts or id in triggers}
