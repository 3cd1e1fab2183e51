"""Figures of a group of people: their ages, their grades over the years. Only what the reader may see is counted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from jili.access.scope import Access
from jili.policy.facts import SCHEMA
from jili.records.models import Cadre
from jili.web.charts import Chart, bars, pyramid
from jili.web.person.life import age

AGES = (("30 岁以下", 0, 30), ("31—35", 31, 35), ("36—40", 36, 40), ("41—45", 41, 45), ("46—50", 46, 50),
        ("51—55", 51, 55), ("56 岁以上", 56, 200))  # fmt: skip
YEARS = 6
GENDERS = {"male": "男", "female": "女"}
GRADES = ("excellent", "competent", "basic", "incompetent", "none")


def ages(access: Access, people: Iterable[Cadre]) -> Chart | None:
    """How many of which age, women and men."""
    if not (access.sees("cadres", "birth_on") and access.sees("cadres", "gender")):
        return None
    counted = {gender: [0] * len(AGES) for gender in GENDERS}
    for gender, born in ((one.gender, one.birth_on) for one in people):
        counted[gender][_band(age(born, access.day))] += 1
    words = [label for label, _, _ in AGES]
    sides = [(GENDERS[gender], counted[gender]) for gender in GENDERS]
    return pyramid("ages", "年龄", words, *sides)


def grades(access: Access, people: QuerySet[Cadre]) -> Chart | None:
    """The grades of these people over the last years, as they are known on the day."""
    if not access.sees("annual_assessments", "grade"):
        return None
    held = Q(annulled_on=None) | Q(annulled_on__gt=access.day)
    rows = access.of("annual_assessments").filter(held, cadre__in=people, decided_on__lte=access.day)
    counted = {
        (year, grade): n for year, grade, n in rows.values_list("year", "grade").annotate(n=Count("pk")).order_by()
    }
    years = sorted({year for year, _ in counted})[-YEARS:]
    codes: Any = SCHEMA["annual_assessments"]["grade"].codes
    series = {codes[grade]: [counted.get((year, grade), 0) for year in years] for grade in GRADES}
    return bars("grades", "历年年度考核", "年度", years, series) if years else None


def people_on(access: Access, posts: QuerySet[Any], day: date) -> QuerySet[Cadre]:
    """The cadres who hold one of these posts on a day, of those in scope."""
    current = Q(start_on__lte=day) & (Q(end_on=None) | Q(end_on__gt=day))
    return access.of("cadres").filter(pk__in=posts.filter(current, kind="regular").values("cadre"))


def _band(years: int) -> int:
    return next(at for at, (_, low, high) in enumerate(AGES) if low <= years <= high or at == len(AGES) - 1)
