"""Explanations in Chinese, as a clerk would say them: 结论、条件、依据、口径、怎样会变。"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from jili.engine.explain import Condition, Explained, Promise, Row, Session
from jili.engine.formula import Formula
from jili.policy.describing import Words, describe, names_of, quoted
from jili.policy.facts import SCHEMA, SUBJECT_KINDS
from jili.policy.outcomes import CONCLUSION, NAMES, is_settleable
from jili.policy.reading import reading_of
from jili.policy.readings import Readings, declared, spoken
from jili.policy.telling import Line, Said, Told
from jili.policy.words import COLUMNS, said

NEAREST = 2
"""How many undecided rows are told in full where there are many."""

MOST_RECORDS = 8
"""How many records of a row are told in full."""

SETTLING = (
    "以上各项中待办、逾期、须说明、疑似等,也可作出办结说明"
    "(已书面说明、经认定不构成、不适用、已另行办结,注明文号),结论即为已办结。"
)

UNFIT = "下列各句不适用于这次用人"
UNRECORDED = "名下没有下列各句所说的记录,因而没有结论"

NUMBERS: Mapping[str, Mapping[str, str]] = {
    "quota": {"base": "成员", "limit": "名额", "actual": "评优"},
    "review": {"base": "所需年数", "actual": "符合年数"},
    "target": {"base": "成员", "limit": "目标占比", "actual": "其中"},
    "finding": {"base": "上年位次", "actual": "位次"},
    "duty": {"limit": "应休天数", "actual": "已休天数"},
    "candidacy": {"actual": "综合得分"},
}
"""What the numbers of a decision mean, by effect."""

_TABLES = {"cadre": "cadres", "team": "teams", "unit": "units", "proposal": "proposals",
           "vacancy": "vacancies", "campaign": "campaigns"}  # fmt: skip


_ITEMS: Mapping[tuple[str, str], str] = {
    ("6.4", "cadre"): "annual_assessments",
    ("6.5", "cadre"): "annual_assessments",
    ("6.6", "cadre"): "findings",
    ("6.6", "unit"): "tasks",
    ("7.3", "cadre"): "merits",
    ("7.3", "team"): "merits",
    ("7.5", "cadre"): "awards",
    ("8", "vacancy"): "proposals",
    ("8.3.4", "cadre"): "expert_nominations",
    ("11.4a", "cadre"): "appointments",
    ("11.4b", "cadre"): "talk_triggers",
    ("11.4c", "cadre"): "talk_triggers",
    ("11.4d", "cadre"): "talk_triggers",
    ("11.8", "cadre"): "hardships",
    ("11.9", "cadre"): "hardship_requests",
}
"""Sentence and kind of subject → the table of the record that the item names; of the others it is words already."""


_IDS = frozenset(table.key[0] for table in SCHEMA.tables if table.has_id and table[table.key[0]].type == "text")
"""Columns that hold ids of records, which are nobody's words."""


class NoSubject(ValueError):
    """The subject is not one of the register's; the message is Chinese."""


@dataclass
class Reasons:
    """The reasons for one subject, ready to be printed or given as data."""

    session: Session
    readings: Readings
    kind: str
    id: str

    def __post_init__(self) -> None:
        if self.kind not in SUBJECT_KINDS:
            raise NoSubject(f"{self.kind}: 对象应为 {'、'.join(SUBJECT_KINDS)} 之一,写成 cadre:C12 这样")
        self.record = self._subject()
        self.title = self._title()
        self.explained: list[Explained] = []
        self.records: dict[str, str] = {}
        self._words = Words({}, {}, self._sees)

    def of(self, statement: str | None = None) -> Reasons:
        """Ask every statement, or one (by its number)."""
        known = {name for account in self.session.accounts for name in (account.sentence, account.name)}
        if statement is not None and statement not in known:
            numbers = dict.fromkeys(account.sentence for account in self.session.accounts)
            raise NoSubject(f"{statement}: 没有这一条。可用的有 {'、'.join(numbers)}")
        kinds = [a.about for a in self.session.accounts if statement in (a.sentence, a.name)]
        if statement is not None and self.kind not in kinds:
            about = "、".join(dict.fromkeys(SUBJECT_KINDS[kind] for kind in kinds))
            raise NoSubject(f"{statement}: 这一条针对{about},不针对{SUBJECT_KINDS[self.kind]}")
        self.explained = self._explain(statement)
        told = [(explained, row) for explained in self.explained for row in self._told(explained)]
        evidence = {reference for _, row in told for reference in row.evidence}
        items = self._in_view({item for explained, row in told if (item := _item_record(explained, row))})
        self._words = describe(self.session.backend, evidence | items, self.session.day, self._sees)
        self.records = {ref: words for ref, words in self._words.full().items() if ref in evidence}
        return self

    def _in_view(self, references: Set[str]) -> Set[str]:
        """Of the records that tell rows apart those that are told."""
        return references

    def _explain(self, statement: str | None) -> list[Explained]:
        return self.session.explain(self.kind, self.id, statement)

    def _sees(self, table: str, column: str) -> bool:  # noqa: ARG002
        """Whether a column of the records is told; a page that may show less says so."""
        return True

    def text(self) -> str:
        """The whole explanation."""
        return self.told().text()

    def told(self) -> Told:
        """The whole explanation as a page shows it: the words of ``text``, piece by piece."""
        rows = [(row, explained) for explained in self.explained for row in explained.rows]
        return Told(
            title=self.title,
            day=said("day", self.session.day),
            away=self._away(),
            statements=tuple(self._statement(explained) for explained in self.explained if explained.rows),
            unasked="下列各句不适用于这次用人"
            if self.kind == "proposal"
            else "名下没有下列各句所说的记录,因而没有结论",
            without=tuple(f"{e.account.sentence} {e.account.of}" for e in self.explained if not e.rows),
            settling=SETTLING if any(_settleable(row, explained) for row, explained in rows) else "",
        )

    def data(self) -> dict[str, Any]:
        """The same as JSON data."""
        return {
            "as_of": self.session.day.isoformat(),
            "subject": f"{self.kind}:{self.id}",
            "statements": [
                {
                    "statement": e.account.sentence,
                    "name": e.account.name,
                    "text": e.account.text,
                    "effect": e.account.effect,
                    "rows": [plain(asdict(row)) for row in e.rows],
                }
                for e in self.explained
            ],
            "records": self.records,
        }

    def _subject(self) -> Mapping[str, Any]:
        if self.kind == "city":
            return {}
        table = SCHEMA[_TABLES[self.kind]]
        rows = self.session.backend.rows(f"SELECT * FROM {table.name} WHERE {table.key[0]} = {quoted(self.id)}")
        if not rows:
            raise NoSubject(f"{self.kind}:{self.id}: 台账里没有这个{SUBJECT_KINDS[self.kind]},请核对编号")
        return rows[0]

    def _title(self) -> str:
        if self.kind == "city":
            return "全市"
        name = self.record.get("name") or self.record.get("title") or ""
        if self.kind == "proposal":
            words = names_of(self.session.backend, [(SCHEMA["proposals"], self.record)])
            person = words["cadres", self.record["cadre_id"]]
            name = f"{person}({self.record['cadre_id']}),拟任 {words['vacancies', self.record['vacancy_id']]}"
        return f"{SUBJECT_KINDS[self.kind]} {self.id} {name}".rstrip()

    def _away(self) -> str:
        """Why nothing is said: before the Measures, or of a cadre who is not in service."""
        begins = self.readings.values["effective_on"]
        if self.session.day < begins:
            return f"本办法自 {said('', begins)} 起施行,此前不产生结论。下面只列条件。"
        if self.kind != "cadre":
            return ""
        joined, left, day = self.record["joined_on"], self.record["left_on"], self.session.day
        if joined > day:
            return f"该干部 {said('', joined)} 才进入本册,当日不在册,不产生结论。下面只列条件。"
        if left and left <= day:
            return f"该干部 {said('', left)} 已离开本册,当日不在册,不产生结论。下面只列条件。"
        return ""

    def _told(self, explained: Explained) -> list[Row]:
        decided = [row for row in explained.rows if row.outcome]
        others = [row for row in explained.rows if not row.outcome]
        return decided + others[: max(0, NEAREST - len(decided)) if decided else NEAREST]

    def _statement(self, explained: Explained) -> Said:
        account, told = explained.account, self._told(explained)
        return Said(
            account.sentence,
            account.text,
            account.of,
            tuple(self._line(explained, row) for row in told),
            len(explained.rows) - len(told),
        )

    def _line(self, explained: Explained, row: Row) -> Line:
        told = [f"{COLUMNS[name]} {said(name, value)}" for name, value in row.told.items() if value]
        evidence = [self.records.get(reference, reference) for reference in row.evidence[:MOST_RECORDS]]
        if len(row.evidence) > MOST_RECORDS:
            evidence.append(f"……等共 {len(row.evidence)} 条")
        return Line(
            item=self._item(explained, row),
            outcome=row.outcome,
            conclusion=_conclusion(row, explained),
            conditions=tuple(_condition(condition) for condition in _that_matter(row, explained)),
            told=";".join(told),
            evidence=tuple(evidence),
            readings=tuple(self._readings(explained, row)),
            promises=tuple(_promised(promise) for promise in row.promises),
        )

    def _item(self, explained: Explained, row: Row) -> str:
        """What tells a row apart, as people say it."""
        reference = _item_record(explained, row)
        if not reference:
            return _spoken(row.item)
        year = row.item.partition("/")[2] if explained.account.sentence == "11.8" else ""
        return ",".join(filter(None, (self._words.brief(reference), f"{year}年" if year else "")))

    def _readings(self, explained: Explained, row: Row) -> Iterator[str]:
        known = declared()
        names = {reading_of(name) for condition in _that_matter(row, explained) for name in condition.functions}
        for name in sorted(names & known.keys()):
            reading = known[name]
            if explained.account.sentence not in reading.statements.split():
                continue
            value = self.readings.texts[name]
            shown = (reading.choices or {}).get(str(value), spoken(value))
            yield f"{reading.title} = {shown}({'已定' if reading.status == 'official' else '暂行'})"


def _condition(condition: Condition) -> tuple[bool | None, str]:
    told = ((name, value) for name, value in condition.values.items() if name not in _IDS)
    values = ";".join(f"{COLUMNS[name]}:{said(name, value)}" for name, value in told)
    return condition.truth, f"{condition.name}{'(' + values + ')' if values else ''}"


def _promised(promise: Promise) -> str:
    says = promise.says.format_map({name: said(name, value) for name, value in promise.values.items()})
    return f"若{says},则{'结论为:' + NAMES[promise.outcome] if promise.outcome else '不再有此项'}。"


def _settleable(row: Row, explained: Explained) -> bool:
    """Whether a settlement would close the row."""
    return is_settleable(row.outcome or "", explained.account.effect, row.item)


def _item_record(explained: Explained, row: Row) -> str:
    """The reference of the record that tells a row from the statement's others; empty where it is none."""
    table = _ITEMS.get((explained.account.sentence, explained.account.about))
    return f"{table}:{row.item.partition('/')[0]}" if table else ""


def _spoken(item: str) -> str:
    """An item that names no record."""
    if item.startswith("pool/"):
        return f"{item.removeprefix('pool/')}年合并"
    if item.endswith("/announce"):
        return f"{item.removesuffix('/announce')}年公示"
    for half, called in (("H1", "年上半年"), ("H2", "年下半年")):
        if item.endswith(half):
            return item.removesuffix(half) + called
    return "" if item == CONCLUSION else item


def _that_matter(row: Row, explained: Explained) -> Iterable[Condition]:
    """The conditions that led to a row's outcome: those of its case and of the cases before it; all where
    there is none."""
    names: set[str] = set()
    for outcome, data in explained.account.cases.items():
        names.update(Formula.from_data(data).names())
        if outcome == row.computed:
            return [condition for condition in row.conditions if condition.name in names]
    return row.conditions


def _conclusion(row: Row, explained: Explained) -> str:
    if row.outcome is None:
        return "没有结论"
    words = [NAMES[row.outcome]]
    if row.computed and row.computed != row.outcome:
        words.append(f"本为“{NAMES[row.computed]}”")
    if row.starts_on:
        words.append(f"自 {said('', row.starts_on)} 起")
    if row.ends_on:
        restriction = explained.account.effect == "restriction"
        words.append(f"{said('', row.ends_on)} 解除" if restriction else f"最迟 {said('', row.ends_on)}")
    labels = {**NUMBERS.get(explained.account.effect, {}), "rank": "名次"}
    for name, label in labels.items():
        value = getattr(row, name)
        if value is not None:
            words.append(f"{label} {said('', value)}")
    return ",".join(words)


def plain(value: Any) -> Any:
    """JSON data of explained values: dates ISO, decimals as numbers in text."""
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | str) else said("", value)
