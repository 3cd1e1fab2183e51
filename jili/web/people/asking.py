"""What a list of cadres is asked for: the filters and orders that a role may use, and the people who answer to them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from jili.access.scope import Access
from jili.decisions.lineage import seen_kinds
from jili.decisions.seen import decisions
from jili.policy.facts import CATEGORIES, GENDERS, GRADES, RANKS
from jili.policy.outcomes import NAMES
from jili.policy.program import accounts
from jili.policy.sentences import TITLES
from jili.records.models import AnnualAssessment, AssessmentRound, Cadre, Unit
from jili.web.fields import Choices
from jili.web.people.columns import ORDERS, orders
from jili.web.people.searching import LONGEST, asked, named_or_there, unit_meant

CADRE = "cadre"
ANY: list[tuple[Any, Any]] = [("", "全部")]


class Filters(forms.Form):
    """What is asked for. A filter by what the role does not see is not there, and asking for it changes nothing."""

    q = forms.CharField(label="姓名、拼音、单位", required=False, max_length=LONGEST)
    unit = forms.CharField(label="单位及下属", required=False, max_length=200)

    def __init__(self, access: Access, data: Any) -> None:
        super().__init__(data)
        self.access = access
        self.found_unit: Unit | None = None
        choices: dict[str, tuple[str, list[tuple[Any, Any]], tuple[str, str]]] = {
            "rank": ("职务层次", list(RANKS.items()), ("appointments", "rank")),
            "grade": ("最近年度等次", list(GRADES.items()), ("annual_assessments", "grade")),
            "gender": ("性别", list(GENDERS.items()), ("cadres", "gender")),
            "category": ("类别", list(CATEGORIES.items()), ("cadres", "category")),
        }
        for name, (label, offered, place) in choices.items():
            if access.sees(*place):
                self.fields[name] = forms.ChoiceField(
                    label=label, choices=ANY + offered, required=False, widget=Choices
                )
        if kinds := [statement for statement, kind in seen_kinds(access) if kind == CADRE]:
            self.fields["decided"] = forms.ChoiceField(
                label="结论", choices=ANY + [group for group in _outcomes() if group[1][0][0].split(":")[0] in kinds],
                required=False, widget=Choices,
            )  # fmt: skip
        if access.everywhere and access.sees("cadres", "left_on"):
            choices_left = [("", "在册"), ("left", "已离开")]
            self.fields["left"] = forms.ChoiceField(
                label="在册与否", choices=choices_left, required=False, widget=Choices
            )
        self.fields["order"] = forms.ChoiceField(label="排列", choices=orders(access), required=False, widget=Choices)
        self.fields["q"].widget = forms.TextInput({"type": "search", "autocomplete": "off"})
        self.fields["unit"].widget = forms.TextInput({
            "list": "units", "autocomplete": "off", "hx-get": f"{reverse('units-found')}?as=options",
            "hx-trigger": "input changed delay:200ms", "hx-target": "#units",
        })  # fmt: skip

    def clean_q(self) -> str:
        return asked(self.cleaned_data["q"])

    def clean_unit(self) -> str:
        text = asked(self.cleaned_data["unit"])
        if text:
            self.found_unit = unit_meant(self.access, text)
            if self.found_unit is None:
                raise forms.ValidationError("管理范围内没有名称含这几个字的单位;请换个写法")
        return text

    @property
    def order(self) -> str:
        return self.cleaned_data.get("order") or "strokes"

    @property
    def narrowed(self) -> bool:
        """Whether anything is asked for but the order."""
        return any(value for name, value in self.cleaned_data.items() if name != "order")


def people(filters: Filters) -> QuerySet[Cadre]:
    """Who answers to filters that are valid."""
    access = filters.access
    found = access.of("cadres")
    if access.sees("cadres", "left_on"):
        here = Q(left_on=None) | Q(left_on__gt=access.day)
        found = found.filter(~here if filters.cleaned_data.get("left") else here)
    for name, narrow in _NARROWING.items():
        if value := filters.cleaned_data.get(name):
            found = found.filter(narrow(filters, value))
    return found


def ordered(filters: Filters, found: QuerySet[Cadre]) -> QuerySet[Any, Any]:
    """The ids of people in the order asked for: by unit, who holds a post, where it stands first; whoever holds several
    comes again."""
    if filters.order == "unit":
        posts = filters.access.posts().filter(cadre__in=found, cadre__listed__strokes__gt="")
        return posts.order_by(*ORDERS["unit"][1]).values_list("cadre_id", flat=True)
    # that the key is there, ``jili check`` sees to; saying so lets the database walk along its index
    found = found.filter(listed__strokes__gt="").order_by(*ORDERS[filters.order][1])
    return found.values_list("pk", flat=True)


def grades(access: Access) -> QuerySet[AnnualAssessment]:
    """The grades in force of the last year whose assessment is closed; who is in scope, whoever asks has seen to."""
    closed = AssessmentRound.objects.filter(closed_on__lte=access.day).order_by("-year").values("year")[:1]
    return AnnualAssessment.objects.filter(year=Subquery(closed), annulled_on=None)


def _by_unit(filters: Filters, _: str) -> Q:
    unit = filters.found_unit
    below = Unit.objects.filter(path__startswith=unit.path if unit else "")
    return Q(pk__in=filters.access.posts().filter(unit__in=below).values("cadre"))


def _by_grade(filters: Filters, grade: str) -> Q:
    return Q(pk__in=grades(filters.access).filter(grade=grade).values("cadre"))


def _by_decision(filters: Filters, choice: str) -> Q:
    statement, _, outcome = choice.partition(":")
    asked_for = decisions(filters.access).filter(statement=statement, subject_kind=CADRE, outcome=outcome)
    return Q(pk__in=asked_for.values("subject"))


_NARROWING: dict[str, Callable[[Filters, str], Q]] = {
    "q": lambda filters, text: named_or_there(filters.access, text),
    "unit": _by_unit,
    "rank": lambda filters, rank: Q(Exists(filters.access.posts().filter(cadre=OuterRef("pk"), rank=rank))),
    "grade": _by_grade,
    "gender": lambda _, gender: Q(gender=gender),
    "category": lambda _, category: Q(category=category),
    "decided": _by_decision,
}


@cache
def _outcomes() -> list[tuple[str, list[tuple[str, str]]]]:
    """Title of each statement about cadres → its outcomes, as choices."""
    found: dict[str, dict[str, str]] = {}
    for account in accounts():
        if account.about == CADRE:
            own = found.setdefault(account.sentence, {})
            own.update((f"{account.sentence}:{outcome}", NAMES[outcome]) for outcome in account.cases)
    return [(f"{sentence} {TITLES[sentence]}", list(own.items())) for sentence, own in found.items()]
