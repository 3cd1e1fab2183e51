"""Readings (口径): every number and choice that the text does not itself fix.

``readings.yaml`` holds value, reason, alternatives, source and status; a file of the same names
overrides values. Numbers are taken exactly as written (``0.3`` is three tenths, ``1/3`` a third). The
rules see a reading as a SQL function (``reading.award_days``), so changing one needs no code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from jili.engine.function import Definition

FILE = Path(__file__).with_name("readings.yaml")


class BadReading(ValueError):
    """A value that a reading cannot have; the message is Chinese and names the reading."""


@dataclass(frozen=True)
class Reading:
    """A reading as declared: its text, its default and its kind."""

    name: str
    title: str
    kind: str
    default: Any
    text: Any
    statements: str
    reason: str
    alternatives: tuple[str, ...]
    source: str
    status: str = "provisional"
    choices: Mapping[str, str] | None = None
    fixed: bool = False

    def parsed(self, text: Any) -> Any:
        """A value from how a YAML base loader gives it (all text). Raises BadReading, without the reading's name."""
        if self.choices and (not isinstance(text, str) or text not in self.choices):
            raise BadReading(f"应为 {' 或 '.join(self.choices)}")
        return _PARSE[self.kind](text)


def _date(text: Any) -> date:
    if not isinstance(text, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise BadReading("应写成 2024-06-30 这样的日期")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadReading("没有这一天") from None


def _whole(text: Any) -> int:
    if not isinstance(text, str) or not re.fullmatch(r"[0-9]{1,6}", text):
        raise BadReading("应为不小于零的整数")
    return int(text)


def _fraction(text: Any) -> Fraction:
    if not isinstance(text, str) or not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9}|/[1-9][0-9]{0,8})?", text):
        raise BadReading("应为小数或分数,如 0.25 或 1/4")
    return Fraction(text)


def _bool(text: Any) -> bool:
    if text not in ("true", "false"):
        raise BadReading("应为 true 或 false")
    return bool(text == "true")


def _month_day(text: Any) -> tuple[int, int]:
    if not isinstance(text, str) or not re.fullmatch(r"[0-9]{2}-[0-9]{2}", text):
        raise BadReading("应写成 03-31 这样的月日")
    day = _date(f"2023-{text}")
    return day.month, day.day


def _dated(text: Any) -> tuple[tuple[date, Fraction], ...]:
    if not isinstance(text, dict) or not text:
        raise BadReading("应为“起始日: 比例”的对照,如 {1900-01-01: 0.15, 2020-12-28: 0.20}")
    steps = tuple(sorted((_date(day), _fraction(value)) for day, value in text.items()))
    if steps[0][0] > date(1900, 1, 1):
        raise BadReading("最早一段应从 1900-01-01 或更早开始")
    return steps


def _weights(text: Any) -> tuple[Fraction, ...]:
    if not isinstance(text, list) or len(text) != 3:
        raise BadReading("应为三个权重,如 [1/2, 1/4, 1/4]")
    weights = tuple(map(_fraction, text))
    if not any(weights):
        raise BadReading("三个权重不能都为零")
    return weights


def _years_by_rank(text: Any) -> tuple[tuple[int, int, int], ...]:
    if not isinstance(text, dict):
        raise BadReading('应为“现任-拟任: 年数”的对照,如 {"1-2": 3}')
    rows = []
    for ranks, years in text.items():
        found = re.fullmatch(r"([1-8])-([1-8])", str(ranks))
        if not found:
            raise BadReading(f"层次应写成 1-2 这样:{ranks}")
        rows.append((int(found[1]), int(found[2]), _whole(years)))
    return tuple(rows)


def _steps(text: Any) -> tuple[tuple[int, int], ...]:
    if not isinstance(text, dict) or not text:
        raise BadReading("应为“满几年: 天数”的对照,如 {1: 5, 10: 10}")
    return tuple(sorted((_whole(years), _whole(days)) for years, days in text.items()))


def _text(text: Any) -> str:
    return str(text)


_PARSE: dict[str, Callable[[Any], Any]] = {
    "date": _date,
    "optional_date": lambda text: _date(text) if text not in ("", None, "null", "none") else None,
    "whole": _whole,
    "bool": _bool,
    "fraction": _fraction,
    "dated_fraction": lambda text: _dated(text if isinstance(text, dict) else {"1900-01-01": text}),
    "month_day": _month_day,
    "weights": _weights,
    "years_by_rank": _years_by_rank,
    "steps": _steps,
    "choice": _text,
    "text": _text,
}


@lru_cache(maxsize=1)
def declared() -> dict[str, Reading]:
    """All readings with their defaults, in the order of the file."""
    entries = yaml.load(FILE.read_text("utf-8"), Loader=yaml.BaseLoader)
    return {
        name: Reading(
            name,
            entry["title"],
            entry["type"],
            _PARSE[entry["type"]](entry["value"]),
            entry["value"],
            entry["statements"],
            entry["reason"],
            tuple(entry["alternatives"]),
            entry["source"],
            entry.get("status", "provisional"),
            entry.get("choices"),
            entry.get("fixed") == "true",
        )
        for name, entry in entries.items()
    }


@dataclass(frozen=True)
class Readings:
    """The values in force: name → parsed value, and the text each was written as."""

    values: Mapping[str, Any]
    texts: Mapping[str, Any]

    @classmethod
    def default(cls) -> Readings:
        known = declared()
        return cls({n: r.default for n, r in known.items()}, {n: r.text for n, r in known.items()})

    def changed(self, overrides: Mapping[str, Any]) -> Readings:
        """With some values replaced; ``overrides`` are as a YAML base loader gives them (all text).

        Raises BadReading for an unknown name, a fixed reading or a value it cannot have.
        """
        known, values, texts = declared(), dict(self.values), dict(self.texts)
        for name, text in overrides.items():
            if name not in known:
                raise BadReading(f"{name}: 没有这项口径。可用的口径见 jili readings")
            if known[name].fixed:
                raise BadReading(f"{name}: 这项口径由规则结构决定,不能只改数值")
            try:
                values[name] = known[name].parsed(text)
            except BadReading as problem:
                raise BadReading(f"{name}: {written(text)}: {problem}") from None
            texts[name] = text
        return Readings(values, texts)

    def definitions(self) -> list[Definition]:
        """The SQL functions by which the rules see the values."""
        from jili.policy.reading import definitions

        return definitions(self.values)


class _Once(yaml.BaseLoader):
    """Texts only, and no name twice: of two values nobody could say which is meant."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        names = [key.value for key, _ in node.value]
        for name in names:
            if names.count(name) > 1:
                raise BadReading(f"{name}: 同一个名称写了两次,请只留一个")
        return super().construct_mapping(node, deep)


def read(file: Path) -> Readings:
    """The readings of an override file. Raises BadReading."""
    try:
        content = yaml.load(file.read_text("utf-8-sig"), Loader=_Once)
    except OSError as problem:
        raise BadReading(f"{file}: 读不到这个文件({problem.strerror})") from None
    except UnicodeDecodeError:
        raise BadReading(f"{file}: 不是 UTF-8 编码,请另存为 UTF-8") from None
    except BadReading as problem:
        raise BadReading(f"{file}: {problem}") from None
    except (yaml.YAMLError, RecursionError) as problem:  # brackets within brackets, without end
        mark = getattr(problem, "problem_mark", None)
        where = f":{mark.line + 1}" if mark else ""
        raise BadReading(f"{file}{where}: 不是有效的 YAML,应为“名称: 值”") from None
    if content in (None, ""):
        content = {}
    if not isinstance(content, dict):
        raise BadReading(f"{file}: 应为“名称: 值”的对照")
    try:
        return Readings.default().changed(content)
    except BadReading as problem:
        raise BadReading(f"{file}: {problem}") from None


def spoken(text: Any) -> str:
    """A value as written, for people."""
    if isinstance(text, dict):
        return "、".join(f"{key}: {part}" for key, part in text.items())
    if isinstance(text, list):
        return "、".join(map(str, text))
    return {"": "未设", "true": "是", "false": "否"}.get(text or "", str(text))


def typed(text: str) -> Any:
    """What somebody typed as a value, as a YAML base loader gives it. Raises BadReading."""
    try:
        return yaml.load(text, Loader=_Once)
    except (yaml.YAMLError, RecursionError):
        raise BadReading("写法不对,括号、冒号和逗号请照提示写") from None


def written(text: Any) -> str:
    """A value as it is typed."""
    if isinstance(text, dict):
        return "{" + ", ".join(f"{k}: {v}" for k, v in text.items()) + "}"
    return "[" + ", ".join(map(str, text)) + "]" if isinstance(text, list) else str(text)
