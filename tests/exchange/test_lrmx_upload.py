"""Forms sent in like any other file: looked at before they are taken, taken whole, taken back."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest

from jili.access.roles import Role
from jili.exchange.lrmx.dossiers import dossier_export
from jili.exchange.models import Upload
from jili.records import models
from jili.records.register import content_hash, read
from tests.access import cast
from tests.exchange.desk import Desk, changes, notices, problems

pytestmark = pytest.mark.django_db(transaction=True)

SAMPLES = Path(__file__).parent / "lrmx"
XML = (SAMPLES / "sample.lrmx").read_bytes()
LRM, PIC = (SAMPLES / "sample.lrm").read_bytes(), (SAMPLES / "sample.pic").read_bytes()
RESUME = """2002.07--2010.01  甲县水利局科员
2010.01--2016.05  甲县清河镇副镇长
                  （其间：2012.09--2013.07在某党校学习）
2016.05--         甲县水利局科长"""
GRADES = "2021年、2022年年度考核均为称职，2023年年度考核为优秀，2024年基本称职。"
NAME = "柳AD员"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    cast.city()
    return Desk(cast.people()[Role.CITY_CADRES], tmp_path)


def form(**texts: str) -> bytes:
    """The sample as the form of 柳AD员."""
    texts = {
        "XingMing": NAME, "XingBie": "女", "ChuShengNianYue": "198005", "CanJiaGongZuoShiJian": "200207",
        "JianLi": RESUME, "NianDuKaoHeJieGuo": GRADES, "ShenFenZheng": "410423198005042023", **texts,
    }  # fmt: skip
    data = XML.decode()
    for tag, text in texts.items():
        data, times = re.subn(rf"(\n  <{tag}>).*?(</{tag}>)", rf"\g<1>{text}\g<2>", data, flags=re.S)
        assert times == 1
    return data.encode()


def send(desk: Desk, data: bytes, name: str = "柳.lrmx") -> Upload:
    file = desk.folder / "sent"
    file.write_bytes(data)
    return desk.send(file, name)


def zipped(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members:
            packed.writestr(name, data)
    return out.getvalue()


def out(desk: Desk, form: str = "lrmx") -> list[bytes]:
    cadres = models.Cadre.objects.all()
    files = dossier_export(actor=desk.access.actor(), cadres=cadres, form=form, why="", sees=desk.access.sees)  # type: ignore[arg-type]
    return [data for file in files for data in (file.data, file.photo) if data]


def test_a_form_is_looked_at_taken_and_comes_out_as_it_went_in(desk: Desk) -> None:
    upload = send(desk, form())
    assert problems(upload) == [] and upload.counts["dossiers"]["new"] == 1
    desk.confirm(upload)
    assert upload.state == Upload.State.CONFIRMED
    assert out(desk) == [form()]
    dossier = models.Dossier.objects.get()
    assert (dossier.pk, dossier.family.count(), dossier.id_number_digest is not None) == ("AD-staff", 3, True)
    assert dossier.history.get().event == upload.confirmed_event
    again = send(desk, form(JianKangZhuangKuang="一般"), "柳2.lrmx")
    assert [(table, values) for table, _, _, values in changes(again)] == [("dossiers", {"health": "一般"})]


def test_undo_puts_a_dossier_back_as_it_was_with_its_family(desk: Desk) -> None:
    desk.confirm(send(desk, form()))
    family = re.sub("测试丙", "测试己", form(JianKangZhuangKuang="一般").decode()).encode()
    desk.confirm(second := send(desk, family, "柳2.lrmx"))
    assert [row.name for row in models.Dossier.objects.get().family.all()] == ["测试乙", "测试己", "测试丁", "测试丙"]
    desk.undo(second)
    assert second.state == Upload.State.UNDONE and out(desk) == [form()]


def test_undo_takes_a_new_dossier_away_with_its_family(desk: Desk) -> None:
    desk.confirm(upload := send(desk, form()))
    desk.undo(upload)
    assert upload.state == Upload.State.UNDONE, upload.job
    assert not models.Dossier.objects.exists() and not models.FamilyMember.objects.exists()


def test_what_the_words_of_a_form_propose_is_taken_only_when_asked_for(desk: Desk) -> None:
    for year in (2021, 2022, 2023):
        models.AssessmentRound.objects.create(year=year, closed_on=date(year + 1, 3, 20))
    models.AnnualAssessment.objects.create(
        assessment_id="N1", cadre_id="AD-staff", year=2021, grade="competent", decided_on=date(2022, 3, 1)
    )
    models.AnnualAssessment.objects.create(
        assessment_id="N2", cadre_id="AD-staff", year=2022, grade="excellent", decided_on=date(2023, 3, 1)
    )
    cast.appointment("AT-staff", "AT", title="副镇长", rank=2, start_on=date(2001, 1, 5), end_on=date(2009, 1, 5))
    before = content_hash(read())
    upload = send(desk, form())
    assert problems(upload) == []
    rows = {
        (row.table, row.values.get("year"), row.values.get("start_on")): row for row in upload.rows.exclude(beside="")
    }
    assert {key: (row.state, row.beside) for key, row in rows.items()} == {
        ("annual_assessments", None, None): ("changed", "2021年、2022年年度考核均为称职"),
        ("annual_assessments", 2023, None): ("new", "2023年年度考核为优秀"),
        ("appointments", None, "2010-01-01"): (
            "new", "2010.01--2016.05  甲县清河镇副镇长\n（其间：2012.09--2013.07在某党校学习）",
        ),
    }  # fmt: skip
    post = rows["appointments", None, "2010-01-01"].values
    assert (post["unit_id"], post["title"], post["rank"], post["end_on"]) == ("AT", "副镇长", 2, "2016-05-01")
    said = {(column, message) for _, column, message, _ in notices(upload)}
    assert ("职务", "没有据此提出:该单位没有登记过这个职务,层次不明") in said
    assert ("年度考核结果", "基本称职、不称职、不定等次要有审定日和文号,没有据此提出;请在“年度综合考核”表登记") in said

    desk.confirm(upload)
    assert content_hash(read()) == before and models.Dossier.objects.exists()


def test_proposals_are_taken_together_with_the_form_when_asked_for(desk: Desk) -> None:
    models.AssessmentRound.objects.create(year=2023, closed_on=date(2024, 3, 20))
    desk.confirm(upload := send(desk, form(JianLi="")), proposed=True)
    assert upload.state == Upload.State.CONFIRMED, upload.job
    (taken,) = models.AnnualAssessment.objects.all()
    assert (taken.cadre_id, taken.year, taken.grade, taken.decided_on) == (
        "AD-staff",
        2023,
        "excellent",
        date(2024, 3, 20),
    )


def test_a_registered_post_whose_end_the_form_knows_is_proposed_to_end(desk: Desk) -> None:
    cast.appointment("AD-staff", "AT", title="副镇长", rank=2, start_on=date(2010, 1, 17), end_on=None)
    upload = send(desk, form(NianDuKaoHeJieGuo=""))
    assert [(table, state, values) for table, state, _, values in changes(upload) if table == "appointments"] == [
        ("appointments", "changed", {"end_on": "2016-05-01"})
    ]


def test_a_person_is_known_by_number_else_by_name_and_birth_never_by_name_alone(desk: Desk) -> None:
    refused = send(desk, form(ChuShengNianYue="1980", ShenFenZheng=""))
    assert [(row[0], row[2], row[4]) for row in problems(refused)] == [
        ("柳.lrmx", "出生年月", "没有身份证号,出生年月也读不出,只凭姓名不能认人")
    ]
    other = send(desk, form(ChuShengNianYue="198006", ShenFenZheng=""), "柳2.lrmx")
    assert [row[4] for row in problems(other)] == [f"您的范围内没有叫“{NAME}”的人"]
    models.Cadre.objects.filter(pk="AT-staff").update(name=NAME)
    two = send(desk, form(ShenFenZheng=""), "柳3.lrmx")
    assert [row[4] for row in problems(two)] == [f"有 2 个叫“{NAME}”的人"]
    models.Cadre.objects.filter(pk="AT-staff").update(birth_on=date(1981, 5, 4))
    by_birth = send(desk, form(ShenFenZheng="", NianDuKaoHeJieGuo="", JianLi=""), "柳4.lrmx")
    assert problems(by_birth) == [] and [pk for _, _, pk, _ in changes(by_birth)] == ["AD-staff"]
    assert ("姓名", "没有身份证号,按姓名和出生年月认人:请核对认得对不对") in {
        (c, m) for _, c, m, _ in notices(by_birth)
    }
    desk.confirm(send(desk, form(NianDuKaoHeJieGuo="", JianLi=""), "柳5.lrmx"))
    models.Cadre.objects.filter(pk="AT-staff").update(birth_on=date(1980, 5, 4))
    by_number = send(desk, form(JianKangZhuangKuang="差", ChuShengNianYue="1980"), "柳6.lrmx")
    assert problems(by_number) == [] and [pk for table, _, pk, _ in changes(by_number) if table == "dossiers"] == [
        "AD-staff"
    ]


def test_a_zip_of_both_kinds_goes_in_and_comes_out(desk: Desk) -> None:
    models.Cadre.objects.create(
        cadre_id="X", name="测试甲", gender="male", birth_on=date(1978, 3, 12), work_start_on=date(2000, 7, 1),
        joined_on=date(2016, 1, 1), category="civil_servant", professional=False,
    )  # fmt: skip
    packed = zipped(("表/柳.lrmx", form()), ("表/甲.lrm", LRM), ("表/甲.pic", PIC))
    desk.confirm(upload := send(desk, packed, "全部.zip"))
    assert upload.state == Upload.State.CONFIRMED, upload.problems.values()
    assert out(desk)[0] == form()
    assert out(desk, "lrm")[2:] == [LRM, PIC] or out(desk, "lrm")[-2:] == [LRM, PIC]


def test_a_bad_member_is_named_and_nothing_is_taken(desk: Desk) -> None:
    bad = form(XingMing="柳AD长", ShenFenZheng="410423198005042024")
    dtd = b'<!DOCTYPE Person [<!ENTITY x SYSTEM "file:///etc/hostname">]>\n<Person>&x;</Person>'
    upload = send(desk, zipped(("好.lrmx", form()), ("坏.lrmx", bad), ("毒.lrmx", dtd)), "全部.zip")
    assert [(sheet, column, message) for sheet, _, column, _, message, _ in problems(upload)] == [
        ("坏.lrmx", "身份证号", "末位校验码与前 17 位不符,有一位写错或两位颠倒"),
        ("毒.lrmx", "", "第 1 行第 18 列:文件里有文档类型声明(DOCTYPE),任免审批表不用它,可能藏有攻击"),
    ]
    desk.confirm(upload)
    assert upload.state == Upload.State.CHECKED and not models.Dossier.objects.exists()


def test_two_forms_of_one_person_are_not_both_taken(desk: Desk) -> None:
    upload = send(desk, zipped(("一.lrmx", form()), ("二.lrmx", form(JianKangZhuangKuang="差"))), "全部.zip")
    assert {row[0] for row in problems(upload)} == {"二.lrmx"}


def test_whoever_may_not_see_a_column_does_not_bring_it(tmp_path: Path) -> None:
    cast.city()
    desk = Desk(cast.people()[Role.UNIT_PERSONNEL], tmp_path)
    desk.confirm(upload := send(desk, form(JianLi="", NianDuKaoHeJieGuo="")))
    assert upload.state == Upload.State.CONFIRMED, upload.problems.values()
    dossier = models.Dossier.objects.get()
    assert (dossier.proposed_post, dossier.ethnicity, dossier.family.count()) == ("", "汉族", 3)
    assert ("拟任职务", "这一栏不归您填,没有读") in {(column, message) for _, column, message, _ in notices(upload)}
    elsewhere = form(XingMing="柳AT员", ShenFenZheng="", JianLi="", NianDuKaoHeJieGuo="")
    assert [row[4] for row in problems(send(desk, elsewhere, "外.lrmx"))] == ["您的范围内没有叫“柳AT员”的人"]
