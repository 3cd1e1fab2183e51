"""The sheets of the workbook: one per kind of effect, with its columns and its order, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from jili.engine.statement import Effect
from jili.exchange.subjects import NAME_ORDER

Kind = Literal["text", "name", "code", "outcome", "number", "share", "date"]
"""``text`` wraps; ``name`` spreads over its cell, so that 王军 stands over 王小明; ``code`` is small and grey."""


@dataclass(frozen=True)
class Column:
    """``value`` is SQL over a row of ``rows`` (see ``jili.exchange.rows``); ``width`` counts Latin letters."""

    heading: str
    value: str
    width: float
    kind: Kind = "text"


@dataclass(frozen=True)
class Sheet:
    """``name`` is on the tab, ``title`` above each printed page, ``order`` SQL."""

    effect: Effect
    name: str
    title: str
    columns: tuple[Column, ...]
    order: str


_UNIT = Column("单位", "unit", 21)
_PERSON = Column("姓名", "person", 9.5, "name")
_POST = Column("职务", "post", 17)
_POST_OR_TEAM = Column("职务(班子、攻坚)", "post", 18)
_MATTER = Column("事项", "matter", 18)
_OUTCOME = Column("结论", "outcome_words", 13, "outcome")
_CLAUSE = Column("依据", "clause", 14.5)
_LAW = Column("依据", "law", 31)
_WHY = Column("理由", "reason", 34)
_RECORDS = Column("所依记录", "records", 38)
_SUBJECT = Column("对象编号", "subject", 9, "code")
_ITEM = Column("事项编号", "item", 10, "code")
_AIM = (Column("拟任单位", "aim_unit", 19), Column("拟任职务", "aim_post", 13))
_PRESENT = Column("现任单位、职务", "concat(unit, post)", 22)
_ACTION = Column("用人方式", "action", 10)
_JUDGED = Column("讨论决定日", "judged_on", 13, "date")

_PEOPLE = f"place NULLS LAST, level DESC NULLS LAST, {NAME_ORDER} NULLS LAST, subject"
"""By unit; within it by rank, then name."""
_LAST = "statement, subject_kind, subject, item"
"""Makes every order complete."""
_AIMS = f"aim_place NULLS LAST, aim_post, vacancy, best_rank NULLS LAST, subject, item <> 'conclusion', {_LAST}"
"""By vacancy; within it by place, each proposal's conclusion before what it rests on."""

URGENCY: Mapping[str, int] = {
    "missed": 0, "overdue": 0, "mismatch": 1, "ultra_vires": 1, "explain": 1, "manual": 1, "pending": 2, "on_hold": 3,
    "late": 4, "unrecorded": 5, "settled": 6, "fulfilled": 7,
}  # fmt: skip
"""What an office looks at first among duties."""
_URGENCY = " ".join(f"WHEN '{outcome}' THEN {place}" for outcome, place in URGENCY.items())
_DAYS_LATE = "CASE WHEN outcome IN ('overdue', 'missed') AND ends_on < day THEN day - ends_on END"

SHEETS = (
    Sheet(Effect.RESTRICTION, "限制", "受限干部台账", (
        _UNIT, _PERSON, _POST, Column("限制", "outcome_words", 13, "outcome"),
        Column("限制起", "starts_on", 13, "date"), Column("解除日", "ends_on", 13, "date"),
        Column("剩余天数", "ends_on - day", 6, "number"),
        _LAW, Column("理由", "reason", 24), Column("所依记录", "records", 32), _SUBJECT, _ITEM,
    ), f"{_PEOPLE}, starts_on, {_LAST}"),
    Sheet(Effect.DUTY, "应办", "应办事项台账", (
        _UNIT, _PERSON, _POST_OR_TEAM, _MATTER, Column("结论", "outcome_words", 10, "outcome"),
        Column("产生之日", "starts_on", 13, "date"), Column("办理期限", "ends_on", 13, "date"),
        Column("逾期天数", _DAYS_LATE, 6, "number"),
        Column("理由", "reason", 27), Column("所依记录", "records", 35), _CLAUSE, _SUBJECT, _ITEM,
    ), f"CASE outcome {_URGENCY} END NULLS LAST, ends_on NULLS LAST, starts_on, {_PEOPLE}, {_LAST}"),
    Sheet(Effect.QUOTA, "名额", "“优秀”等次名额核对表", (
        Column("单位", "unit", 24), Column("领导班子", "post", 28), Column("年度", "matter", 22), _OUTCOME,
        Column("班子人数", "base", 8, "number"), Column("优秀名额", '"limit"', 8, "number"),
        Column("评优人数", "actual", 8, "number"), Column("理由", "reason", 24), _RECORDS, _CLAUSE, _SUBJECT, _ITEM,
    ), f"place NULLS LAST, subject, item DESC, {_LAST}"),
    Sheet(Effect.CANDIDACY, "人选", "培训、挂职、交流和十名综合评定人选", (
        _UNIT, _PERSON, _POST, Column("事项", "matter", 22), _OUTCOME, Column("综合得分", "actual", 9, "number"),
        Column("位次", "rank", 6, "number"), _WHY, _RECORDS, _CLAUSE, _SUBJECT, _ITEM,
    ), f"clause_order, item DESC, rank NULLS LAST, {_PEOPLE}, {_LAST}"),
    Sheet(Effect.REVIEW, "资格审查", "拟任人选资格核查单", (
        *_AIM, _PERSON, _PRESENT, _ACTION, Column("核查事项", "matter", 17), _OUTCOME,
        Column("同职位次", "rank", 6, "number"), _JUDGED, _WHY, Column("所依记录", "records", 36), _CLAUSE, _SUBJECT,
    ), _AIMS),
    Sheet(Effect.PREFERENCE, "优先", "优先情形", (
        _UNIT, _PERSON, Column("职务(班子)", "post", 18), Column("拟任职位", "concat(aim_unit, aim_post)", 22), _MATTER,
        _OUTCOME, _LAW, Column("理由", "reason", 26), _RECORDS, _SUBJECT, _ITEM,
    ), f"clause_order, aim_place NULLS LAST, aim_post, vacancy, {_PEOPLE}, {_LAST}"),
    Sheet(Effect.PERMISSION, "许可", "破格提拔核查", (
        *_AIM, _PERSON, _PRESENT, _ACTION, _OUTCOME, _JUDGED, _CLAUSE, _WHY, _RECORDS, _SUBJECT,
    ), _AIMS),
    Sheet(Effect.TARGET, "监测", "县级党政班子结构监测", (
        _UNIT, _OUTCOME, Column("成员人数", "base", 9, "number"),
        Column("有乡(镇、街道)党政正职经历", "actual", 14, "number"),
        Column("占比", "actual / base", 8, "share"), Column("目标", '"limit"', 8, "share"),
        _LAW, _WHY, _RECORDS, _SUBJECT,
    ), f"place NULLS LAST, {_LAST}"),
    Sheet(Effect.FINDING, "疑似提示", "疑似情形和提示(须经认定)", (
        _UNIT, _PERSON, Column("职务(班子)", "post", 20), _MATTER, Column("提示", "outcome_words", 15, "outcome"),
        Column("原位次", "base", 6, "number"), Column("现位次", "actual", 6, "number"), Column("理由", "reason", 32),
        _RECORDS, _CLAUSE, _SUBJECT, _ITEM,
    ), f"clause_order, {_PEOPLE}, {_LAST}"),
)  # fmt: skip
