"""Explanations in Chinese, as a clerk would say them: 结论、条件、依据、口径、怎样会变。"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from jili.engine.backend import Backend
from jili.engine.explain import Condition, Explained, Row, Session
from jili.engine.formula import Formula
from jili.engine.schema import Column, Table
from jili.policy.facts import RANKS, SCHEMA, SUBJECT_KINDS
from jili.policy.outcomes import NAMES, SETTLEABLE
from jili.policy.reading import reading_of
from jili.policy.readings import Readings, declared, spoken
from jili.policy.words import CODES, COLUMNS, said

MARKS = {True: "✓", False: "✗", None: "？"}
NEAREST = 2
"""How many undecided rows are told in full where there are many."""

MOST_RECORDS = 8
"""How many records of a row are told in full."""

SETTLING = (
    "以上各项中待办、逾期、须说明、疑似等,也可作出办结说明"
    "(已书面说明、经认定不构成、不适用、已另行办结,注明文号),结论即为已办结。"
)

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
_NAMED = ("units", "teams", "cadres", "campaigns", "vacancies")


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
        self.explained: list[Explained] = []
        self.records: dict[str, str] = {}

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
        references = {ref for e in self.explained for row in self._told(e) for ref in row.evidence}
        self.records = describe(self.session.backend, references, self.session.day, self._sees)
        return self

    def _explain(self, statement: str | None) -> list[Explained]:
        return self.session.explain(self.kind, self.id, statement)

    def _sees(self, table: str, column: str) -> bool:  # noqa: ARG002
        """Whether a column of the records is told; a page that may show less says so."""
        return True

    def text(self) -> str:
        """The whole explanation."""
        lines = [f"{self._title()}  {said('day', self.session.day)}"]
        away = self._away()
        if away:
            lines += ["", away]
        undecided, last = [], ""
        for explained in self.explained:
            if explained.rows:
                account = explained.account
                if account.sentence != last:
                    lines += ["", f"【{account.sentence}】{account.text}"]
                lines += self._statement(explained)
                last = account.sentence
            else:
                undecided.append(f"{explained.account.sentence} {explained.account.of}")
        if undecided:
            why = "下列各句不适用于这次用人" if self.kind == "proposal" else "名下没有下列各句所说的记录,因而没有结论"
            lines += ["", f"{why}:{';'.join(undecided)}。"]
        if any(_settleable(row, explained) for explained in self.explained for row in explained.rows):
            lines += ["", SETTLING]
        return "\n".join(lines)

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
        rows = self.session.backend.rows(f"SELECT * FROM {table.name} WHERE {table.key[0]} = {_quoted(self.id)}")
        if not rows:
            raise NoSubject(f"{self.kind}:{self.id}: 台账里没有这个{SUBJECT_KINDS[self.kind]},请核对编号")
        return rows[0]

    def _title(self) -> str:
        if self.kind == "city":
            return "全市"
        name = self.record.get("name") or self.record.get("title") or ""
        if self.kind == "proposal":
            words = _names(self.session.backend, [(SCHEMA["proposals"], self.record)])
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

    def _statement(self, explained: Explained) -> Iterator[str]:
        account = explained.account
        told = self._told(explained)
        for row in told:
            yield from self._row(explained, row)
        left = len(explained.rows) - len(told)
        if left:
            yield f"  另有 {left} 条{account.of},条件不符,没有结论。"

    def _row(self, explained: Explained, row: Row) -> Iterator[str]:
        item = f"({_item(row.item)})" if _item(row.item) else ""
        yield f"  {explained.account.of}{item}:{_conclusion(row, explained)}"
        for condition in _that_matter(row, explained):
            values = ";".join(f"{COLUMNS[name]}:{said(name, value)}" for name, value in condition.values.items())
            yield f"    {MARKS[condition.truth]} {condition.name}{'(' + values + ')' if values else ''}"
        told = [f"{COLUMNS[name]} {said(name, value)}" for name, value in row.told.items() if value]
        if told:
            yield f"    情况:{';'.join(told)}"
        for reference in row.evidence[:MOST_RECORDS]:
            yield f"    依据:{self.records.get(reference, reference)}"
        if len(row.evidence) > MOST_RECORDS:
            yield f"    依据:……等共 {len(row.evidence)} 条"
        yield from self._readings(explained, row)
        yield from self._promises(row)

    def _readings(self, explained: Explained, row: Row) -> Iterator[str]:
        known = declared()
        names = {reading_of(name) for condition in _that_matter(row, explained) for name in condition.functions}
        for name in sorted(names & known.keys()):
            reading = known[name]
            if explained.account.sentence not in reading.statements.split():
                continue
            value = self.readings.texts[name]
            shown = (reading.choices or {}).get(str(value), spoken(value))
            yield f"    口径:{reading.title} = {shown}({'已定' if reading.status == 'official' else '暂行'},{name})"

    def _promises(self, row: Row) -> Iterator[str]:
        for promise in row.promises:
            says = promise.says.format_map({name: said(name, value) for name, value in promise.values.items()})
            yield f"    若{says},则{'结论为:' + NAMES[promise.outcome] if promise.outcome else '不再有此项'}。"


def _settleable(row: Row, explained: Explained) -> bool:
    """Whether a settlement would close the row."""
    effect = explained.account.effect
    return row.outcome in SETTLEABLE and effect in ("duty", "finding", "review") and row.item != "conclusion"


def _item(item: str) -> str:
    """What tells a row apart, as people say it."""
    if item.startswith("pool/"):
        return f"{item.removeprefix('pool/')}年合并"
    for ending, said_so in (("/end", " 卸任"), ("/bar", ""), ("/announce", "年公示")):
        if item.endswith(ending):
            return item.removesuffix(ending) + said_so
    return "" if item == "conclusion" else item


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


def describe(
    backend: Backend, references: Iterable[str], day: date, sees: Callable[[str, str], bool] = lambda *_: True
) -> dict[str, str]:
    """Each reference with its record in words, as known on the day: of the columns that ``sees`` (table, column)."""
    by_table: dict[str, list[str]] = {}
    for reference in sorted(references):
        name, _, id = reference.partition(":")
        by_table.setdefault(name, []).append(id)
    found: dict[str, tuple[Table, Mapping[str, Any]]] = {}
    tables = [SCHEMA[name] for name in by_table]
    asked = [f"SELECT * FROM {table.name} WHERE {_keyed(table, by_table[table.name])}" for table in tables]
    for table, rows in zip(tables, backend.gather(asked), strict=True):
        for row in rows:
            reference = f"{table.name}:" + "/".join(str(row[column]) for column in table.key)
            found[reference] = (table, _as_known(table, row, day))
    names = _names(backend, found.values())
    return {
        ref: f"{table.label} {ref.partition(':')[2]}:{_facts(table, row, names, sees)}"
        for ref, (table, row) in found.items()
    }


def _keyed(table: Table, ids: Iterable[str]) -> str:
    """The condition that picks records by their keys."""
    if table.has_id:
        return f"{table.key[0]} IN ({', '.join(map(_quoted, ids))})"
    return " OR ".join(
        " AND ".join(
            f"{key} = {part if table[key].type == 'int' else _quoted(part)}"
            for key, part in zip(table.key, id.split("/"), strict=True)
        )
        for id in ids
    )


def _as_known(table: Table, row: Mapping[str, Any], day: date) -> Mapping[str, Any]:
    """The row without the optional dates that lay ahead on the day."""
    ahead = {name for name in table.future if row[name] is not None and row[name] > day}
    return {name: None if name in ahead else value for name, value in row.items()}


def _names(backend: Backend, rows: Iterable[tuple[Table, Mapping[str, Any]]]) -> dict[tuple[str, str], str]:
    """The names of what the rows refer to."""
    wanted: dict[str, set[str]] = {}
    for table, row in rows:
        for column in table.columns:
            if column.refers in _NAMED and row[column.name]:
                wanted.setdefault(column.refers, set()).add(row[column.name])
    asked = []
    for name, ids in wanted.items():
        key, word = SCHEMA[name].key[0], "title" if name == "vacancies" else "name"
        asked.append(f"SELECT {key} AS id, {word} AS word FROM {name} WHERE {_keyed(SCHEMA[name], sorted(ids))}")
    found = zip(wanted, backend.gather(asked), strict=True)
    return {(name, row["id"]): row["word"] for name, rows in found for row in rows}


def _facts(
    table: Table, row: Mapping[str, Any], names: Mapping[tuple[str, str], str], sees: Callable[[str, str], bool]
) -> str:
    """A record in words: what is filled in and may be seen, with the names of what it refers to."""
    words = []
    for column in table.columns:
        value = row[column.name] if sees(table.name, column.name) else None
        if value is None or value is False or (column.name in table.key and column.refers is None and table.has_id):
            continue
        if value is True:
            words.append(column.label)
        elif column.refers in _NAMED:
            words.append(f"{column.label} {names.get((column.refers, value), value)}")
        else:
            words.append(f"{column.label} {_coded(table, column, value)}")
    return ",".join(words)


def _coded(table: Table, column: Column, value: Any) -> str:
    """A value by the name of its code; ranks of posts have names too, places of teams are numbers."""
    if column.name == "rank" and table.name in ("appointments", "vacancies"):
        return RANKS[value]
    return column.codes[value] if column.codes else said("", value)


def plain(value: Any) -> Any:
    """JSON data of explained values: dates ISO, decimals as numbers in text."""
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | str) else said("", value)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


__all__ = ["CODES", "NoSubject", "Reasons", "describe"]
