"""The first sheet: what this is, of which day and register, how many conclusions, by which readings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from jili.exchange.layout import SHEETS
from jili.exchange.styles import Styles, ready_to_print
from jili.policy.aloud import chinese
from jili.policy.measures import MEASURES
from jili.policy.outcomes import NAMES
from jili.policy.readings import Reading, Readings, declared

if TYPE_CHECKING:
    import duckdb

TITLE = "《平顶山市激励干部干事创业实施办法》结论汇总"
NOTE = "本表由程序依台账得出,供研究使用;结论由人作出。待核不等于不符合。未见本办法障碍不等于合格。"
_WIDTHS = (22, 14, 66, 30, 9, 16)
_LINE = 14.25


def write_cover(
    book: Any, styles: Styles, con: duckdb.DuckDBPyConnection, readings: Readings, day: date, register: str
) -> None:
    """Write 封面 as the workbook's next sheet. Rows are written from the top down, each once."""
    page = book.add_worksheet("封面")
    for place, width in enumerate(_WIDTHS):
        page.set_column(place, place, width)
    last = len(_WIDTHS) - 1
    cadres, units = _numbers(
        con,
        f"SELECT count(*), (SELECT count(*) FROM units) FROM cadres"
        f" WHERE joined_on <= DATE '{day}' AND (left_on IS NULL OR left_on > DATE '{day}')",
    )
    (total,) = _numbers(con, "SELECT count(*) FROM _decisions")
    about = f"台账:{register};" if register else ""
    lines = (
        (TITLE, styles.title, 40),
        (f"截至{day.year}年{day.month}月{day.day}日", styles.subtitle, 22),
        (f"{about}在册干部{cadres:,}人,单位{units:,}个;结论{total:,}条", styles.subtitle, 20),
        (NOTE, styles.note, 34),
    )
    for row, (text, style, height) in enumerate(lines):
        page.set_row(row, height)
        page.merge_range(row, 0, row, last, "", style)
        page.write_string(row, 0, text, style)
    row = len(lines)
    row = _table(page, styles, row, "一、各条结论", ("类别", "语句", "原文", "结论", "条数", "小计"), _counts(con))
    _table(page, styles, row, "二、所用口径", ("口径", "语句", "理由", "取值", "状态", "出处"), _readings(readings))
    ready_to_print(page, "")


def _table(page: Any, styles: Styles, row: int, name: str, headings: tuple[str, ...], rows: Any) -> int:
    """A table with its name above it, from ``row`` on; the row after it and an empty one."""
    page.set_row(row, 24)
    page.write_string(row, 0, name, styles.section)
    row += 1
    for place, heading in enumerate(headings):
        page.write_string(row, place, heading, styles.heading)
    text, middle, number = styles.cell("text"), styles.cell("outcome"), styles.cell("number")
    for values in rows:
        row += 1
        page.set_row(row, _LINE * max(_lines(values[place], _WIDTHS[place]) for place in range(4)) + 3)
        for place, value in enumerate(values):
            if value == "":
                page.write_blank(row, place, None, text)
            elif isinstance(value, int):
                page.write_number(row, place, value, number)
            else:
                page.write_string(row, place, value, text if place in (0, 2, 3) else middle)
    return row + 2


def _lines(text: str, width: float) -> int:
    """The lines that a text takes in a column."""
    taken = sum(1 + (letter > "\u2000") for letter in text) * 1.04
    return max(1, int(-(-taken // (width - 0.5))))


def _numbers(con: duckdb.DuckDBPyConnection, sql: str) -> tuple[int, ...]:
    return con.execute(sql).fetchall()[0]


def _counts(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[str | int, ...]]:
    """Kind of effect, clause, its words, outcome, number of decisions; at the first outcome of each also their sum."""
    found = con.execute(
        "SELECT effect, min(clause_order) AS place, statement, outcome, count(*) FROM rows"
        " GROUP BY effect, statement, outcome"
    ).fetchall()
    words = {sentence.id: sentence.text for article in MEASURES.articles for sentence in article.sentences}
    numbers = {
        sentence.id: f"第{chinese(article.number)}条" for article in MEASURES.articles for sentence in article.sentences
    }
    order = {sheet.effect.value: place for place, sheet in enumerate(SHEETS)}
    outcomes = list(NAMES)
    found.sort(key=lambda f: (order[f[0]], f[1] if f[1] is not None else -1, f[2], outcomes.index(f[3])))
    before: tuple[str, str] = ("", "")
    for effect, _, statement, outcome, count in found:
        name = SHEETS[order[effect]].name
        first, before = before != (effect, statement), (effect, statement)
        if not first:
            yield "", "", "", NAMES[outcome], count, ""
            continue
        whole = sum(f[4] for f in found if (f[0], f[2]) == before)
        yield name, f"{numbers.get(statement, '')} {statement}", words.get(statement, ""), NAMES[outcome], count, whole


def _readings(readings: Readings) -> Iterator[tuple[str, ...]]:
    """Title, clauses, reason, value, status, source."""
    for name, reading in declared().items():
        value = in_words(reading, readings.texts[name])
        if readings.values[name] != reading.default:
            value += f"(改用;原为{in_words(reading, reading.text)})"
        status = "已定" if reading.status == "official" else "暂行"
        yield reading.title, reading.statements, reading.reason, value, status, reading.source


def in_words(reading: Reading, text: Any) -> str:
    """A reading's value as people read it."""
    if reading.choices:
        return str(reading.choices.get(text, text))
    if reading.kind == "bool":
        return "是" if text == "true" else "否"
    if reading.kind == "month_day":
        month, day = text.split("-")
        return f"{int(month)}月{int(day)}日"
    if isinstance(text, Mapping):
        return ";".join(f"{_key(reading.kind, key)}{value}" for key, value in text.items())
    if isinstance(text, list):
        return "、".join(text)
    return "未设" if text in ("", None, "null", "none") else str(text)


def _key(kind: str, key: str) -> str:
    if kind == "dated_fraction":
        return "" if key <= "1900-01-01" else f"{key}起"
    return {"years_by_rank": f"{key.replace('-', '→')}层次:", "steps": f"满{key}年:"}.get(kind, f"{key}:")
