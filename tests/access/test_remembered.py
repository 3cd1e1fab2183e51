"""What a process remembers, and what ends it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.utils.safestring import mark_safe

from jili.access.actor import Actor
from jili.access.log import append_alone, last_change
from jili.access.models import LastChange
from jili.access.remembered import LEAST, memory, remembered, remembered_rows, remembering
from jili.access.roles import Role
from jili.access.scope import Access
from jili.records.models import Unit
from jili.web.lines import Table
from tests.access import cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def access() -> Access:
    memory.forget()
    cast.city()
    happens("unit.change")
    return Access.for_account(cast.account("somebody", Role.CITY_CADRES), cast.today())


def happens(kind: str) -> None:
    append_alone(actor=Actor.system("试验"), kind=kind, subject="unit:A")


def answers() -> Iterator[int]:
    yield from range(100)


def test_an_answer_holds_until_something_changes_not_until_something_is_read(access: Access) -> None:
    new = answers()

    def asked() -> int:
        with remembering():
            return remembered(access, "how many", lambda: next(new))

    assert [asked(), asked()] == [0, 0]
    for kind in ("cadres.read", "annual_assessments.read", "access.refused", "session.start"):
        happens(kind)
    assert asked() == 0
    happens("unit.change")
    assert [asked(), asked()] == [1, 1]
    happens("something.new")  # of which nobody has said that it changes nothing
    assert asked() == 2


def test_nothing_is_remembered_where_something_may_be_written_or_undone(access: Access) -> None:
    new = answers()
    assert [remembered(access, "how many", lambda: next(new)) for _ in range(2)] == [0, 1]
    with remembering(), transaction.atomic():
        assert [remembered(access, "how many", lambda: next(new)) for _ in range(2)] == [2, 3]


def test_an_answer_is_that_of_whoever_sees_the_same(access: Access) -> None:
    new = answers()
    others = [Access.for_account(cast.account(f"{role} {unit}", role, unit=unit), cast.today())
              for role, unit in ((Role.UNIT_HEAD, "A"), (Role.UNIT_PERSONNEL, "A"), (Role.UNIT_HEAD, "AD"))]  # fmt: skip
    with remembering():
        found = [remembered(one, "how many", lambda: next(new)) for one in (access, *others, access, *others)]
    assert found == [0, 1, 2, 3] * 2


def test_rows_are_remembered_once_each_in_their_order(access: Access) -> None:
    rows = Unit.objects.order_by("-path").values_list("pk", flat=True)
    with remembering():
        assert list(remembered_rows(access, rows)) == list(remembered_rows(access, rows)) == list(rows)
        assert list(remembered_rows(access, rows.filter(pk__in=[]))) == []
        assert list(remembered_rows(access, rows.values_list("kind", flat=True))) == list(
            dict.fromkeys(rows.values_list("kind", flat=True))
        )


def test_after_a_change_nothing_is_kept_of_what_was_remembered_before(access: Access) -> None:
    with remembering():
        for question in range(20):
            remembered(access, question, lambda: "what")
    happens("unit.change")
    with remembering():
        remembered(access, "how many", lambda: 1)
    assert len(memory._kept) == 1 and memory._bytes == LEAST


def test_what_was_remembered_longest_ago_goes_first(access: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jili.access.remembered.MOST", 2 * LEAST)
    new = answers()
    with remembering():
        found = [remembered(access, question, lambda: next(new)) for question in "aabacab"]
    assert found == [0, 0, 1, 0, 2, 0, 3]


def test_what_is_written_of_a_page_weighs_as_much_as_it_is_long(access: Access) -> None:
    with remembering():
        remembered(access, "page", lambda: "字" * 10_000)
        remembered(access, "table", lambda: Table(mark_safe("字" * 10_000), ()))
    assert [20_000 < size < 21_000 for _, size in memory._kept.values()] == [True, True]


def test_the_last_change_is_the_one_that_stands_in_the_log(access: Access) -> None:
    for kind in ("unit.change", "cadres.read", "cadre.change", "session.end"):
        happens(kind)
        kept, last = LastChange.objects.get(), last_change()
        assert last is not None and (kept.seq, bytes(kept.leaf)) == (last.seq, bytes(last.leaf))
    assert last_change().kind == "cadre.change"  # type: ignore[union-attr]
