"""Pages of runs: which there are, making one, what it says of one's scope, and how two differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone

from jili.access.gate import Request
from jili.access.roles import Role
from jili.access.scope import Access
from jili.decisions.counting import counts
from jili.decisions.differences import Difference, runs_diff
from jili.decisions.jobs import job_start
from jili.decisions.models import Job, Run, published
from jili.decisions.naming import subject_names
from jili.decisions.publishing import run_publish
from jili.decisions.seen import access_job, access_run, causes_in_sight, narrowed
from jili.decisions.store import Tampered
from jili.policy.outcomes import NAMES
from jili.policy.readings import declared, spoken
from jili.policy.sentences import TITLES
from jili.web.causes import cause_words
from jili.web.fields import DayInput

PER_PAGE = 100
CHANGES = {"appears": "新出现", "vanishes": "不再有", "changes": "有变化"}
AFTER = {"run.make": ("run", "run"), "reading.simulate": ("simulation", "simulation")}
"""Kind of work → the route of what came of it, and what the result calls it."""


class RunForm(forms.Form):
    day = forms.DateField(label="判断日", widget=DayInput(), help_text="按这一天知道的记录判断")
    publish = forms.BooleanField(label="做完即公布", required=False)

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if not 1990 <= day.year <= timezone.localdate().year + 1:
            raise forms.ValidationError("判断日应在 1990 年至明年之间")
        return day


class CompareForm(forms.Form):
    before = forms.ModelChoiceField(Run.objects.all(), label="从", empty_label=None)
    after = forms.ModelChoiceField(Run.objects.all(), label="到", empty_label=None)


def runs(request: Request) -> HttpResponse:
    page = Paginator(Run.objects.all(), 30).get_page(request.GET.get("page"))
    context = {
        "page": page, "published": published(), "makes": _makes(request), "compare": CompareForm(),
        "form": RunForm(initial={"day": timezone.localdate(), "publish": True}),
    }  # fmt: skip
    return render(request, "decisions/runs.html", context)


def run_make(request: Request) -> HttpResponse:
    """Queue a run; its progress is on the page of the job."""
    form = RunForm(request.POST)
    if not form.is_valid():
        context = {"form": form, "title": "运行", "do": "开始", "back": reverse("runs")}
        return render(request, "form_page.html", context)
    argument = {"day": form.cleaned_data["day"].isoformat(), "publish": form.cleaned_data["publish"]}
    return redirect("job", job_start(actor=request.access.actor(), kind="run.make", argument=argument).pk)


def run(request: Request, run_id: str) -> HttpResponse:
    """What a run says of one's scope, by statement and outcome."""
    shown = access_run(run_id)
    try:
        found = counts(request.access, shown)
    except Tampered as problem:
        messages.error(request, str(problem))
        found = []
    known = declared()
    changed = [
        (known[name].title, spoken(text))
        for name, text in shown.readings.items()
        if name in known and text != known[name].text
    ]
    context = {"run": shown, "counts": found, "total": sum(row.count for row in found), "readings": changed,
               "is_published": published() == shown, "makes": _makes(request)}  # fmt: skip
    return render(request, "decisions/run.html", context)


def run_publication(request: Request, run_id: str) -> HttpResponse:
    """Publish a run, after asking."""
    shown = access_run(run_id)
    back = reverse("run", args=[run_id])
    if request.method == "POST":
        try:
            run_publish(actor=request.access.actor(), run=shown)
        except Tampered as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, f"已公布 {shown.day} 的运行,各页即刻以它为准。")
        return redirect(back)
    says = f"公布后,各页都以 {shown.day} 的这次运行({shown.count:,} 条结论)为准;现在公布的那一次仍保留。"
    context = {"form": forms.Form(), "title": "公布运行", "do": "公布", "back": back, "says": says}
    return render(request, "form_page.html", context)


def compare(request: Request) -> HttpResponse:
    """Whose decisions differ between two runs, in one's scope, and why."""
    form = CompareForm(request.GET)
    if not form.is_valid():
        return render(request, "decisions/compare.html", {"form": form})
    before, after = form.cleaned_data["before"], form.cleaned_data["after"]
    try:
        found = runs_diff(before, after)
    except Tampered as problem:
        messages.error(request, str(problem))
        return render(request, "decisions/compare.html", {"form": form})
    page = Paginator(narrowed(request.access, found.rows).to_pylist(), PER_PAGE).get_page(request.GET.get("page"))
    known = declared()
    context = {
        "form": form, "before": before, "after": after, "difference": found, "page": page,
        "asked": f"before={before.pk}&after={after.pk}", "rows": _changes(request.access, found, list(page)),
        "readings": [(known[n].title, spoken(old), spoken(new)) for n, old, new in found.readings if n in known],
    }  # fmt: skip
    return render(request, "decisions/compare.html", context)


def job(request: Request, job_id: int) -> HttpResponse:
    """How far a job is; the page comes again until it is over, then leads on to what came of it."""
    shown = access_job(request.access, job_id)
    route, result = AFTER.get(shown.kind, ("", ""))
    if shown.state == Job.State.DONE and result in shown.result:
        return redirect(route, shown.result[result])
    answer = render(request, "decisions/job.html", {"job": shown})
    if not shown.is_over:
        answer["Refresh"] = "2"
    return answer


@dataclass(frozen=True)
class Change:
    """A row of a comparison in words."""

    statement: str
    title: str
    name: str
    item: str
    change: str
    before: str
    after: str
    because: list[str]


def _changes(access: Access, found: Difference, rows: list[dict[str, Any]]) -> list[Change]:
    names = subject_names((row["subject_kind"], row["subject"]) for row in rows)
    shown = causes_in_sight(access, rows)
    return [
        Change(
            row["statement"],
            TITLES[row["statement"]],
            names.get((row["subject_kind"], row["subject"]), row["subject"]),
            row["item"],
            CHANGES[row["change"]],
            NAMES.get(row["before_outcome"], ""),
            NAMES.get(row["after_outcome"], ""),
            _because(found, row["statement"], causes),
        )
        for row, causes in zip(rows, shown, strict=True)
    ]


def _because(found: Difference, statement: str, causes: list[dict[str, Any]]) -> list[str]:
    """The records; else readings, the day, the program."""
    said = [cause_words(cause) for cause in causes]
    said += [f"口径“{declared()[name].title}”改变" for name in found.readings_of(statement)]
    if found.other_day and not causes:
        said.append(f"判断日 {found.before.day} → {found.after.day}")
    return said + (["程序或文本换了一版"] if found.other_rules else [])


def _makes(request: Request) -> bool:
    return request.access.role == Role.CITY_CADRES


urlpatterns = [
    path("runs/", runs, name="runs"),
    path("runs/new/", run_make, name="run-make"),
    path("runs/compare/", compare, name="runs-compare"),
    path("runs/<str:run_id>/", run, name="run"),
    path("runs/<str:run_id>/publish/", run_publication, name="run-publish"),
    path("jobs/<int:job_id>/", job, name="job"),
]
