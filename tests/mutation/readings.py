"""Mutants of the readings: every number, day and choice moved by the least that it can be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from jili.policy.readings import Reading, Readings, declared


def variants(reading: Reading, text: Any) -> Iterator[tuple[str, Any]]:
    """What is altered, and the reading's text then."""
    match reading.kind:
        case "whole":
            yield from _moved(text, 1)
        case "date":
            for days in (1, -1):
                yield f"{days:+} day", (date.fromisoformat(text) + timedelta(days)).isoformat()
        case "month_day":
            for days in (1, -1):
                yield f"{days:+} day", (date.fromisoformat(f"2023-{text}") + timedelta(days)).isoformat()[5:]
        case "bool":
            yield "turned", "false" if text == "true" else "true"
        case "choice":
            yield from ((other, other) for other in reading.choices or () if other != text)
        case "fraction":
            yield from _part(text)
        case "dated_fraction":
            steps = text if isinstance(text, dict) else {"1900-01-01": text}
            for day, value in steps.items():
                yield from ((f"{day} {said}", {**steps, day: part}) for said, part in _part(value))
                if day > "1900-01-01":
                    for days in (1, -1):
                        other = (date.fromisoformat(day) + timedelta(days)).isoformat()
                        yield f"{day} {days:+} day", {(other if d == day else d): v for d, v in steps.items()}
        case "weights":
            for place in range(3):
                yield f"weight {place + 1}", [*text[:place], str(Fraction(text[place]) * 2), *text[place + 1 :]]
        case "years_by_rank":
            for ranks, years in text.items():
                yield from ((f"{ranks} {said}", {**text, ranks: moved}) for said, moved in _moved(years, 1))
        case "steps":
            for years, days in text.items():
                yield from ((f"{years} years, days {said}", {**text, years: moved}) for said, moved in _moved(days, 1))
                for said, moved in _moved(years, 1):
                    yield f"{years} years {said}", {(moved if y == years else y): d for y, d in text.items()}


def altered(readings: Readings) -> Iterator[tuple[Reading, str, Readings]]:
    """Every reading that can be changed, what is altered, and the readings then."""
    for name, reading in declared().items():
        if not reading.fixed:
            for said, text in variants(reading, readings.texts[name]):
                yield reading, said, readings.changed({name: text})


def _moved(text: str, by: int) -> Iterator[tuple[str, str]]:
    yield f"+{by}", str(int(text) + by)
    if int(text) >= by:
        yield f"-{by}", str(int(text) - by)


def _part(text: str) -> Iterator[tuple[str, str]]:
    for sign in (1, -1):
        yield f"{sign:+}/100", str(Fraction(text) + Fraction(sign, 100))
