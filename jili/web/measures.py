"""办法: the text as printed; each sentence opens its rule as read aloud, its readings, live counts and the people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from jili.access.gate import Request
from jili.access.scope import Access, NotThere
from jili.decisions.lineage import seen_statements
from jili.decisions.models import published
from jili.decisions.readings import readings_on
from jili.decisions.tally import Tally, tally
from jili.engine.account import StatementAccount
from jili.engine.formula import Formula
from jili.policy.aloud import chinese, formula_in_words
from jili.policy.facts import SUBJECT_KINDS
from jili.policy.program import Passage, accounts, articles
from jili.policy.readings import declared, spoken
from jili.policy.sentences import TITLES
from jili.web.parts import part


@dataclass(frozen=True)
class Rule:
    """One rule of a sentence as people read it: what it looks at, its conditions, and when it says what."""

    about: str
    of: str
    conditions: tuple[str, ...]
    cases: tuple[tuple[str, str], ...]


def measures(request: Request) -> HttpResponse:
    """The whole text, each deciding sentence with how many it now concerns."""
    run = published()
    counted = tally(request.access, run) if run else {}
    text = [
        (chinese(number), title, [(one, TITLES.get(one.id, ""), _count(counted, one.id)) for one in own])
        for number, title, own in articles()
    ]
    return render(request, "measures/measures.html", {"text": text, "run": run})


def sentence(request: Request, sentence: str) -> HttpResponse:
    """One sentence: its words, its rules, its readings and its counts; a part of the page or a page of its own."""
    known = {one.id: one for _, _, own in articles() for one in own}
    if sentence not in known:
        raise NotThere
    access = request.access
    rule = part(access, "measures/rule.html", sentence, lambda: _told(access, known[sentence]))
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(rule)
    context = {"sentence": known[sentence], "title": TITLES.get(sentence, ""), "rule": rule}
    return render(request, "measures/sentence.html", context)


def _told(access: Access, sentence: Passage) -> dict[str, Any]:
    """Its rules, its readings of today, and how many it concerns."""
    run = published()
    counted = tally(access, run) if run else {}
    seen = seen_statements(access)
    return {
        "sentence": sentence, "rules": [_rule(account) for account in accounts() if account.sentence == sentence.id],
        "readings": _readings(sentence.id), "run": run,
        "counts": [(outcome, count) for (own, outcome), count in sorted(counted.items()) if own == sentence.id],
        "reads": access.opens("reading"), "lists": access.opens("decisions"),
        "hidden": any(account.sentence == sentence.id and account.name not in seen for account in accounts()),
    }  # fmt: skip


def _rule(account: StatementAccount) -> Rule:
    cases = ((outcome, formula_in_words(Formula.from_data(data))) for outcome, data in account.cases.items())
    conditions = tuple(condition.name for condition in account.conditions)
    return Rule(SUBJECT_KINDS[account.about], account.of, conditions, tuple(cases))


def _readings(sentence: str) -> list[dict[str, str]]:
    """The readings of a sentence as they are today."""
    today = readings_on(timezone.localdate())
    found = []
    for reading in declared().values():
        if sentence in reading.statements.split():
            text = today.texts[reading.name]
            value = (reading.choices or {}).get(str(text), spoken(text))
            settled = reading.status == "official" or text != reading.text
            status = "已定" if settled else "暂行"
            found.append({"name": reading.name, "title": reading.title, "value": value, "status": status,
                          "reason": reading.reason, "alternatives": ";".join(reading.alternatives)})  # fmt: skip
    return found


def _count(counted: Tally | Mapping[tuple[str, str], int], sentence: str) -> int:
    return sum(count for (own, _), count in counted.items() if own == sentence)


urlpatterns = [
    path("measures/", measures, name="measures"),
    path("measures/<str:sentence>/", sentence, name="sentence"),
]
