"""What a cadre's page tells of a life: the person, posts, grades. Only what the reader may see is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from jili.access.scope import Access
from jili.policy.facts import RANKS
from jili.records.models import Cadre, Dossier
from jili.web.templatetags.jili import month
from jili.web.tones import Tone

FIRST_YEARS = 5
"""As many years of grades as are shown at least."""
DOSSIER = (
    "ethnicity", "native_place", "party_joined", "full_time_education", "full_time_degree", "in_service_education",
    "in_service_degree", "professional_title", "job_grade",
)  # fmt: skip
"""What of a 任免审批表 stands among the basic facts."""
GRADE_TONES = {"excellent": Tone.FAVOURED, "basic": Tone.JUSTIFY, "incompetent": Tone.BARRED, "none": Tone.VERIFY}


@dataclass(frozen=True)
class Post:
    """A post held from a month to a month; ``now`` if it is held on the day."""

    when: str
    title: str
    note: str
    unit_id: str
    now: bool


@dataclass(frozen=True)
class Year:
    """The grade of a year in words; without ``word`` nothing is recorded."""

    year: int
    word: str
    tone: str


def posts(access: Access, cadre: Cadre) -> list[Post]:
    """All posts, the last first; dates and ranks for who may see them."""
    rows = access.of_cadre("appointments", cadre).select_related("unit").order_by("-start_on", "pk")
    dated, ranked = access.sees("appointments", "start_on"), access.sees("appointments", "rank")
    found = []
    for row in rows:
        now = row.start_on <= access.day and (row.end_on is None or row.end_on > access.day)
        notes = [RANKS[row.rank]] if ranked else []
        notes += ["挂职"] if row.kind == "secondment" else []
        notes += ["破格"] if ranked and row.exceptional else []
        when = _span(row.start_on, row.end_on) if dated else ""
        found.append(Post(when, f"{row.unit} {row.title}", "、".join(notes), row.unit_id, now))
    return found


def held_now(found: Iterable[Post]) -> str:
    """The posts of today in one line."""
    return "、".join(post.title for post in found if post.now)


def grades(access: Access, cadre: Cadre) -> list[Year]:
    """The grades of the years since the first that is known, those without one too; annulled ones have never been."""
    if not access.sees("annual_assessments", "grade"):
        return []
    rows = access.of_cadre("annual_assessments", cadre).filter(decided_on__lte=access.day)
    words: dict[int, tuple[str, str]] = {}
    for row in rows.order_by("decided_on"):
        if row.annulled_on is None or row.annulled_on > access.day:
            words[row.year] = (row.get_grade_display(), GRADE_TONES.get(row.grade, ""))
    last = max(words, default=access.day.year - 1)
    first = min([*words, last - FIRST_YEARS + 1])
    return [Year(year, *words.get(year, ("", "none"))) for year in range(first, last + 1)]


def basics(access: Access, cadre: Cadre) -> list[tuple[str, str]]:
    """Label and value of what is kept about the person, as far as the reader may see it."""
    found = []
    for field in Cadre._meta.concrete_fields:
        if field.column in ("cadre_id", "name") or field.column not in access.columns("cadres"):
            continue
        value: Any = getattr(cadre, field.attname)
        if value is None or value is False:
            continue
        if isinstance(value, date):
            said = month(value)
            said += f"({age(value, access.day)}岁)" if field.column == "birth_on" else ""
        else:
            said = "是" if value is True else str(dict(field.flatchoices).get(value, value))
        found.append((str(field.verbose_name), said))
    return found + _of_dossier(access, cadre)


def _of_dossier(access: Access, cadre: Cadre) -> list[tuple[str, str]]:
    fields: list[Any] = [Dossier._meta.get_field(name) for name in DOSSIER if access.sees("dossiers", name)]
    if not fields:
        return []
    row = access.of_cadre("dossiers", cadre).values_list(*(field.name for field in fields)).first() or ()
    return [(str(field.verbose_name), value) for field, value in zip(fields, row, strict=False) if value]


def age(born: date, day: date) -> int:
    """Full years on the day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _span(start: date, end: date | None) -> str:
    return f"{month(start)}—{month(end) if end else '今'}"
