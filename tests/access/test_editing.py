"""Records are entered, changed and removed whole, with event and history, and never over somebody else's change."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import connection, connections

from jili.access.actor import Actor
from jili.access.editing import Stale, record_change, record_create, record_remove
from jili.access.models import Event, EventDetail
from jili.access.roles import Role
from jili.records import models
from tests.access import cast
from tests.access.cast import MOVED, SELF, today

CLERK = Actor("clerk", Role.CITY_CADRES)


def create(table: str, **values: Any) -> Any:
    return record_create(actor=CLERK, table=table, values=values, why="补录")


def change(record: Any, version: int | None = None, **values: Any) -> Any:
    seen = record.version if version is None else version
    return record_change(actor=CLERK, record=record, version=seen, values=values, why="更正")


def remove(record: Any) -> None:
    record_remove(actor=CLERK, record=record, version=record.version, why="误录")


def refusal(do: Any, *args: Any, **values: Any) -> dict[str, list[str]]:
    """What a service refuses with; nothing may be left of it."""
    before = (Event.objects.count(), models.Cadre.history.count())
    with pytest.raises(ValidationError) as raised:
        do(*args, **values)
    assert (Event.objects.count(), models.Cadre.history.count()) == before
    error = raised.value
    return error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}


@pytest.fixture
def city(db: None) -> None:
    cast.city()


def assessed(**values: Any) -> Any:
    given = {"cadre_id": SELF, "year": 2024, "grade": "competent", "decided_on": date(2025, 3, 1), **values}
    return create("annual_assessments", **given)


def test_a_record_is_entered_changed_and_removed_with_its_events_and_its_history(city: None) -> None:
    made = create("leave", cadre_id=SELF, year="2024", taken_days="5.0")
    changed = change(made, taken_days="7.5")
    remove(changed)
    events = list(Event.objects.order_by("seq"))
    assert [
        (e.kind, e.subject, e.why, json.loads(e.body)["columns"], json.loads(e.body)["version"]) for e in events
    ] == [
        ("leave.create", f"leave:{SELF}/2024", "补录", ["cadre_id", "year", "taken_days"], 1),
        ("leave.change", f"leave:{SELF}/2024", "更正", ["taken_days"], 2),
        ("leave.remove", f"leave:{SELF}/2024", "误录", ["cadre_id", "year", "taken_days"], 3),
    ]
    details = EventDetail.objects.filter(event=events[1]).values_list("name", "value")
    assert list(details) == [("taken_days", ["5.0", "7.5"])]
    history = models.Leave.history.order_by("history_id").values_list("history_type", "version", "event", "taken_days")
    assert [(kind, version, event, str(days)) for kind, version, event, days in history] == [
        ("+", 1, events[0].seq, "5.0"), ("~", 2, events[1].seq, "7.5"), ("-", 3, events[2].seq, "7.5"),
    ]  # fmt: skip
    assert not models.Leave.objects.exists()


def test_a_change_to_what_is_already_so_is_none(city: None) -> None:
    made = create("leave", cadre_id=SELF, year=2024, taken_days="5.0")
    same = change(made, taken_days="5.0")
    assert (same.version, models.Leave.objects.get().version, Event.objects.count()) == (1, 1, 1)


def test_a_new_record_gets_an_id_of_its_own(city: None) -> None:
    one, other = (create("health_checks", cadre_id=SELF, checked_on=today()) for _ in range(2))
    assert one.pk != other.pk and len(one.pk) == 20


def test_a_stale_save_is_refused_and_says_what_is_there_now(city: None) -> None:
    made = create("leave", cadre_id=SELF, year=2024, taken_days="5.0")
    change(made, taken_days="7.0")
    with pytest.raises(Stale) as raised:
        change(made, version=1, taken_days="9.0")
    assert raised.value.current is not None
    assert (raised.value.current.taken_days, raised.value.current.version) == (7, 2)  # type: ignore[attr-defined]
    remove(raised.value.current)
    with pytest.raises(Stale) as gone:
        change(made, version=2, taken_days="9.0")
    assert gone.value.current is None


def test_what_is_wrong_with_a_record_is_said_by_column_in_chinese(city: None) -> None:
    assert refusal(assessed, grade="great", year=1500) == {
        "grade": ["值 'great' 不是有效选项。"],
        "year": ["确保该值大于或等于1900。"],
    }
    assert refusal(create, "insurances", cadre_id=SELF, start_on="2024-05-01", end_on="2024-04-01") == {
        "end_on": ["保险止不得早于保险起"]
    }
    assert "cadre_id" in refusal(create, "talks", cadre_id="nobody", held_on=today())
    assert "held_on" in refusal(create, "talks", cadre_id=SELF, held_on="2024年13月")
    create("leave", cadre_id=SELF, year=2024, taken_days=1)
    assert refusal(create, "leave", cadre_id=SELF, year=2024, taken_days=2) == {
        NON_FIELD_ERRORS: ["已有同样的“年休假”;请更改那一条,不要再填"]
    }
    with pytest.raises(ValueError, match="no columns"):
        create("leave", cadre_id=SELF, year=2023, taken_days=1, version=9)


def test_a_rule_between_the_columns_of_a_record_is_kept(city: None) -> None:
    assert refusal(assessed, grade="none") == {"reason": ["等次(grade)为 none 不定等次时要填原因,其他等次不得填"]}
    assert assessed(grade="none", reason="study").reason == "study"


def test_two_assessments_of_one_year_may_not_stand_together(city: None) -> None:
    first = assessed()
    assert refusal(assessed) == {NON_FIELD_ERRORS: ["同一干部同一年度的考核只能有一件有效"]}
    change(first, annulled_on=date(2025, 6, 1))
    said = "同一干部同一年度的考核与另一条记录同时有效;请给先前的一件填上撤销日(annulled_on)或删去一行"
    assert refusal(assessed, decided_on=date(2025, 5, 1)) == {"year": [said]}
    assert assessed(decided_on=date(2025, 6, 1)).pk != first.pk


def test_a_talk_covers_a_trigger_of_its_own_cadre(city: None) -> None:
    talk = create("talks", cadre_id=SELF, held_on=today())
    own, other = (
        create("talk_triggers", cadre_id=cadre, kind="request", occurred_on=today()) for cadre in (SELF, "BT-staff")
    )
    assert "trigger" in refusal(create, "talk_covers", talk_id=talk.pk, trigger=other.pk)
    create("talk_covers", talk_id=talk.pk, trigger=own.pk)
    assert refusal(remove, own) == {NON_FIELD_ERRORS: ["应为任职编号、任职编号加“/end”或谈话事由编号;没有找到"]}
    assert "trigger" in "".join(refusal(change, own, cadre_id="BT-staff")) or models.TalkTrigger.objects.count() == 2


def test_an_award_is_for_whoever_has_the_merit(city: None) -> None:
    merit = create("merits", cadre_id=SELF, contribution="major", critical=False, recognised_on=today())
    given = {"merit_id": merit.pk, "level": "third", "authority": "municipal", "decided_on": today()}
    assert list(refusal(create, "awards", cadre_id="AD-head", **given)) == ["merit_id"]
    create("awards", cadre_id=SELF, **given)
    assert refusal(change, merit, cadre_id="AD-head") == {
        NON_FIELD_ERRORS: ["奖励的干部或领导班子应与所依功绩(merits)的相同"]
    }
    assert refusal(remove, merit) == {NON_FIELD_ERRORS: ["还有“奖励”引用这条记录;请先更改或删去那一条"]}


def test_a_settlement_is_about_something_that_is_there(city: None) -> None:
    given = {"statement": "11.5", "subject_kind": "cadre", "kind": "done_elsewhere", "decided_on": today()}
    assert list(refusal(create, "settlements", subject="nobody", **given)) == ["subject"]
    vacancy = create("vacancies", unit_id="AD", title="局长", chief=True)
    for item in ("2024", None):
        create("settlements", subject=SELF, item=item, **given)
        assert refusal(create, "settlements", subject=SELF, item=item, **given) == {
            NON_FIELD_ERRORS: ["已有同样的“办结说明”;请更改那一条,不要再填"]
        }
    create("settlements", **{**given, "statement": "8", "subject_kind": "vacancy"}, subject=vacancy.pk)
    assert list(refusal(remove, vacancy)) == [NON_FIELD_ERRORS]


def test_the_ten_of_a_year_are_announced_on_one_day(city: None) -> None:
    create("ten_list", cadre_id=SELF, year=2024, announced_on=today())
    said = refusal(create, "ten_list", cadre_id=MOVED, year=2024, announced_on=today() - timedelta(days=1))
    assert list(said) == ["announced_on"]


def test_units_below_a_unit_that_moves_move_with_it_and_never_in_a_circle(city: None) -> None:
    unit = models.Unit.objects.get(pk="AD")
    assert refusal(change, unit, parent_id="AS") == {"parent_id": ["沿上级单位往上走会绕回原处;请改选上级单位"]}
    change(unit, parent_id="B")
    found = dict(models.Unit.objects.filter(pk__in=("AD", "AS")).values_list("pk", "path"))
    assert found == {"AD": "M/B/AD/", "AS": "M/B/AD/AS/"}
    new = create("units", name="新单位", parent_id="AS", kind="institution", remote=False)
    assert (new.path, new.history.count()) == (f"M/B/AD/AS/{new.pk}/", 1)


def test_nobody_changes_records_of_themselves(city: None) -> None:
    cast.account("clerk", Role.UNIT_PERSONNEL, unit="AD", cadre_id=SELF)
    said = {NON_FIELD_ERRORS: ["不能更改自己的记录;请由他人办理"]}
    assert refusal(create, "leave", cadre_id=SELF, year=2024, taken_days=5) == said
    other = create("leave", cadre_id="AD-head", year=2024, taken_days=5)
    assert refusal(change, other, cadre_id=SELF) == said
    assert create("hardships", cadre_id="AD-head", opened_on=today()).pk


def test_everything_of_a_dossier_but_what_the_system_keeps_can_be_entered(city: None) -> None:
    made = create("dossiers", cadre_id=SELF, ethnicity="汉族", photo=b"jpeg")
    create("family_members", dossier_id=SELF, place=1, relation="父亲", name="某某")
    assert (made.pk, made.ethnicity) == (SELF, "汉族")
    events = Event.objects.order_by("seq").values_list("subject", flat=True)
    assert list(events) == [f"dossiers:{SELF}", "family_members:None"]


def counted(record: Any, saves: int, checked: bool) -> int:
    """Add one to a record so many times, trying again when refused; without the check, simply write."""
    for _ in range(saves):
        while True:
            seen = models.Leave.objects.get(pk=record.pk)
            if not checked:
                models.Leave.objects.filter(pk=record.pk).update(taken_days=seen.taken_days + 1)
                break
            try:
                change(seen, taken_days=seen.taken_days + 1)
                break
            except Stale:
                continue
    connections.close_all()
    return saves


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("checked", [True, False], ids=["checked", "control"])
def test_of_sixteen_editors_nobodys_save_is_lost_unless_the_check_is_left_out(checked: bool) -> None:
    if not checked and connection.vendor == "sqlite":
        return  # one writer at a time, who reads what the last one wrote often enough not to show it
    cast.city()
    record = create("leave", cadre_id=SELF, year=2024, taken_days=0)
    with ThreadPoolExecutor(16) as pool:
        saves = sum(pool.map(lambda _: counted(record, 3, checked), range(16)))
    found = models.Leave.objects.get(pk=record.pk)
    assert saves == 48
    assert (found.taken_days == 48) is checked
    if checked:
        assert (found.version, Event.objects.filter(kind="leave.change").count()) == (49, 48)
        assert models.Leave.history.count() == 49
