"""What a publication changed is kept with it, and told to whoever may see the decisions."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pyarrow as pa
import pytest
from django.db import connection
from django.utils import timezone

from jili.access.log import canonical
from jili.access.models import Account, Event, Grant
from jili.access.roles import Role
from jili.access.scope import Access
from jili.access.walls import entered
from jili.decisions import store
from jili.decisions.changes import changes_counted, changes_since, reasons
from jili.decisions.differences import runs_diff
from jili.decisions.models import DecisionChange, Publication, Run
from jili.decisions.publishing import run_publish
from jili.decisions.runs import run_make
from jili.decisions.seen import narrowed
from tests.decisions.conftest import CLERK, DAY
from tests.decisions.test_seen import county, somebody

pytestmark = pytest.mark.usefixtures("remembered")
Register = dict[str, pa.Table]
KEYS = ["statement", "subject_kind", "subject", "item"]


def two_published() -> tuple[Run, Run]:
    first, second = (run_make(actor=CLERK, day=DAY + timedelta(days=n * 400)) for n in range(2))
    for run in (first, second):
        run_publish(actor=CLERK, run=run)
    return first, second


def test_what_differs_from_the_publication_before_is_kept(register: Register) -> None:
    first, second = two_published()
    found = runs_diff(first, second).rows.to_pylist()
    kept = DecisionChange.objects.order_by(*KEYS).values_list(*KEYS, "change", "before", "after", "because")
    assert [*kept] == [
        (
            *(row[key] for key in KEYS),
            row["change"],
            row["before_outcome"] or "",
            row["after_outcome"] or "",
            row["because"] or [],
        )
        for row in found
    ]
    assert {change for *_, change, _, _, _ in kept} == {"appears", "changes", "vanishes"}
    told = Event.objects.filter(kind="run.publish").order_by("-seq")[0]
    body = {"before": first.pk, "changes": len(found), "count": second.count, "day": str(second.day)}
    assert told.body == canonical(body)


def test_the_first_publication_changes_nothing(register: Register) -> None:
    run_publish(actor=CLERK, run=run_make(actor=CLERK, day=DAY))
    assert not DecisionChange.objects.exists()


def test_where_the_run_before_is_no_longer_whole_the_next_is_published_all_the_same(register: Register) -> None:
    first, second = (run_make(actor=CLERK, day=DAY + timedelta(days=n * 400)) for n in range(2))
    run_publish(actor=CLERK, run=first)
    store.path(first.decisions).unlink()
    shown = run_publish(actor=CLERK, run=second)
    assert shown.run == second and not DecisionChange.objects.exists()
    assert '"changes":null' in Event.objects.filter(kind="run.publish").order_by("-seq")[0].body


def test_changes_know_where_their_subjects_belong(register: Register) -> None:
    two_published()
    about = DecisionChange.objects.filter(subject_kind="cadre")
    assert about.exists() and not about.exclude(cadre__gt="").exists()
    assert all(change.unit_path.endswith(f"{change.unit}/") for change in about.exclude(unit=""))


def test_since_a_moment_only_what_was_published_after_it(register: Register) -> None:
    two_published()
    access = somebody(Role.CITY_CADRES)
    moment = DecisionChange.objects.all()[0].publication.at
    assert changes_since(access, None).count() == DecisionChange.objects.count()
    assert changes_since(access, moment - timedelta(seconds=1)).count() == DecisionChange.objects.count()
    assert not changes_since(access, moment).exists() and not changes_since(access, timezone.now()).exists()


def test_the_latest_publication_comes_first_and_in_it_the_order_of_the_text(register: Register) -> None:
    two_published()
    run_publish(actor=CLERK, run=Run.objects.order_by("day")[0])
    found = changes_since(somebody(Role.CITY_CADRES), None)
    rows = list(found.values_list("publication_id", *KEYS))
    assert len({publication for publication, *_ in rows}) == 2
    assert rows == sorted(rows, key=lambda row: (-row[0], *row[1:]))


@pytest.mark.parametrize("role", [Role.CITY_CADRES, Role.COUNTY_OFFICE, Role.AUDITOR])
def test_what_one_publication_changed_is_counted_as_far_as_somebody_sees_it(register: Register, role: Role) -> None:
    two_published()
    access = somebody(role, unit=county() if role == Role.COUNTY_OFFICE else None)
    latest = Publication.objects.all()[0]
    seen = Counter(changes_since(access, None).filter(publication=latest).values_list("statement", "change"))
    assert changes_counted(access, latest) == seen
    assert bool(seen) is (role != Role.AUDITOR)


@pytest.mark.parametrize("role", [Role.CITY_ASSESSMENT, Role.COUNTY_OFFICE, Role.UNIT_PERSONNEL, Role.AUDITOR])
def test_a_role_is_told_of_what_it_sees_of_the_difference(register: Register, role: Role) -> None:
    first, second = two_published()
    over = county() if role in (Role.COUNTY_OFFICE, Role.UNIT_PERSONNEL) else None
    access = somebody(role, unit=over)
    wanted = [tuple(row.values()) for row in narrowed(access, runs_diff(first, second).rows).select(KEYS).to_pylist()]
    with entered(access):
        assert sorted(changes_since(access, None).values_list(*KEYS)) == sorted(wanted)
    assert bool(wanted) is (role != Role.AUDITOR)


def test_reasons_name_only_columns_that_somebody_sees() -> None:
    causes = [
        {"table": "annual_assessments", "key": "A1", "column": "grade", "old": "good", "new": "basic"},
        {"table": "annual_assessments", "key": "A1", "column": "reason", "old": None, "new": "case_open"},
        {"table": "findings", "key": "F1", "column": "", "old": None, "new": "new"},
    ]
    change = DecisionChange(because=causes)
    with_all, without = somebody_at_home(Role.CITY_CADRES), somebody_at_home(Role.UNIT_PERSONNEL)
    assert (reasons(with_all, change), reasons(without, change)) == (causes, causes[:1])


def somebody_at_home(role: Role) -> Access:
    return Access(Account(username="x"), role, (Grant(role=role),), DAY)


@pytest.mark.postgresql
def test_without_a_filter_the_database_shows_only_what_is_in_sight(register: Register) -> None:
    two_published()
    access = somebody(Role.COUNTY_OFFICE, unit=county())
    with entered(access), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM decisions_decisionchange WHERE subject_kind = 'cadre'")
        (count,) = cursor.fetchone()
    assert 0 < count < DecisionChange.objects.filter(subject_kind="cadre").count()
