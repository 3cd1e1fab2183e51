"""The main results on a screen: decisions by sentence and outcome; what a changed reading would change."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from jili.policy.outcomes import NAMES
from jili.policy.readings import Readings, declared, spoken
from jili.policy.sentences import TITLES

if TYPE_CHECKING:
    import pyarrow as pa

CHANGES = {"appears": "新出现", "vanishes": "不再有", "changes": "有变化"}
UNITS_SHOWN = 10


def summary(decisions: pa.Table, day: date) -> str:
    """Statement, its words, outcomes and counts."""
    rows = sorted(_counts(decisions), key=_order)
    lines = [
        f"{day.isoformat()}  结论共 {decisions.num_rows:,} 条",
        f"{'语句':<6}{_padded('内容', 44)}{_padded('结论', 24)}{'条数':>8}",
    ]
    last = None
    for statement, outcome, count in rows:
        shown = (statement, TITLES[statement]) if statement != last else ("", "")
        lines.append(f"{shown[0]:<8}{_padded(shown[1], 44)}{_padded(NAMES[outcome], 24)}{count:>10,}")
        last = statement
    return "\n".join(lines)


def readings_table(values: Readings) -> str:
    """All readings with their values and status."""
    lines = [f"{'名称':<22}{_padded('口径', 44)}{_padded('取值', 44)}状态"]
    for name, reading in declared().items():
        status = "已定" if reading.status == "official" else "暂行"
        lines.append(f"{name:<24}{_padded(reading.title, 44)}{_padded(spoken(values.texts[name]), 44)}{status}")
    return "\n".join(lines)


def _counts(decisions: pa.Table) -> Iterator[tuple[str, str, int]]:
    """Statement, outcome and how many; the decisions are sorted by statement."""
    import pyarrow.compute as pc

    runs = pc.run_end_encode(decisions["statement"].combine_chunks())
    start = 0
    for statement, end in zip(runs.values.to_pylist(), runs.run_ends.to_pylist(), strict=True):
        for pair in pc.value_counts(decisions["outcome"].slice(start, end - start)).to_pylist():
            yield statement, pair["values"], pair["counts"]
        start = end


def with_units(rows: pa.Table, units: pa.Table) -> pa.Table:
    """Changed rows with the unit that each subject belongs to."""
    joined = rows.join(units, keys=["subject_kind", "subject"], join_type="left outer")
    return joined.sort_by([(name, "ascending") for name in ("statement", "subject_kind", "subject", "item")])


def changes(rows: pa.Table, before: Readings, after: Readings, day: date) -> str:
    """What would appear, vanish or change: by statement, and in which units most."""
    known = declared()
    lines = [f"{day.isoformat()}  试改口径(未采用)"]
    for name in known:
        if before.texts[name] != after.texts[name]:
            lines.append(f"  {known[name].title}({name}):{spoken(before.texts[name])} → {spoken(after.texts[name])}")
    if not rows.num_rows:
        return "\n".join([*lines, "没有任何结论因此变化。"])
    lines += [
        f"共 {rows.num_rows:,} 条结论变化",
        f"{'语句':<6}{_padded('变化', 10)}{_padded('原结论 → 新结论', 44)}{'条数':>8}",
    ]
    columns = ["statement", "change", "before_outcome", "after_outcome"]
    counts = rows.group_by(columns, use_threads=False).aggregate([([], "count_all")])
    for row in sorted(counts.to_pylist(), key=lambda row: (_order((row["statement"],)), str(row))):
        turn = f"{NAMES.get(row['before_outcome'], '无')} → {NAMES.get(row['after_outcome'], '无')}"
        if row["before_outcome"] == row["after_outcome"]:
            turn = f"{NAMES[row['after_outcome']]}(日期或数有变)"
        lines.append(
            f"{row['statement']:<8}{_padded(CHANGES[row['change']], 10)}{_padded(turn, 44)}{row['count_all']:>10,}"
        )
    counts = rows.group_by(["unit"], use_threads=False).aggregate([([], "count_all")])
    most = sorted(counts.to_pylist(), key=lambda row: (-row["count_all"], row["unit"] or ""))
    lines.append("变化最多的单位:")
    lines += [f"  {_padded(row['unit'] or '全市', 40)}{row['count_all']:>8,}" for row in most[:UNITS_SHOWN]]
    if len(most) > UNITS_SHOWN:
        lines.append(f"  另有 {len(most) - UNITS_SHOWN} 个单位,见 --out 写出的文件")
    return "\n".join(lines)


def _order(row: Sequence[Any]) -> tuple[Any, ...]:
    """Statements in the order of the text: 3.1 … 11.9."""
    return ([(int("".join(filter(str.isdigit, part)) or 0), part) for part in row[0].split(".")], *row[1:2])


def _padded(text: str, width: int) -> str:
    """Text cut or filled to a width on the screen, where a Chinese character takes two places."""
    shown, used = "", 0
    for character in text:
        wide = 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if used + wide > width - 2:
            shown, used = shown + "…", used + 2
            break
        shown, used = shown + character, used + wide
    return shown + " " * max(0, width - used)
