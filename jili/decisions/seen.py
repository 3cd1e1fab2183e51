"""What somebody may see of decisions: the kinds that their classes permit, of the subjects in their scope."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from copy import copy
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from jili.access.classes import KEEPS_HOLDS
from jili.access.reach import REACH, everybody
from jili.access.reach import TABLES as MODELS
from jili.access.remembered import remembered
from jili.access.roles import Role
from jili.access.scope import Access, NotThere, access_cadre, access_record
from jili.decisions.differences import MOST
from jili.decisions.lineage import Kind, lowered_kinds, seen_kinds
from jili.decisions.models import Decision, DecisionChange, Job, Run, SettlementProposal
from jili.engine.difference import KEYS
from jili.policy.facts import SCHEMA

if TYPE_CHECKING:
    import pyarrow as pa

TABLES: Mapping[str, str] = {
    "cadre": "cadres", "team": "teams", "unit": "units", "proposal": "proposals", "vacancy": "vacancies",
    "campaign": "campaigns",
}  # fmt: skip
"""Kind of subject → its table. The city is a subject for whoever sees the whole of it."""


def decisions(access: Access) -> QuerySet[Decision]:
    """The decisions of the published run that somebody may see."""

    def asked() -> QuerySet[Decision]:
        """Not the rows but the question, of whose parts putting it together takes longest."""
        return remembered(access, "decisions", lambda: Decision.objects.filter(_shown(access)))

    found: QuerySet[Decision] = access.once("decisions", asked)
    return found


def decisions_about(access: Access, kind: str, id: str) -> list[Decision]:
    """The same about one subject that was found in scope, by statement and item; about a cadre those about his or her
    proposals too. The rows of one subject are few: which may be seen is asked of them, not in the query."""
    kinds = {kind, "proposal"} if kind == "cadre" else {kind}
    about = {"cadre": id} if kind == "cadre" else {"subject": id}
    statements = [statement for statement, of in seen_kinds(access) if of in kinds]
    rows = Decision.objects.filter(statement__in=statements, subject_kind__in=kinds, **about)
    found = _shown_of(access, list(rows.order_by("statement", "item")))
    others = {row.subject for row in found if row.subject_kind != kind}
    if not others or _sees_all_subjects(access):
        return found
    others = set(access.of("proposals").filter(pk__in=others).values_list("pk", flat=True))
    return [row for row in found if row.subject_kind == kind or row.subject in others]


def decisions_found(ids: Iterable[int]) -> QuerySet[Decision]:
    """Decisions by the ids that ``decisions`` has just given, without asking for the scope of each once more."""
    return Decision.objects.filter(pk__in=list(ids))


def decision_changes(access: Access) -> QuerySet[DecisionChange]:
    """What publications changed, of the decisions that somebody may see."""
    return DecisionChange.objects.filter(_shown(access))


def _shown(access: Access) -> Q:
    """The rows about subjects that somebody may see, of decisions or what speaks of them."""
    statements: dict[str, list[str]] = {}
    for statement, kind in seen_kinds(access):
        statements.setdefault(kind, []).append(statement)
    found = _any(Q(subject_kind=kind, statement__in=own) & _in_scope(access, kind) for kind, own in statements.items())
    for statement, kind in _by_sight(access):
        triggers = access.of("talk_triggers").values("pk")
        found &= ~Q(statement=statement, subject_kind=kind) | Q(item__in=triggers)
    return found


def _shown_of(access: Access, rows: Iterable[Decision]) -> list[Decision]:
    """Of rows about subjects in scope those that somebody may see."""
    kinds, by_sight = set(seen_kinds(access)), set(_by_sight(access))
    found = [row for row in rows if (row.statement, row.subject_kind) in kinds]
    items = {row.item for row in found if (row.statement, row.subject_kind) in by_sight}
    if not items:
        return found
    items = set(access.of("talk_triggers").filter(pk__in=items).values_list("pk", flat=True))
    return [row for row in found if (row.statement, row.subject_kind) not in by_sight or row.item in items]


def _in_scope(access: Access, kind: str) -> Q:
    """The subjects of a kind that somebody may see."""
    if _sees_all_subjects(access):
        return Q()
    return Q(Value(access.everywhere)) if kind == "city" else Q(subject__in=access.of(TABLES[kind]).values("pk"))


def access_decision(access: Access, id: int) -> Decision:
    """A decision that somebody may see. Whether its one subject is in scope is asked, not which all are."""

    def asked() -> Decision | None:
        found = _shown_of(access, Decision.objects.filter(pk=id))
        return found[0] if found and _subject_in_scope(access, found[0].subject_kind, found[0].subject) else None

    found = remembered(access, ("decision", id), asked)
    if found is None:
        raise NotThere
    return copy(found)  # each reader's own


def _subject_in_scope(access: Access, kind: str, id: str) -> bool:
    if _sees_all_subjects(access):
        return True
    return access.everywhere if kind == "city" else bool(access.of(TABLES[kind]).filter(pk=id).exists())


def access_subject(access: Access, kind: str, id: str) -> Any:
    """What decisions are about, by its kind and id; of the city, which is no record, None."""
    if kind == "cadre":
        return access_cadre(access, id)
    if kind in TABLES:
        return access_record(access, TABLES[kind], id)
    if (kind, id) != ("city", "city") or not access.everywhere:
        raise NotThere
    return None


def access_proposal(access: Access, id: int) -> SettlementProposal:
    """A settlement that waits for a second person, of a decision that may be seen."""
    found = settlement_proposals(access).filter(pk=id).first()
    if found is None:
        raise NotThere
    return found


def access_decision_of(access: Access, proposal: SettlementProposal) -> Decision:
    """The decision that a proposal would settle."""
    about = {name: getattr(proposal, name) for name in ("statement", "subject_kind", "subject", "item")}
    found = decisions(access).filter(**about).first()
    if found is None:
        raise NotThere
    return found


def settlement_proposals(access: Access) -> QuerySet[SettlementProposal]:
    """The settlements that wait for a second person, of decisions that may be seen."""
    same = {key: OuterRef(key) for key in ("statement", "subject_kind", "subject", "item")}
    waiting = SettlementProposal.objects.filter(state=SettlementProposal.State.PROPOSED)
    return waiting.filter(Exists(decisions(access).filter(**same)))


def access_run(id: str) -> Run:
    """A run, of which everybody sees what is in their scope."""
    found = Run.objects.filter(pk=id).first()
    if found is None:
        raise NotThere
    return found


def access_job(access: Access, id: int) -> Job:
    """Somebody's own job, in the role in which they asked for it."""
    found = Job.objects.filter(pk=id, actor=access.account.username, role=access.role or "").first()
    if found is None:
        raise NotThere
    return found


def narrowed(access: Access, rows: pa.Table) -> pa.Table:
    """Of rows about subjects (statement, subject_kind, subject, item …) those that somebody may see, in their order."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kinds = seen_kinds(access)
    known = {"statement": [statement for statement, _ in kinds], "subject_kind": [kind for _, kind in kinds]}
    found = rows.select(KEYS).append_column("place", pa.array(range(rows.num_rows), pa.int64()))
    found = found.join(pa.table(known, _schema(*known)), keys=list(known), join_type="left semi")
    by_sight = _by_sight(access)
    if by_sight:
        triggers = pa.array(access.of("talk_triggers").values_list("pk", flat=True), pa.string())
        asked = pa.array([f"{statement} {kind}" for statement, kind in by_sight])
        about = pc.binary_join_element_wise(found["statement"], found["subject_kind"], " ")
        found = found.filter(pc.or_(pc.invert(pc.is_in(about, asked)), pc.is_in(found["item"], triggers)))
    if not _sees_all_subjects(access):
        found = found.join(_subjects(access, found), keys=["subject_kind", "subject"], join_type="left semi")
    return rows.take(found.sort_by("place")["place"])


def causes_in_sight(access: Access, rows: Sequence[Mapping[str, Any]]) -> list[list[dict[str, Any]]]:
    """Of each row of a difference the records that made it (``because``), a few, as far as somebody may see them. What
    is neither the subject's own nor everybody's, and what is gone, only whoever sees all records is shown."""
    causes = [[cause for cause in row["because"] or () if _sees_cause(access, cause)] for row in rows]
    shown = records_in_sight(access, {_reference(cause) for own in causes for cause in own})
    whole = _sees_all_subjects(access)
    return [
        [c for c in own if _reference(c) in shown and (whole or c["near"] or REACH.get(c["table"]) is everybody)][:MOST]
        for own in causes
    ]


def _reference(cause: Mapping[str, Any]) -> str:
    return f"{cause['table']}:{cause['key']}"


def _sees_cause(access: Access, cause: Mapping[str, Any]) -> bool:
    columns = [cause["column"]] if cause["column"] else SCHEMA[cause["table"]].key
    return all(access.sees(cause["table"], column) for column in columns)


def records_in_sight(access: Access, references: Iterable[str]) -> Set[str]:
    """Of references to records (``table:key``) those that somebody may see."""
    references = frozenset(references)
    if _sees_all_subjects(access) and access.may(KEEPS_HOLDS):
        return references
    return remembered(access, ("in sight", references), lambda: _records_in_sight(access, references))


def _records_in_sight(access: Access, references: Iterable[str]) -> frozenset[str]:
    by_table: dict[str, list[str]] = {}
    for reference in references:
        name, _, key = reference.partition(":")
        by_table.setdefault(name, []).append(key)
    return frozenset(f"{name}:{key}" for name, keys in by_table.items() for key in _keys(access, name, keys))


def _keys(access: Access, name: str, keys: list[str]) -> Iterable[str]:
    key = SCHEMA[name].key
    fields = [next(f.attname for f in MODELS[name]._meta.concrete_fields if f.column == column) for column in key]
    if len(fields) == 1:
        wanted = Q(**{f"{fields[0]}__in": keys})
    else:
        wanted = _any(Q(**dict(zip(fields, text.split("/", len(fields) - 1), strict=True))) for text in keys)
    rows: Any = access.of(name).filter(wanted).values_list(*fields)
    return ["/".join(map(str, row)) for row in rows]


def _subjects(access: Access, rows: pa.Table) -> pa.Table:
    """The subjects in scope, of the kinds that rows speak of."""
    import pyarrow as pa

    found: dict[str, list[str]] = {"subject_kind": [], "subject": []}
    for kind in rows["subject_kind"].unique().to_pylist():
        ids = ["city"] * access.everywhere if kind == "city" else access.of(TABLES[kind]).values_list("pk", flat=True)
        found["subject"] += ids
        found["subject_kind"] += [kind] * len(ids)
    return pa.table(found, _schema("subject_kind", "subject"))


def _schema(*names: str) -> pa.Schema:
    import pyarrow as pa

    return pa.schema([(name, pa.string()) for name in names])


def _sees_all_subjects(access: Access) -> bool:
    return access.everywhere and access.role != Role.DISCIPLINE


def _by_sight(access: Access) -> list[Kind]:
    """The kinds of which somebody may see only rows about records in sight."""
    return [kind for kind, needs in lowered_kinds().items() if not access.may(needs)]


def _any(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions, Q(Value(False)))
