"""The list of cadres: who is in it, by what it is narrowed and ordered, what of it each role sees; finding while typing."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jili.access.models import Event, EventDetail, Preference
from jili.decisions.models import Decision, Publication, Run
from jili.records import identity, models
from jili.records.names import names_keep
from jili.web.tones import spoken
from tests.access import cast
from tests.access.cast import SELF

pytestmark = pytest.mark.django_db
NUMBER = "41040219800504123" + identity.check_digit("41040219800504123")
MOST_QUERIES = 12


@pytest.fixture
def browsers() -> dict[str, Client]:
    cast.city()
    for pk, name in {"AD-head": "王一", "AS-head": "单雄信", "AS-staff": "𠮷文", SELF: "欧阳修"}.items():
        models.Cadre.objects.filter(pk=pk).update(name=name)
    names_keep(["AD-head", "AS-head", "AS-staff", SELF])
    models.Cadre.objects.filter(pk="AS-head").update(gender="male", birth_on=date(1975, 1, 2))
    models.AssessmentRound.objects.create(year=2024, closed_on=date(2025, 3, 1))
    for pk, grade in {"AD-head": "excellent", SELF: "basic"}.items():
        models.AnnualAssessment.objects.create(
            assessment_id=pk, cadre_id=pk, year=2024, grade=grade, decided_on=date(2025, 3, 1)
        )
    return {str(role): cast.client(account) for role, account in cast.people().items()}


def names(answer: Any) -> list[str]:
    """Who stands on the list, in its order."""
    return re.findall(r'<th scope="row" class="keep"><a href="[^"]*">(.*?)</a>', answer.content.decode())


def found(browser: Client, **asked: str) -> list[str]:
    return names(browser.get("/cadres/", asked))


AD = ["王一", "𠮷文", "欧阳修", "单雄信"]
"""Who serves in AD and below, by strokes: 4, 6, 8 (欧), 8 (单)."""


def test_people_stand_by_strokes_of_their_surnames_unless_asked_otherwise(browsers: dict[str, Client]) -> None:
    head = browsers["unit_head"]
    assert found(head) == found(head, order="strokes") == AD
    assert found(head, order="unit") == ["王一", "欧阳修", "𠮷文", "单雄信"]
    assert found(head, order="birth") == ["单雄信", "王一", "𠮷文", "欧阳修"]


@pytest.mark.parametrize(
    ("typed", "who"),
    [
        ("单雄信", ["单雄信"]), ("雄信", ["单雄信"]), ("shanxiong", ["单雄信"]), ("Shàn Xióng", ["单雄信"]), ("sxx", ["单雄信"]),
        ("danxiongxin", ["单雄信"]), ("ouyang", ["欧阳修"]), ("jw", ["𠮷文"]), ("水库", ["𠮷文", "单雄信"]), ("某", []), ("%", []),
    ],
)  # fmt: skip
def test_people_are_found_by_name_pinyin_initials_and_unit(
    browsers: dict[str, Client], typed: str, who: list[str]
) -> None:
    assert found(browsers["unit_head"], q=typed) == who


def test_an_id_number_finds_its_holder_for_whoever_sees_such_numbers(browsers: dict[str, Client]) -> None:
    number = identity.read(NUMBER)
    models.Dossier.objects.create(
        cadre_id=SELF, id_number_cipher=identity.encipher(number, SELF), id_number_digest=identity.digest(number)
    )
    assert found(browsers["unit_personnel"], q=NUMBER) == ["欧阳修"]
    assert found(browsers["unit_head"], q=NUMBER) == found(browsers["unit_personnel"], q=NUMBER[-4:]) == []
    assert "欧阳修" in browsers["unit_personnel"].get("/found/people/", {"q": NUMBER}).content.decode()


@pytest.mark.parametrize(
    ("asked", "who"),
    [
        ({"unit": "甲县水库管理所"}, ["𠮷文", "单雄信"]), ({"unit": "水利"}, AD), ({"unit": "甲县水利局 › 甲县水库管理所"}, ["𠮷文", "单雄信"]),
        ({"rank": "3"}, ["王一", "单雄信"]), ({"grade": "excellent"}, ["王一"]), ({"grade": "basic"}, ["欧阳修"]),
        ({"gender": "male"}, ["单雄信"]), ({"category": "institution_staff"}, []), ({"gender": "female", "rank": "2"}, ["𠮷文", "欧阳修"]),
    ],
)  # fmt: skip
def test_the_list_is_narrowed(browsers: dict[str, Client], asked: dict[str, str], who: list[str]) -> None:
    assert found(browsers["unit_head"], **asked) == who


def test_the_list_is_narrowed_to_whom_a_decision_is_about(browsers: dict[str, Client]) -> None:
    decided("6.4", "no_promotion", SELF)
    decided("9.2", "candidate", "AD-head")
    assert found(browsers["unit_head"], decided="6.4:no_promotion") == ["欧阳修"]
    assert found(browsers["city_cadres"], decided="9.2:candidate") == ["王一"]
    answer = browsers["unit_head"].get("/cadres/", {"decided": "9.2:candidate"})
    assert names(answer) == [] and "decided" in answer.context["filters"].errors


def decided(statement: str, outcome: str, cadre: str, level: int = 2) -> None:
    run, _ = Run.objects.get_or_create(
        id="r", defaults={"day": cast.today(), "readings": {}, "tables": {}, "count": 1, "seconds": 1}
    )
    Publication.objects.get_or_create(run=run)
    Decision.objects.create(
        id=Decision.objects.count(), statement=statement, effect="bar", subject_kind="cadre", subject=cadre, item="2024",
        outcome=outcome, evidence="", unit="AD", unit_path="M/A/AD/", cadre=cadre, level=level,
    )  # fmt: skip


def test_a_unit_that_nobody_sees_is_said_not_to_be_there(browsers: dict[str, Client]) -> None:
    answer = browsers["unit_head"].get("/cadres/", {"unit": "乙县"})
    assert names(answer) == [] and "管理范围内没有名称含这几个字的单位" in answer.content.decode()


def test_what_a_role_does_not_see_it_can_neither_filter_nor_order_nor_show(browsers: dict[str, Client]) -> None:
    models.Vacancy.objects.create(vacancy_id="V", unit_id="AD", title="局长", rank=3, chief=True)
    models.Proposal.objects.create(
        proposal_id="P", vacancy_id="V", cadre_id=SELF, action="promote", required_years=2, special_need=False, selected=False
    )  # fmt: skip
    discipline = browsers["discipline"].get("/cadres/", {"gender": "male", "rank": "7", "order": "birth"})
    assert list(discipline.context["filters"].fields) == ["q", "unit", "order"]
    assert [column.name for column in discipline.context["columns"]] == ["posts"]
    assert found(browsers["discipline"], gender="male", rank="7") == ["欧阳修"]
    assert "order" in discipline.context["filters"].errors
    assert "1980" not in browsers["discipline"].get("/cadres/").content.decode()


def test_columns_are_chosen_and_kept(browsers: dict[str, Client]) -> None:
    head = browsers["unit_head"]
    back = head.post("/cadres/columns/?q=wang", {"column": ["birth_on", "decided", "nothing"]})
    assert back["Location"] == "/cadres/?q=wang"
    page = head.get("/cadres/")
    assert [column.name for column in page.context["columns"]] == ["birth_on", "decided"]
    assert "1975年1月" in page.content.decode() and "职务层次</th>" not in page.content.decode()
    assert Preference.objects.get().value == ["birth_on", "decided"] and not Event.objects.exists()


def test_decisions_to_be_heeded_are_shown(browsers: dict[str, Client]) -> None:
    decided("6.4", "no_promotion", SELF, level=3)
    decided("8.3.4", "recommended_first", "AD-head")
    browsers["unit_head"].post("/cadres/columns/", {"column": ["decided"]})
    rows = browsers["unit_head"].get("/cadres/").content.decode().split("<tr>")
    assert [spoken("no_promotion") in row for row in rows[2:]] == [name == "欧阳修" for name in AD]
    assert [(event.kind, event.subject, event.body) for event in Event.objects.all()] == [
        ("decisions.read", "list:cadres", '{"count":4}')
    ]


def test_people_found_by_what_is_sensitive_are_told_to_the_log(browsers: dict[str, Client]) -> None:
    decided("6.4", "no_promotion", SELF)
    decided("11.4a", "overdue", SELF)
    assert found(browsers["unit_head"], decided="6.4:no_promotion") == ["欧阳修"]  # of which each may know
    assert found(browsers["unit_head"], decided="11.4b:overdue") == []
    assert not Event.objects.exists()
    assert found(browsers["unit_head"], decided="11.4a:overdue") == ["欧阳修"]
    assert [(event.kind, event.body) for event in Event.objects.all()] == [("decisions.read", '{"count":1}')]


def test_what_is_shown_is_taken_away_as_a_workbook_and_told(browsers: dict[str, Client]) -> None:
    models.Cadre.objects.filter(pk="AD-head").update(name="=1+1")
    answer = browsers["unit_head"].post("/cadres/export/?rank=3&order=birth")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "干部名单" and rows[1][0].startswith("共 2 人") and rows[1][0].endswith("按出生日期为序")
    assert rows[2:] == [
        ["姓名", "单位及职务", "职务层次", "性别", "出生日期", "最近年度等次"],
        ["单雄信", "甲县水库管理所 职务", "乡科级正职", "男", "1975年1月2日", None],
        ["=1+1", "甲县水利局 职务", "乡科级正职", "女", "1980年5月4日", "2024年 优秀"],
    ]
    assert sheet["A5"].data_type == "s" and sheet["A5"].quotePrefix
    event = Event.objects.get()
    assert (event.kind, event.subject, event.actor) == ("cadres.export", "list:cadres", "of-unit_head")
    assert '"columns":["name","posts","rank","gender","birth_on","grade"],"count":2' in event.body
    assert EventDetail.objects.get().value == {"rank": "3", "order": "birth"}


def test_too_many_are_not_taken_away_at_once(browsers: dict[str, Client], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jili.web.people.exporting.MOST", 3)
    answer = browsers["unit_head"].post("/cadres/export/", follow=True)
    assert "一次最多导出 3 人;请先筛选" in answer.content.decode() and not Event.objects.exists()
    ways = {
        role: "数据" in told(browsers[role].post("/cadres/export/", follow=True))
        for role in ("unit_personnel", "leader")
    }
    assert ways == {"unit_personnel": True, "leader": False}  # only who has 数据 is shown there


def told(answer: Any) -> str:
    """What was said to whoever asked."""
    return " ".join(str(message) for message in answer.context["messages"])


@pytest.mark.parametrize(
    ("said", "columns", "asked", "refused"),
    [
        ("nothing", ["birth_on"], "", False),
        ("no decision that is sensitive", ["decided"], "", False),
        ("talks are due", ["decided"], "", True),
        ("talks are due", ["birth_on"], "", False),
        ("talks are due", ["birth_on"], "decided=11.4b:overdue", True),
    ],
)
def test_a_list_that_says_what_is_sensitive_of_many_is_not_taken_away_alone(
    browsers: dict[str, Client], settings: Any, said: str, columns: list[str], asked: str, refused: bool
) -> None:
    office = browsers["city_cadres"]
    if said != "nothing":
        kind = ("11.4b", "overdue", 3) if said == "talks are due" else ("6.4", "no_promotion", 2)
        for cadre in ("AD-head", "AT-head", "BT-head"):
            decided(*kind[:2], cadre, level=kind[2])
    office.post("/cadres/columns/", {"column": columns})
    settings.EXPORT_ALONE = 2
    answer = office.post(f"/cadres/export/?{asked}", follow=True)
    assert ("一次最多导出 2 人" in answer.content.decode(errors="ignore")) is refused
    assert Event.objects.filter(kind="cadres.export").exists() is not refused


def test_people_are_found_while_somebody_types(browsers: dict[str, Client]) -> None:
    head = browsers["unit_head"]
    assert head.get("/found/people/", {"q": "shan", "as": "json"}).json() == {
        "found": [{"id": "AS-head", "name": "单雄信", "says": "甲县水库管理所 职务", "url": "/cadres/AS-head/"}]
    }
    page = head.get("/found/people/", {"q": "zs"}).content.decode()
    assert "没有找到“zs”" in page
    assert head.get("/found/people/").content.decode().strip() == ""
    assert (
        '<a href="/cadres/AS-head/"><strong>单雄信</strong>' in head.get("/found/people/", {"q": "单"}).content.decode()
    )


def test_no_more_than_twenty_are_found_at_once(browsers: dict[str, Client]) -> None:
    for number in range(30):
        cast.cadre(f"Z{number}", f"周{number}", "AD")
    cast.cadre("ZZ", "周", "AD")
    answer = browsers["unit_head"].get("/found/people/", {"q": "周", "as": "json"}).json()["found"]
    assert len(answer) == 20 and answer[0]["id"] == "ZZ"


def test_units_are_found_with_what_is_above_where_names_repeat(browsers: dict[str, Client]) -> None:
    for above in ("A", "B"):
        models.Unit.objects.create(
            unit_id=f"{above}X",
            name="水文站",
            kind="institution",
            parent_id=above,
            remote=False,
            path=f"M/{above}/{above}X/",
        )
    head, city = browsers["unit_head"], browsers["city_cadres"]
    assert [row["name"] for row in head.get("/found/units/", {"q": "水", "as": "json"}).json()["found"]] == [
        "甲县水利局", "甲县水库管理所"
    ]  # fmt: skip
    both = city.get("/found/units/", {"q": "水文", "as": "json"}).json()["found"]
    assert [row["name"] for row in both] == ["甲县 › 水文站", "乙县 › 水文站"]
    assert (
        '<option value="乙县 › 水文站">'
        in city.get("/found/units/", {"unit": "水文", "as": "options"}).content.decode()
    )
    assert [r["id"] for r in city.get("/found/units/", {"q": "乙县 › 水文", "as": "json"}).json()["found"]] == ["BX"]


@pytest.mark.parametrize("role", ["city_cadres", "unit_head", "county_office", "leader", "cadre", "discipline"])
@pytest.mark.parametrize(
    "address",
    [
        "/cadres/", "/cadres/?q=shan&unit=水利&rank=3&grade=excellent&order=unit&decided=6.4:no_promotion",
        "/found/people/?q=sh", "/found/units/?q=水",
    ],
)  # fmt: skip
def test_a_page_takes_few_queries(browsers: dict[str, Client], role: str, address: str) -> None:
    account = browsers[role]
    account.post("/cadres/columns/", {"column": ["posts", "rank", "grade", "decided"]})
    with CaptureQueriesContext(connection) as asked:
        assert account.get(address).status_code == 200
    assert len(asked) <= MOST_QUERIES, [query["sql"][:160] for query in asked]


def test_pages_hold_fifty_and_the_next_goes_on(browsers: dict[str, Client]) -> None:
    for number in range(60):
        cast.cadre(f"Z{number}", f"魏{number}", "AD")
    head = browsers["unit_head"]
    first, second = head.get("/cadres/"), head.get("/cadres/", {"page": "2"})
    assert (len(names(first)), len(names(second))) == (50, 14) and not {*names(first)} & {*names(second)}
    assert names(head.get("/cadres/", {"page": "99"})) == names(second)
    assert names(head.get("/cadres/", {"page": "x"})) == names(first)
    city = browsers["city_cadres"]
    assert [len(names(city.get("/cadres/", {"page": page}))) for page in ("1", "2", "9")] == [50, 27, 27]
    assert "共 64 人" in first.content.decode() and 'rel="next" href="?page=2"' in first.content.decode()
