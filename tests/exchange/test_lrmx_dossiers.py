"""Forms kept as dossiers: what is written, what stays, who it is, what the log says."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from jili.access.actor import Actor
from jili.access.models import Event, EventDetail
from jili.exchange.lrmx.dossiers import Refused, dossier_export, dossier_import
from jili.exchange.lrmx.lrmform import read_lrm
from jili.exchange.lrmx.person import Person, Relative
from jili.exchange.lrmx.xmlform import read_lrmx
from jili.records.identity import decipher
from jili.records.models import Cadre, Dossier, FamilyMember

pytestmark = pytest.mark.django_db

SAMPLES = Path(__file__).parent / "lrmx"
XML = (SAMPLES / "sample.lrmx").read_bytes()
LRM, PIC = (SAMPLES / "sample.lrm").read_bytes(), (SAMPLES / "sample.pic").read_bytes()
SAMPLE = read_lrmx(XML, "").person
CLERK = Actor("zhang", "city_cadres", "")


@pytest.fixture
def cadre() -> Cadre:
    return make("C1")


def make(cadre_id: str, name: str = "测试甲") -> Cadre:
    return Cadre.objects.create(
        cadre_id=cadre_id, name=name, gender="male", birth_on=date(1978, 3, 12), work_start_on=date(2000, 7, 1),
        joined_on=date(2016, 1, 1), category="civil_servant", professional=False,
    )  # fmt: skip


def everything(table: str, column: str) -> bool:
    return True


def put(person: Person, cadre: Cadre, **options: Any) -> Dossier | None:
    return dossier_import(actor=CLERK, parsed=person, cadre=cadre, why="换届", **{"sees": everything, **options})


def out(form: Any = "lrmx", **options: Any) -> Any:
    options = {"sees": everything, "cadres": Cadre.objects.all(), **options}
    return dossier_export(actor=CLERK, form=form, why="报送", **options)


def changed(**values: str) -> Person:
    return replace(SAMPLE, values={**SAMPLE.values, **values})


def test_the_samples_come_out_as_they_went_in_with_the_files_gone(cadre: Cadre) -> None:
    put(SAMPLE, cadre)
    put(read_lrm(LRM, "", PIC, "sample.pic").person, cadre)
    (lrm,) = out("lrm")
    assert (lrm.name, lrm.data, lrm.photo_name, lrm.photo) == ("测试甲.lrm", LRM, "测试甲.pic", PIC)
    assert [str(remark) for remark in lrm.remarks] == [".lrm 没有放身份证号的地方,这些没有写入"]
    (lrmx,) = out()
    assert lrmx.name == "测试甲.lrmx"
    # The .lrm says the same of him, but for two dates without a day.
    assert lrmx.data == re.sub(rb"(ShiJian>202406)01<", rb"\1<", XML)


def test_one_changed_field_changes_only_its_own_element(cadre: Cadre) -> None:
    put(SAMPLE, cadre)
    dossier = Dossier.objects.get()
    dossier.health = "一般"
    dossier.save()
    assert out()[0].data == XML.replace("健康</".encode(), "一般</".encode())


def test_the_same_form_twice_changes_nothing_and_says_nothing(cadre: Cadre) -> None:
    first = put(SAMPLE, cadre)
    assert first and first.version == 1
    assert put(SAMPLE, cadre) is None
    assert put(read_lrmx(XML, "").person, cadre) is None
    assert (Event.objects.count(), Dossier.history.count(), FamilyMember.history.count()) == (1, 1, 3)
    assert out()[0].data == out()[0].data == XML


def test_an_import_is_one_event_with_its_history_and_says_nothing_of_the_person_in_the_open(cadre: Cadre) -> None:
    put(SAMPLE, cadre)
    put(changed(health="一般", id_number="110101197803129019"), cadre)
    first, second = Event.objects.order_by("seq")
    assert (second.kind, second.subject, second.why, second.actor) == ("dossier.import", "cadre:C1", "换届", "zhang")
    assert '"columns":["health","id_number"]' in second.body and '"form":"lrmx"' in second.body
    for said in ("一般", "1101011978", "测试甲"):
        assert said not in first.body + second.body
    assert EventDetail.objects.get(event=second).value == ["健康", "一般"]
    assert not any("110101" in str(detail.value) for detail in EventDetail.objects.all())
    assert [(row.version, row.health, row.event) for row in Dossier.history.order_by("version")] == [
        (1, "健康", first.seq), (2, "一般", second.seq),
    ]  # fmt: skip


def test_the_id_number_is_kept_only_enciphered(cadre: Cadre) -> None:
    put(SAMPLE, cadre)
    kept = Dossier.objects.values().get()
    assert not any("110101197803129000" in str(value) for value in kept.values())
    assert decipher(kept["id_number_cipher"] or b"", "C1") == "110101197803129000"
    assert put(changed(id_number="110101197803129000".replace("1", "１")), cadre) is None


def test_an_id_number_of_another_cadre_is_refused_and_nothing_is_kept(cadre: Cadre) -> None:
    put(SAMPLE, cadre)
    with pytest.raises(Refused, match="这个号码已经登记在另一名干部名下"):
        put(SAMPLE, make("C2"))
    with pytest.raises(Refused, match="末位校验码"):
        put(changed(id_number="110101197803129001"), cadre)
    assert (Event.objects.count(), Dossier.objects.count()) == (1, 1)


def test_what_a_file_has_no_place_for_stays(cadre: Cadre) -> None:
    put(SAMPLE, cadre)
    older = re.sub(rb"\n  <(ShenFenZheng|ZhaoPian|MinZu|JiaTingChengYuan)>.*</\1>", b"", XML, flags=re.S)
    put(read_lrmx(older, "").person, cadre)
    dossier = Dossier.objects.get()
    assert (dossier.ethnicity, bytes(dossier.photo or b""), dossier.family.count()) == ("汉族", PIC, 3)
    assert dossier.id_number_cipher


def test_an_empty_element_empties_its_field_but_neither_photo_nor_number_nor_family(cadre: Cadre) -> None:
    put(SAMPLE, cadre)
    empty = re.sub(rb"<(NiRenZhiWu|ShenFenZheng|ZhaoPian|JiaTingChengYuan)>.*?</\1>", rb"<\1 />", XML, flags=re.S)
    put(read_lrmx(empty, "").person, cadre)
    dossier = Dossier.objects.get()
    assert (dossier.proposed_post, bytes(dossier.photo or b""), dossier.family.count()) == ("", PIC, 3)
    assert dossier.id_number_cipher


def test_relatives_are_followed_by_name_and_nobody_is_taken_away(cadre: Cadre) -> None:
    put(SAMPLE, cadre)
    wife, daughter, _ = SAMPLE.family or ()
    elder = Relative({**daughter.values, "relation": "长女"})
    son = Relative({"relation": "儿子", "name": "测试己", "born": "201201", "political_status": "", "work": ""})
    put(replace(SAMPLE, family=(son, elder, wife)), cadre)
    rows = [(m.place, m.relation, m.name, m.work) for m in Dossier.objects.get().family.all()]
    assert rows == [
        (1, "儿子", "测试己", ""), (2, "长女", "测试丙", "某县某中学学生"), (3, "妻子", "测试乙", "某县某中学教师"),
        (4, "父亲", "测试丁", "已去世"),
    ]  # fmt: skip
    assert put(replace(SAMPLE, family=(son, elder, wife)), cadre) is None


def test_what_a_file_has_beyond_the_columns_stays_when_another_lacks_it(cadre: Cadre) -> None:
    with_more = XML.replace(b"  <NiRen", b'  <BeiZhu>x</BeiZhu>\n  <Foo a="1"/>\n  <NiRen')
    put(read_lrmx(with_more, "").person, cadre)
    put(read_lrmx(XML.replace(b"  <NiRen", b"  <Foo>2</Foo>\n  <NiRen"), "").person, cadre)
    assert Dossier.objects.get().unknown_tags == {"lrmx": ["<Foo>2</Foo>", "<BeiZhu>x</BeiZhu>"]}
    (file,) = out()
    assert b"  <Foo>2</Foo>\n  <NiRen" in file.data and b"<BeiZhu>x</BeiZhu>\n</Person>" in file.data


def test_what_the_register_says_of_the_cadre_goes_out_where_the_form_says_otherwise(cadre: Cadre) -> None:
    put(changed(name="测试　甲", born="19780312", work_started="2000.07"), cadre)
    text = out()[0].data.decode()
    assert "<XingMing>测试　甲<" in text and "<ChuShengNianYue>19780312<" in text
    cadre.name, cadre.gender, cadre.birth_on, cadre.work_start_on = (
        "测试庚",
        "female",
        date(1979, 4, 1),
        date(2001, 8, 1),
    )
    cadre.save()
    tags = {"XingMing": "测试庚", "XingBie": "女", "ChuShengNianYue": "197904", "CanJiaGongZuoShiJian": "200108"}
    text = out()[0].data.decode()
    assert {tag: re.search(f"  <{tag}>(.*)<", text)[1] for tag in tags} == tags  # type: ignore[index]


def test_columns_that_may_not_be_seen_are_neither_brought_nor_taken(cadre: Cadre) -> None:
    hidden = {"proposed_post", "reason", "unknown_tags", "id_number_cipher", "photo", "health"}

    def personnel(table: str, column: str) -> bool:
        return column not in hidden and table != "family_members"

    put(SAMPLE, cadre, sees=personnel)
    dossier = Dossier.objects.get()
    assert (dossier.proposed_post, dossier.reason, dossier.photo, dossier.family.count()) == ("", "", None, 0)
    assert dossier.id_number_digest is None and dossier.ethnicity == "汉族"

    put(SAMPLE, cadre)
    text = out(sees=personnel)[0].data.decode()
    for canary in ("副县长人选", "工作需要", "110101", "/9j/", "测试乙", "健康"):
        assert canary not in text
    assert "<MinZu>汉族</MinZu>" in text
    put(changed(proposed_post="县长人选", ethnicity="回族"), cadre, sees=personnel)
    dossier.refresh_from_db()
    assert (dossier.proposed_post, dossier.ethnicity) == ("某县人民政府副县长人选", "回族")


def test_an_export_is_an_event_of_who_and_how_many(cadre: Cadre) -> None:
    make("C2")
    make("C3", "测试乙")
    for cadre_id in ("C1", "C2"):
        put(changed(id_number=""), Cadre.objects.get(pk=cadre_id))
    assert [file.name for file in out()] == ["测试甲(C1).lrmx", "测试甲(C2).lrmx"]
    event = Event.objects.get(kind="dossier.export")
    assert '"cadres":["C1","C2"],"count":2,"form":"lrmx","sha256":"' in event.body and event.why == "报送"
    assert out(cadres=Cadre.objects.filter(pk="C3")) == []


def test_a_dossier_that_came_in_no_file_goes_out_in_the_editors_style(cadre: Cadre) -> None:
    dossier = Dossier.objects.create(cadre=cadre, ethnicity="汉族", resume="2000.07--         某局")
    FamilyMember.objects.create(dossier=dossier, place=1, relation="妻子", name="测试乙")
    data = out()[0].data
    assert data.startswith(b'<?xml version="1.0" encoding="utf-8"?>\n<Person>\n  <XingMing>\xe6\xb5\x8b')
    assert b"\n  <JianLi>2000.07--         \xe6\x9f\x90" in data and data.endswith(
        b"<Version>3.2.1.16</Version>\n</Person>\n"
    )
    assert read_lrmx(data, "").exact
    put(read_lrmx(data, "").person, cadre)
    assert out()[0].data == data
