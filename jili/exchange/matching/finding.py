"""Which record a row is about: that of its mark or id, of its key, or of what names such a record on paper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from jili.access.scope import Access
from jili.exchange.matching.incoming import Incoming
from jili.exchange.targets import Found, Target, Values, chunks, target

NATURAL: Mapping[str, tuple[str, ...]] = {
    "units": ("parent_id", "name"),
    "teams": ("unit_id", "name"),
    "campaigns": ("name",),
    "appointments": ("cadre_id", "unit_id", "title", "kind", "start_on"),
    "assessment_rounds": ("year",),
    "annual_assessments": ("cadre_id", "year"),
    "usual_assessments": ("cadre_id", "period"),
    "team_assessments": ("team_id", "year"),
    "campaign_service": ("cadre_id", "campaign_id", "start_on"),
    "task_owners": ("task_id", "cadre_id"),
    "finding_cadres": ("finding_id", "cadre_id"),
    "proposals": ("vacancy_id", "cadre_id"),
    "expert_nominations": ("cadre_id", "programme", "year"),
    "composite_scores": ("cadre_id", "year"),
    "ten_list": ("cadre_id", "year"),
    "talent_reviews": ("cadre_id", "reviewed_on"),
    "course_members": ("course_id", "cadre_id"),
    "talk_covers": ("talk_id", "trigger"),
    "leave": ("cadre_id", "year"),
    "insurances": ("cadre_id", "start_on"),
    "hardships": ("cadre_id", "opened_on"),
    "dossiers": ("cadre_id",),
}
"""What names a record of a table where no id does. Of other tables two alike may both be meant: there a row is about a
record only if all their columns are the same, and each record is taken once."""

LIVE: Mapping[str, str] = {"annual_assessments": "annulled_on"}
"""Tables of which only rows with nothing in this column are named so."""


class Standing:
    """The records in scope that rows of one table may be about."""

    def __init__(self, access: Access, table: str, marks: Iterable[str]) -> None:
        self._access, self.target = access, target(table)
        self.columns = [name for name in self.target.columns if name in visible(access, self.target)]
        self.by_pk: dict[str, Found] = {}
        rows = access.of(table)
        numbered = not self.target.own_id
        for chunk in chunks(mark for mark in marks if not numbered or mark.isdigit()):
            for found in self.target.read(rows.filter(pk__in=chunk), self.columns):
                self.by_pk[str(found.pk)] = found
        self._alike: dict[tuple[Any, ...], list[Found]] = {}
        self._by: tuple[str, ...] = ()

    def look_up(self, rows: Sequence[Incoming]) -> None:
        """Read what the rows without mark or id may be about."""
        table = self.target.table.name
        self._by = NATURAL.get(table) or tuple(
            name for name in self.columns if name != self.target.own_id and all(name in row.values for row in rows)
        )
        if not rows or not self._by:
            return
        wanted = {name: {row.values.get(name) for row in rows} for name in self._by}
        most = max(self._by, key=lambda name: len(wanted[name]))
        found: dict[tuple[Any, ...], list[Found]] = defaultdict(list)
        for record in self._read(most, wanted):
            found[tuple(record.values[name] for name in self._by)].append(record)
        self._alike = found

    def _read(self, most: str, wanted: Mapping[str, set[Any]]) -> Iterable[Found]:
        """Records with one of the wanted values in the column that has most, and (a few each) in the others."""
        rows = self._access.of(self.target.table.name)
        if dead := LIVE.get(self.target.table.name):
            rows = rows.filter(**{f"{dead}__isnull": True})
        for name, values in wanted.items():
            if name != most and len(values) <= 100 and None not in values:
                rows = rows.filter(**{f"{name}__in": sorted(values)})
        if None in wanted[most]:
            yield from self.target.read(rows.filter(**{f"{most}__isnull": True}), self.columns)
        for chunk in chunks(value for value in wanted[most] if value is not None):
            yield from self.target.read(rows.filter(**{f"{most}__in": chunk}), self.columns)

    def get(self, pk: Any) -> Found | None:
        """A record that the file does not name by mark or id."""
        rows = self._access.of(self.target.table.name).filter(pk=pk)
        return self.by_pk.get(str(pk)) or next(self.target.read(rows, self.columns), None)

    def alike(self, values: Values) -> list[Found]:
        """The records that have the values which name one."""
        return self._alike.get(self.naming(values), [])

    def naming(self, values: Values) -> tuple[Any, ...]:
        return tuple(values.get(name) for name in self._by)

    @property
    def one_each(self) -> bool:
        """Whether what names a record names only one."""
        return self.target.table.name in NATURAL


def visible(access: Access, wanted: Target) -> set[str]:
    """The columns of a table that may be compared and shown."""
    return {name for name in wanted.columns if wanted.sees(access, name)}
