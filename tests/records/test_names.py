"""What follows from the names of cadres is as the names are, whoever has written them."""

from __future__ import annotations

import pytest
from django.db import connection

from jili.access.actor import Actor
from jili.access.editing import record_change, record_create, record_remove
from jili.records.models import Cadre, CadreName, CadreSpelling
from jili.records.names import names_keep, names_mend, names_tables, names_wrong
from jili.records.strokes import strokes_key
from tests.access import cast

pytestmark = pytest.mark.django_db
CLERK = Actor("clerk", "city_cadres")
VALUES = {
    "name": "单 三", "gender": "male", "birth_on": "1980-05-04", "work_start_on": "2002-07-01",
    "joined_on": "2002-07-01", "category": "civil_servant", "professional": False,
}  # fmt: skip
SHAN = ["单三", "三", "shansan", "ss", "dansan", "ds"]


def kept() -> dict[str, tuple[str, set[str]]]:
    """Cadre → key and spellings."""
    spelled = {
        pk: set(CadreSpelling.objects.filter(cadre=pk).values_list("spelling", flat=True))
        for pk in CadreSpelling.objects.values_list("cadre", flat=True)
    }
    return {pk: (strokes, spelled.pop(pk)) for pk, strokes in CadreName.objects.values_list("cadre", "strokes")} | {
        pk: ("", rest) for pk, rest in spelled.items()
    }


def test_who_is_entered_renamed_and_removed_is_found_accordingly() -> None:
    made = record_create(actor=CLERK, table="cadres", values=VALUES, why="新进")
    assert kept() == {made.pk: (strokes_key("单三"), set(SHAN))}
    renamed = record_change(actor=CLERK, record=made, version=1, values={"name": "李四"}, why="更名")
    assert kept() == {made.pk: (strokes_key("李四"), {"李四", "四", "lisi", "ls"})}
    record_remove(actor=CLERK, record=renamed, version=2, why="误录")
    assert kept() == {}


def test_a_change_of_something_else_leaves_all_as_it_was() -> None:
    made = record_create(actor=CLERK, table="cadres", values=VALUES, why="新进")
    before = kept()
    record_change(actor=CLERK, record=made, version=1, values={"gender": "female"}, why="更正")
    assert kept() == before


def test_whole_registers_get_the_same_as_single_records() -> None:
    cast.city()
    names = dict(Cadre.objects.values_list("pk", "name"))
    names_keep(names)
    tables = names_tables(names)
    assert dict(CadreName.objects.values_list("cadre", "strokes")) == dict(
        zip(*(tables["cadre_names"].column(name).to_pylist() for name in ("cadre_id", "strokes")), strict=True)
    )
    assert sorted(CadreSpelling.objects.values_list("cadre", "spelling")) == sorted(
        zip(*(tables["cadre_spellings"].column(name).to_pylist() for name in ("cadre_id", "spelling")), strict=True)
    )


def test_a_difference_is_found_and_mended() -> None:
    cast.city()
    names_keep(Cadre.objects.values_list("pk", flat=True))
    right = kept()
    Cadre.objects.filter(pk="MD-head").update(name="李四")
    CadreSpelling.objects.filter(cadre="MD-staff", spelling="员").delete()
    CadreName.objects.filter(cadre="A-head").delete()
    assert set(names_wrong()) == {"MD-head", "MD-staff", "A-head"}
    names_mend()
    assert list(names_wrong()) == []
    assert kept() == {**right, "MD-head": (strokes_key("李四"), {"李四", "四", "lisi", "ls"})}


@pytest.mark.postgresql
def test_beginnings_are_found_by_an_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    asked = CadreSpelling.objects.filter(spelling__startswith="zhang").order_by("spelling")
    assert "Index Cond: ((spelling >= 'zhang'" in asked.explain()
