"""Figures of a group of people: their ages, their grades over the years. Only what the reader may see is counted."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Value, When

from jili.access.remembered import remembered
from jili.access.scope import Access
from jili.policy.facts import RANKS, SCHEMA
from jili.records.models import Cadre
from jili.web.charts import Chart, bars, pyramid

AGES = (
    ("30 岁以下", 30),
    ("31—35", 35),
    ("36—40", 40),
    ("41—45", 45),
    ("46—50", 50),
    ("51—55", 55),
    ("56 岁以上", 200),
)
"""Bands: what each is called, and up to which age it goes."""
LEVELS = (("科员级", (1,)), ("乡科级", (2, 3)), ("县处级", (4, 5)), ("厅局级以上", (6, 7, 8)), ("层次不明", (None,)))
TOLD = (("cadres", "birth_on"), ("cadres", "gender"), ("appointments", "rank"))
"""What ages and ranks rest on."""
YEARS = 6
GENDERS = {"male": "男", "female": "女"}
GRADES = ("excellent", "competent", "basic", "incompetent", "none")
CODES: Any = SCHEMA["annual_assessments"]["grade"].codes


@dataclass(frozen=True)
class MakeUp:
    """How many of each gender, age band (its place in ``AGES``) and highest rank (None: none held) a group has."""

    counted: Mapping[tuple[str, int, int | None], int]

    @property
    def heads(self) -> int:
        return sum(self.counted.values())

    @property
    def by_rank(self) -> list[tuple[str, int]]:
        """Rank and how many, the highest first."""
        found: dict[int, int] = {}
        for (_, _, rank), n in self.counted.items():
            found[rank or 0] = found.get(rank or 0, 0) + n
        return [(RANKS[rank] if rank else "层次不明", found[rank]) for rank in sorted(found, reverse=True)]

    def ages(self) -> Chart:
        """Which age, women and men."""
        sides = [
            (word, [self._sum(lambda g, b, _, at=at, code=code: g == code and b == at) for at in range(len(AGES))])
            for code, word in GENDERS.items()
        ]
        return pyramid("ages", "年龄", [word for word, _ in AGES], *sides)

    def ages_by_rank(self) -> Chart:
        """Which age at which level."""
        series = {
            word: [self._sum(lambda _, b, r, at=at, own=own: b == at and r in own) for at in reversed(range(len(AGES)))]
            for word, own in LEVELS
            if own != (None,) or any(rank is None for _, _, rank in self.counted)
        }
        words = [word for word, _ in reversed(AGES)]
        return bars("ranks", "年龄和职务层次", "年龄", words, series, tones=("5", "2", "1", "3", "4"), lying=True)

    def _sum(self, which: Callable[..., bool]) -> int:
        return sum(n for own, n in self.counted.items() if which(*own))


def make_up(access: Access, **posts: str) -> MakeUp | None:
    """Of those who hold posts of ``unit`` or ``team``, or any in scope: one query, remembered; None for who may not see
    ages and ranks."""
    if not all(access.sees(*column) for column in TOLD):
        return None
    return remembered(access, ("make-up", *posts.items()), lambda: made_up_of(access, people_on(access, **posts)))


def made_up_of(access: Access, people: QuerySet[Cadre]) -> MakeUp:
    whens = [
        When(birth_on__gt=_years_before(access.day, most + 1), then=Value(at)) for at, (_, most) in enumerate(AGES[:-1])
    ]
    own = access.posts().filter(cadre=OuterRef("pk")).order_by().values("cadre").annotate(highest=Max("rank"))
    told = people.order_by().annotate(
        band=Case(*whens, default=Value(len(AGES) - 1), output_field=IntegerField()),
        highest=Subquery(own.values("highest")),
    )
    rows = told.values_list("gender", "band", "highest").annotate(n=Count("pk"))
    return MakeUp({(gender, band, rank): n for gender, band, rank, n in rows})


def grades(access: Access, **posts: str) -> Chart | None:
    """The grades over the last years of those who hold posts of ``unit`` or ``team`` now, as they are known on the
    day."""
    if not access.sees("annual_assessments", "grade"):
        return None

    def count() -> dict[tuple[int, str], int]:
        rows = _known_grades(access).filter(cadre__in=_held(access, **posts))
        counts = rows.values_list("year", "grade").annotate(n=Count("pk")).order_by()
        return {(year, grade): n for year, grade, n in counts}

    counted = remembered(access, ("grades", *posts.items()), count)
    years = sorted({year for year, _ in counted})[-YEARS:]
    series = {CODES[grade]: [counted.get((year, grade), 0) for year in years] for grade in GRADES}
    return bars("grades", "历年年度考核", "年度", years, series) if years else None


def grades_by_place(access: Access, places: Mapping[str, str]) -> Chart | None:
    """The grades of the last year that has any, by the place (of ``places``, by unit) where each is now."""
    year, by_unit = last_grades(access)
    counted: dict[tuple[str, str], int] = {}
    for (home, grade), n in by_unit.items():
        if home in places:
            counted[places[home], grade] = counted.get((places[home], grade), 0) + n
    names = [name for name in dict.fromkeys(places.values()) if any((name, grade) in counted for grade in GRADES)]
    series = {CODES[grade]: [counted.get((name, grade), 0) for name in names] for grade in GRADES}
    return bars("places", f"{year} 年度考核,各地各单位", "单位", names, series, lying=True) if by_unit else None


def last_grades(access: Access) -> tuple[int | None, dict[tuple[str, str], int]]:
    """The last year of which any grade is known; unit and grade → of how many who serve there now. Empty for who may
    see no grades."""
    if not access.sees("annual_assessments", "grade"):
        return None, {}
    rows = _known_grades(access)
    year = rows.aggregate(last=Max("year"))["last"]
    homes = rows.filter(year=year).annotate(home=Subquery(home_of(access, "cadre"))).order_by()
    counted = homes.values_list("home", "grade").annotate(n=Count("pk"))
    return year, {(home, grade): n for home, grade, n in counted if home is not None}


def home_of(access: Access, cadre: str) -> QuerySet[Any]:
    """The unit where a cadre (a column of the outer query) serves: of several one and the same each time."""
    return access.posts().filter(cadre=OuterRef(cadre)).order_by("unit").values("unit")[:1]


def _known_grades(access: Access) -> QuerySet[Any]:
    """The annual grades in scope that are known on the day and stand."""
    held = Q(annulled_on=None) | Q(annulled_on__gt=access.day)
    return access.of("annual_assessments").filter(held, decided_on__lte=access.day)


def people_on(access: Access, **posts: str) -> QuerySet[Cadre]:
    """The cadres in scope who hold posts of ``unit`` or ``team`` on the day, or any."""
    return access.of("cadres").filter(pk__in=_held(access, **posts))


def _held(access: Access, **posts: str) -> QuerySet[Any]:
    return access.posts().filter(**posts).values("cadre")


def _years_before(day: date, years: int) -> date:
    """The same day so many years before; of 29 February the 28th."""
    year = day.year - years
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))
