"""The page of a cadre and its reasons: what it tells of a life, and that it says what ``jili explain`` says."""

from __future__ import annotations

import io
import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jili.access.roles import Role
from jili.access.scope import Access
from jili.decisions.models import Decision, Run
from jili.engine.backend import DuckDB
from jili.engine.explain import Session
from jili.policy.facts import SCHEMA
from jili.policy.program import accounts, program
from jili.policy.readings import Readings
from jili.policy.reasons import Reasons
from jili.records.models import (
    Appointment,
    Award,
    Cadre,
    Campaign,
    CampaignService,
    Dossier,
    HealthCheck,
    Insurance,
    Leave,
    Merit,
    Talk,
    Team,
    Unit,
)  # fmt: skip
from jili.web.person.moments import CareYear, Moment, Moments, moments
from tests.access import cast
from tests.decisions.conftest import DAY, city
from tests.web.conftest import person
from tests.web.test_pages import MOST_QUERIES, run, text, words

__all__ = ["city", "run"]
pytestmark = pytest.mark.django_db
MARKS = {"yes": "✓", "no": "✗", "unknown": "？"}
PERSONNEL_SEES = {
    "3.1",
    "4.2",
    "5.1",
    "5.2",
    "6.4",
    "6.5",
    "7.3",
    "7.5",
    "8.3.4",
    "11.5",
    "11.6",
    "11.7",
    "11.8",
    "11.9",
}


@pytest.fixture
def clerk(run: Run) -> Client:
    return cast.client(person("clerk"))


@pytest.fixture(scope="module")
def session(city: Any) -> Session:
    """The register itself, as the command asks it."""
    backend = DuckDB(threads=2)
    backend.hold(SCHEMA, city)
    return Session(backend, program(), accounts(), Readings.default().definitions(), DAY)


def fullest() -> list[str]:
    """Cadres of whom much is said, one for each sentence that says something."""
    found: dict[str, str] = {}
    for row in Decision.objects.filter(subject_kind="cadre").order_by("pk"):
        found.setdefault(row.statement, row.subject)
    return sorted(set(found.values()))


def printed(page: str) -> str:
    """The reasons on a page, as the command prints them."""
    lines, last = [], ""
    for piece in re.finditer(
        r'quote-number">(?P<number>[^<]+)</span>(?P<quote>[^<]+)'
        r'|<h4 class="reason-head">(?P<head>.*?)</h4>'
        r'|condition-(?P<truth>\w+)">.*?</span><span class="visually-hidden">[^<]+</span>(?P<words>[^<]+)</li>'
        r"|<dt>(?P<label>[^<]+)</dt>|<dd>(?P<rest>[^<]*)</dd>"
        r'|<p class="(?:soft|hint|alert alert-info)">(?P<more>[^<]+)</p>',
        page[page.index("card-body") :],
        flags=re.S,
    ):
        found = {name: unescape(value).strip() for name, value in piece.groupdict().items() if value is not None}
        if "number" in found:
            if found["number"] != last:
                lines += ["", f"【{found['number']}】{found['quote']}"]
            last = found["number"]
        elif "head" in found:
            of, item, said = re.fullmatch(
                r'(.*?)(?:<span class="soft">\((.*?)\)</span>)?<span class="(?:verdict[^>]*|soft)">(?:<svg.*?</svg>)?(.*)</span>',
                piece["head"].strip(),
                re.S,
            ).groups()  # type: ignore[union-attr]
            lines.append(f"  {unescape(of)}{f'({unescape(item)})' if item else ''}:{unescape(said)}")
        elif "truth" in found:
            lines.append(f"    {MARKS[found['truth']]} {found['words']}")
        elif "label" in found:
            label = "" if found["label"] == "怎样会变" else f"{found['label']}:"
        elif "rest" in found:
            lines.append(f"    {label}{found['rest']}")
        elif found["more"].startswith("另有"):
            lines.append(f"  {found['more']}")
        else:
            lines += ["", found["more"]]
    return "\n".join(lines)


def test_the_reasons_of_a_page_are_those_of_the_command_word_for_word(clerk: Client, session: Session) -> None:
    asked = fullest()
    assert len(asked) > 6
    for cadre in asked:
        whole = Reasons(session, Readings.default(), "cadre", cadre).of().text()
        assert printed(text(clerk.get(reverse("cadre-reason", args=[cadre])))) == whole.partition("\n")[2]


def test_who_sees_less_is_told_of_it_the_same_and_of_the_rest_nothing(run: Run, session: Session) -> None:
    for cadre in fullest():
        post = Appointment.objects.filter(cadre=cadre, kind="regular", end_on=None).first()
        if post is None:
            continue
        browser = cast.client(person(f"for-{cadre}", Role.UNIT_PERSONNEL, unit=post.unit))
        part = printed(text(browser.get(reverse("cadre-reason", args=[cadre])))).splitlines()
        whole = Reasons(session, Readings.default(), "cadre", cadre).of().text().splitlines()
        told = {found[1] for line in part if (found := re.match(r"【(.+?)】", line))}
        without = next(line for line in part if line.startswith("名下没有")).partition(":")[2].rstrip("。").split(";")
        assert told | {one.split()[0] for one in without} == PERSONNEL_SEES
        short = [re.sub(r",不定等次原因 [^,]+", "", line) for line in whole]
        assert [line for line in part if line not in short and not line.startswith("名下没有")] == []


def test_no_page_of_a_person_shows_the_id_of_a_record(clerk: Client) -> None:
    cadre = fullest()[0]
    page = words(clerk.get(reverse("cadre-reason", args=[cadre])))
    assert re.search(r"\b[A-Z]\d{2,}\b|[a-z]_[a-z]", page) is None


@pytest.fixture
def lived(run: Run) -> Cadre:
    """Somebody with something of everything, as it was known on the day."""
    found = Cadre.objects.create(cadre_id="LIVED", name="柳一生", gender="female", birth_on=date(1980, 5, 1),
                                 work_start_on=date(2002, 7, 1), joined_on=date(2002, 7, 1), category="civil_servant",
                                 professional=False)  # fmt: skip
    unit = Unit.objects.order_by("pk")[0]
    Appointment.objects.create(appointment_id="LIVED-1", cadre=found, unit=unit, title="科长", rank=3, chief=False,
                               kind="regular", exceptional=False, harsh_listed=False, start_on=date(2020, 1, 1))  # fmt: skip
    campaign = Campaign.objects.create(campaign_id="LIVED-K", name="某攻坚战", kind="battle", start_on=date(2021, 1, 1))
    CampaignService.objects.create(service_id="LIVED-S", cadre=found, campaign=campaign, start_on=date(2021, 2, 1),
                                   end_on=date(2022, 3, 1), frontline=True, outstanding_on=date(2022, 4, 1))  # fmt: skip
    merit = Merit.objects.create(merit_id="LIVED-M", cadre=found, contribution="major", critical=True,
                                 recognised_on=date(2022, 5, 1))  # fmt: skip
    for name, gone in (("LIVED-W", None), ("LIVED-X", date(2023, 1, 1))):
        Award.objects.create(award_id=name, merit=merit, cadre=found, level="second", authority="municipal",
                             decided_on=date(2022, 6, 1), annulled_on=gone)  # fmt: skip
    Talk.objects.create(talk_id="LIVED-T", cadre=found, held_on=date(2023, 3, 4))
    Talk.objects.create(talk_id="LIVED-U", cadre=found, held_on=date(2999, 3, 4))
    Leave.objects.create(cadre=found, year=2023, taken_days="7.5")
    HealthCheck.objects.create(check_id="LIVED-H", cadre=found, checked_on=date(2023, 9, 1))
    Insurance.objects.create(insurance_id="LIVED-I", cadre=found, start_on=date(2022, 1, 1), end_on=date(2023, 1, 1))
    return found


def test_a_life_is_told_from_all_its_tables_by_one_query_and_nothing_that_is_annulled_or_yet_to_come(
    lived: Cadre,
) -> None:
    access = Access.for_account(person("second"), timezone.localdate())
    with CaptureQueriesContext(connection) as asked:
        found = moments(access, lived)
    assert len(asked) == 1
    assert found == Moments(
        [
            Moment("2022年6月", "二等功", "市级审批", now=False),
            Moment("2022年5月", "功绩:重大贡献", "关键时刻、急难险重", now=False),
            Moment("2021年2月—2022年3月", "参加某攻坚战", "一线、2022年4月认定实绩突出", now=False),
        ],
        [date(2023, 3, 4)],
        [CareYear(2023, "7.5天", "2023年9月", ""), CareYear(2022, "", "", "2022年1月—2023年1月")],
    )


def test_a_role_is_told_only_of_the_areas_that_it_sees(lived: Cadre) -> None:
    cadres, discipline = (
        Access.for_account(person(name, role), timezone.localdate())
        for name, role in (("second", Role.CITY_CADRES), ("third", Role.DISCIPLINE))
    )
    assert moments(discipline, lived) == Moments([], [], [])
    assessment = moments(Access.for_account(person("fourth", Role.CITY_ASSESSMENT), timezone.localdate()), lived)
    assert (assessment.deeds, assessment.talks, assessment.care) == (moments(cadres, lived).deeds, [], [])


def test_the_photo_is_shown_to_who_says_what_for_and_a_large_one_made_small(clerk: Client, lived: Cadre) -> None:
    from PIL import Image

    out = io.BytesIO()
    Image.effect_noise((1200, 1600), 90).convert("RGB").save(out, "JPEG", quality=95)
    Dossier.objects.create(cadre=lived, photo=out.getvalue(), native_place="河南平顶山")
    address = reverse("cadre", args=[lived.pk])
    before, after = text(clerk.get(address)), text(clerk.post(address, {"purpose": "核对照片"}))
    assert "data:image/jpeg" not in before and "portrait-none" in before and "河南平顶山" in before
    assert 'src="data:image/jpeg;base64,/9j/' in after and len(after) < 300_000
    Dossier.objects.filter(cadre=lived).update(photo=b"\xff\xd8\xff" + bytes(100_000))
    assert "portrait-none" in text(clerk.post(address, {"purpose": "核对照片"}))
    leader = cast.client(person("assessor", Role.CITY_ASSESSMENT))
    assert "data:image" not in text(leader.post(address, {"purpose": "核对照片"}))


def test_the_records_of_a_table_are_fetched_when_it_is_opened(clerk: Client, lived: Cadre) -> None:
    page = text(clerk.get(reverse("cadre", args=[lived.pk])))
    address = reverse("cadre-records", args=[lived.pk])
    tables = re.findall(rf'{address}\?table=(\w+)"', page)
    assert sorted(set(tables)) == sorted(["appointments", "campaign_service", "merits", "awards", "talks", "leave",
                                          "health_checks", "insurances"])  # fmt: skip
    part = text(clerk.get(address, {"table": "leave"}, headers={"HX-Request": "true"}))
    assert "<html" not in part and "7.5" in part and "<html" in text(clerk.get(address, {"table": "leave"}))
    assert "没有可看的记录" in words(clerk.get(address, {"table": "hardships"}))
    assert clerk.get(address, {"table": "units"}).status_code == 404


def busiest(field: str) -> str:
    """Of whom or of what the most is said."""
    from django.db.models import Count

    rows = Decision.objects.exclude(**{field: ""}).values_list(field).annotate(n=Count("id")).order_by("-n", field)
    return str(rows[0][0])


@pytest.mark.parametrize("what", ["cadre", "cadre-records", "cadre-reason", "unit", "team", "city"])
def test_a_page_asks_the_database_little_and_is_small(clerk: Client, what: str) -> None:
    cadre = busiest("cadre")
    chief = Team.objects.filter(appointments__cadre__isnull=False).order_by("pk")[0]
    address = {
        "cadre": lambda: reverse("cadre", args=[cadre]),
        "cadre-records": lambda: reverse("cadre-records", args=[cadre]) + "?table=annual_assessments",
        "cadre-reason": lambda: reverse("cadre-reason", args=[cadre]),
        "unit": lambda: reverse("unit", args=[busiest("unit")]),
        "team": lambda: reverse("team", args=[chief.pk]),
        "city": lambda: reverse("city"),
    }[what]()
    clerk.get(address)
    with CaptureQueriesContext(connection) as asked:
        answer = clerk.get(address)
    beside = r"session|account|totp|set_config|SAVEPOINT|access_grant|_event|lognode"
    own = [one["sql"] for one in asked if not re.search(beside, one["sql"])]
    assert answer.status_code == 200 and len(answer.content) < 300_000
    assert len(own) <= MOST_QUERIES, own


def main_of(answer: Any) -> list[str]:
    """The main text of a page as a whole, without its markup."""
    page = text(answer)
    inner = re.sub(
        r"<(script|style|select)\b.*?</\1>", "", page[page.index("<main") : page.index("</main>")], flags=re.S
    )
    return re.sub(r"<[^>]+>", " ", inner).split()


def test_the_page_of_a_cadre_reads_as_a_whole(lived: Cadre) -> None:
    leader = cast.client(person("leader", Role.LEADER))
    today = timezone.localdate()
    unit = Unit.objects.order_by("pk")[0]
    years = today.year - 1980 - ((today.month, today.day) < (5, 1))
    assert main_of(leader.get(reverse("cadre", args=[lived.pk]))) == (
        f"""柳一生 {unit} 科长 看另一天 看这一天 变更历史 全部依据 打印 结论按 2024年6月30日 的记录。
        本办法怎么说 名下没有结论 可以在下面选一句,看为什么没有。 为什么没有 哪一句 为什么没有
        基本情况 性别 女 出生日期 1980年5月({years}岁) 参加工作时间 2002年7月 进入本册 2002年7月 人员类别 公务员(含参公)
        历年年度考核 {" ".join(f"{year} 未记录" for year in range(today.year - 5, today.year))}
        任职 1 2020年1月—今 {unit} 科长 乡科级正职
        攻坚、荣誉、培训 3 2022年6月 二等功 市级审批 2022年5月 功绩:重大贡献 关键时刻、急难险重
        2021年2月—2022年3月 参加某攻坚战 一线、2022年4月认定实绩突出
        关心关爱 年 已休年休假 体检 意外险 2023 7.5天 2023年9月 2022 2022年1月—2023年1月 空着的是没有记录,不等于没有做。
        谈心谈话 1 2023年3月4日 只记谈了没有,不记内容。
        记录 任职 1 看这些记录 攻坚经历 1 看这些记录 功绩 1 看这些记录 奖励 2 看这些记录 谈心谈话 2 看这些记录
        年休假 1 看这些记录 体检 1 看这些记录 意外险 1 看这些记录
        查看敏感内容的用途 显示敏感内容 敏感内容默认不显示;查看须说明用途,并记入日志。""".split()
    )
