"""Each role signs in and goes its way to the end: from the first screen to where something is done. On the way no fault
of access, no complaint of the browser, nothing wider than a phone. What a role is promised (the table of roles in
``docs/reference/roles.md``) stands above its walk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.conftest import SIZES
from tests.e2e.site import Person, Site, person

SECOND = "second-clerk"
"""The second person of 干部科, whom the two administrators let in."""


class Walk:
    """Somebody on the way. ``looks`` holds a page against what holds for all of them."""

    def __init__(self, somebody: Person) -> None:
        self.somebody, self.page, self.faults = somebody, somebody.page, list[str]()

    def to(self, path: str) -> Page:
        self.somebody.goes_to(path)
        self.looks()
        return self.page

    def looks(self) -> None:
        here = self.page.url.removeprefix(self.somebody.site.address)
        self.page.wait_for_load_state("load")
        self.faults += [f"{here}: {fault}" for fault in self.somebody.axe()]
        self.page.set_viewport_size({"width": 360, "height": 780})
        if self.page.evaluate("document.documentElement.scrollWidth") > 360:
            self.faults.append(f"{here}: wider than a phone")
        width, height = SIZES["wide"]
        self.page.set_viewport_size({"width": width, "height": height})

    def clicks(self, role: str, name: str | re.Pattern[str], *, within: Locator | None = None) -> None:
        """Follow a link or press a button to another page, and look at it."""
        (within or self.page.locator("main")).get_by_role(role, name=name).first.click()  # type: ignore[arg-type]
        self.looks()

    def sheets(self) -> int:
        """So many sheets of A4 the page takes when it is printed."""
        return len(re.findall(rb"/Type /Page\b", self.page.pdf(format="A4", print_background=True)))

    def is_refused(self, *paths: str) -> None:
        """These addresses are answered to them as if they did not exist."""
        for path in paths:
            answer = self.page.request.get(self.somebody.site.address + path)
            assert (path, answer.status, "没有这一页" in answer.text()) == (path, 404, True)

    def panel(self, title: str) -> Locator:
        return self.page.locator("section.panel").filter(has=self.page.get_by_role("heading", name=title))


@pytest.fixture
def walks(signed_in: Callable[[str], Person]) -> Iterator[Callable[[str], Walk]]:
    """Account → that person, at the first screen."""
    made: list[Walk] = []

    def begin(username: str) -> Walk:
        walk = Walk(signed_in(username))
        walk.to("/")
        made.append(walk)
        return walk

    yield begin
    for walk in made:
        assert (walk.faults, walk.somebody.complaints) == ([], [])


@pytest.fixture(scope="session")
def second(site: Site, browser: Browser, signed_in: Callable[[str], Person]) -> Iterator[Person]:
    """系统管理员 makes an account and its link, 安全管理员 grants it a role, and its owner signs in."""
    system, security = Walk(signed_in("sysadmin")), Walk(signed_in("secadmin"))
    system.to("/accounts/")
    system.clicks("link", "新建账户")
    system.page.get_by_label("姓名").fill("第二名干事")
    system.page.get_by_label("账号").fill(SECOND)
    system.clicks("button", "建立")
    expect(system.page.get_by_text("账户已建立")).to_be_visible()
    system.clicks("button", "生成一次性链接")
    site.links[SECOND] = system.page.get_by_label("链接").input_value()
    security.to("/")
    security.clicks("link", SECOND, within=security.panel("等授权的账户"))
    security.clicks("link", "授权")
    security.page.get_by_label("角色").select_option(label="市委组织部干部科")
    security.page.get_by_label("依据").fill("部务会议定")
    security.clicks("button", "授权")
    expect(security.page.get_by_text("已授权,即刻生效")).to_be_visible()
    assert system.faults == security.faults == system.somebody.complaints == security.somebody.complaints == []
    width, height = SIZES["wide"]
    made = person(site, browser, SECOND, viewport={"width": width, "height": height})
    made.first_use()
    made.sign_in()
    yield made
    made.context.close()


def test_the_clerk_goes_from_the_restricted_to_the_reason_and_settles_what_a_second_confirms(
    walks: Callable[[str], Walk], second: Person
) -> None:
    """First screen: 本月三件事 (results to settle, what is late, what expires); 受限台账 (name, unit, sentence, from,
    free again on, days left). Never sees what the three administrators do."""
    clerk = walks("city-cadres")
    expect(clerk.page.get_by_role("heading", name="本月三件事")).to_be_visible()
    assert clerk.page.locator(".stat-label").all_inner_texts() == ["须说明", "逾期", "30 天内到期"]
    assert clerk.panel("受限台账").locator("thead th").all_inner_texts()[:6] == [
        "对象", "单位", "依据的一句", "结论", "起", "何日解除",
    ]  # fmt: skip
    expect(clerk.panel("受限台账").locator("tbody tr").first).to_contain_text("还有")
    clerk.is_refused("/log/", "/accounts/", "/events/")
    name = clerk.panel("受限台账").locator("tbody th a").first.inner_text()
    clerk.clicks("link", name, within=clerk.panel("受限台账"))
    expect(clerk.page.get_by_role("heading", level=1)).to_have_text(name)
    clerk.page.locator("details.fold summary", has_text="不得").first.click()
    expect(clerk.page.locator(".reasons .quote").first).to_be_visible()
    clerk.to("/")
    clerk.clicks("link", re.compile(r"^[\d,]+\s*须说明"))
    clerk.page.get_by_label("语句").select_option("11.7")
    expect(clerk.page.locator("#list tbody tr").first).to_contain_text("11.7")
    clerk.clicks("link", "办结", within=clerk.page.locator("#list"))
    clerk.page.get_by_label("文号").fill("平组函〔2026〕1号")
    clerk.page.get_by_label("理由").fill("保险由上级单位统一办理")
    clerk.clicks("button", "办结")
    expect(clerk.page.get_by_text("已提出,等另一人确认")).to_be_visible()

    other = Walk(second)
    other.to("/")
    expect(other.page.get_by_text("等另一人确认 1 件")).to_be_visible()
    other.to("/settlements/")
    other.clicks("link", "确认或退回")
    other.clicks("button", "确认")
    expect(other.page.get_by_text("已确认,下一次运行见效")).to_be_visible()
    assert (other.faults, second.complaints) == ([], [])


def test_the_assessment_office_goes_from_the_round_to_what_is_suspected_to_a_quota_and_to_its_pool(
    walks: Callable[[str], Walk],
) -> None:
    """Round progress (by county: who has a grade, who has none yet) → quota → places and what is suspected → found.
    Never sees notes of talks, nor hardship."""
    office = walks("city-assessment")
    progress = office.panel("2024年度考核进度")
    expect(progress.locator("tfoot")).to_contain_text("合计")
    expect(progress.locator("tbody tr").first).to_contain_text(re.compile(r"\d"))
    office.clicks("link", "看全部", within=progress)
    expect(office.page.get_by_role("heading", level=1)).to_have_text("考核")
    expect(office.panel("2024年度考核进度").locator("tbody tr")).not_to_have_count(0)
    office.to("/")
    office.clicks("link", re.compile("疑似"), within=office.panel("名额、位次和认定"))
    suspected = office.page.locator("#list tbody tr").first
    expect(suspected).to_contain_text("6.6")
    office.clicks("link", "理由", within=suspected)
    expect(office.page.locator(".quote").first).to_contain_text("位次")
    for table in ("talks", "hardships"):
        expect(office.to(f"/ledgers/care/?table={table}").locator("main")).not_to_contain_text("谈话日期")
        expect(office.page.locator(f'main a[href*="table={table}"]')).to_have_count(0)
    office.to("/")
    office.clicks("link", re.compile(r"名额不足一名,须并池 \d+"))
    rows = office.page.locator("#list tbody tr")
    expect(rows.first).to_contain_text("6.2")
    team = rows.first.locator("th").inner_text()
    office.clicks("link", team, within=rows.first)
    expect(office.panel("“优秀”名额(6.2)")).to_contain_text("须并池")
    office.to("/decisions/?board=all&statement=6.2&q=全市")
    expect(office.page.locator("#list tbody tr").first).to_contain_text(re.compile(r"全市.*\d{4}年合并", re.S))


def test_the_county_office_sees_its_own_county_and_nobody_of_another(walks: Callable[[str], Walk]) -> None:
    """The same, own county only; of others not even that they exist."""
    city, county = walks("city-cadres"), walks("county-office")
    expect(county.page.get_by_role("heading", name="本月三件事")).to_be_visible()
    city.to("/cadres/?q=汝州市")
    stranger = city.page.locator("#list tbody th a").first
    name, address = stranger.inner_text(), stranger.get_attribute("href") or ""
    own = county.panel("逾期").locator("tbody th a").first.inner_text()
    county.clicks("link", own, within=county.panel("逾期"))
    expect(county.page.get_by_role("heading", level=1)).to_have_text(own)
    county.page.get_by_label("找人").press_sequentially(name, delay=10)
    expect(county.page.locator(f'#found a[href="{address}"]')).to_have_count(0)
    answer = county.page.request.get(county.somebody.site.address + address)
    assert (answer.status, "没有这一页" in answer.text(), name in answer.text()) == (404, True, False)


def test_the_personnel_office_fills_in_what_is_missing_and_takes_it_back(
    walks: Callable[[str], Walk], tmp_path: Path
) -> None:
    """One 待填清单 (who × what is missing), a pre-filled Excel to download, change, return, see the differences, confirm.
    Never sees 苗头, 研判, 拟任, other units."""
    office = walks("unit-personnel")
    expect(office.page.locator("main")).not_to_contain_text(re.compile("研判|拟任|苗头"))
    office.to("/units/?q=汝州市")
    expect(office.page.locator("main")).to_contain_text("没有")
    office.to("/")
    count = office.panel("待填清单").locator(".count").first
    before = int(count.inner_text())
    with office.page.expect_download() as taken:
        office.page.get_by_role("button", name="下载预填的表").click()
    taken.value.save_as(file := tmp_path / "待填清单.xlsx")
    book = openpyxl.load_workbook(file)
    page = book["年休假"]
    page.cell(3, [cell.value for cell in page[1]].index("已休天数") + 1).value = 5
    book.save(file)
    office.to("/data/")
    office.page.get_by_label("文件").set_input_files(file)
    office.page.get_by_role("button", name="上传并核对").click()
    expect(office.page.get_by_role("link", name="确认导入")).to_be_visible(timeout=60_000)
    office.looks()
    office.clicks("link", "1", within=office.page.locator("tbody"))
    expect(office.page.locator("tbody tr")).to_contain_text("已休天数:5.0")
    office.clicks("link", re.compile("返回"))
    upload = office.page.url
    office.clicks("link", "确认导入")
    office.page.get_by_label("事由").fill("年底扎账")
    office.page.get_by_role("button", name="确认导入").click()
    expect(office.page.get_by_role("link", name="撤销导入")).to_be_visible(timeout=60_000)
    office.to("/")
    expect(count).to_have_text(str(before - 1))
    office.page.goto(upload)
    office.clicks("link", "撤销导入")
    office.page.get_by_label("事由").fill("填错了人")
    office.page.get_by_role("button", name="撤销导入").click()
    expect(office.page.get_by_text("已撤销")).to_be_visible(timeout=60_000)
    office.to("/")
    expect(count).to_have_text(str(before))


def test_the_head_of_a_unit_goes_to_whom_to_talk_to(walks: Callable[[str], Walk]) -> None:
    """我该谈谁 (who, why, by when), own unit's overdue duties, own team's lists. Never sees 研判, 拟任, other units."""
    head = walks("unit-head")
    expect(head.panel("逾期").locator("tbody tr").first).to_contain_text("已过")
    team = head.panel("本单位班子").locator("a").first.inner_text()
    head.clicks("link", team, within=head.panel("本单位班子"))
    expect(head.page.get_by_role("heading", level=1)).to_have_text(team)
    expect(head.panel("成员").locator("tbody tr").first).to_be_visible()
    head.to("/")
    row = head.panel("我该谈谁").locator("tbody tr").first
    name = row.locator("th").inner_text()
    expect(row).to_contain_text("11.4")
    expect(row).to_contain_text(re.compile(r"\d{4}-\d\d-\d\d"))
    head.clicks("link", name, within=row)
    expect(head.page.get_by_role("heading", level=1)).to_have_text(name)
    expect(head.page.locator("main")).not_to_contain_text(re.compile("研判|拟任"))


def test_a_cadre_sees_what_holds_for_them_and_why(walks: Callable[[str], Walk]) -> None:
    """Basic data and grades, own task list, leave, check-up, what holds for me and why. Never sees 拟任, 研判, 苗头, 暂缓,
    ranks, others."""
    self = walks("cadre")
    expect(self.page).to_have_url(re.compile("/mine/$"))
    for title in ("基本情况", "历年年度考核", "关心关爱"):
        expect(self.panel(title)).to_be_visible()
    expect(self.panel("关心关爱").locator("thead")).to_contain_text(re.compile("已休年休假.*体检", re.S))
    expect(self.panel("记录")).to_contain_text("任务")
    expect(self.page.locator("main")).not_to_contain_text(re.compile("研判|拟任|苗头|暂缓"))
    self.is_refused("/decisions/", "/city/", "/changed/", "/ledgers/care/")
    self.page.locator("details.fold summary").first.click()
    expect(self.page.locator(".reasons .quote").first).to_be_visible()
    self.page.get_by_label("哪一句").select_option(index=1)
    expect(self.page.locator("#why-not .conditions").first).to_be_visible()
    self.looks()


def test_a_leader_prints_the_city_on_one_sheet(walks: Callable[[str], Walk]) -> None:
    """What is to be decided, the city in figures: at most ten items, one sentence of conclusion, the article's words, where
    a reason must be written. Print is the main interface."""
    leader = walks("leader")
    items = leader.panel("须写明理由的事项").locator("li")
    assert 0 < items.count() <= 10
    for part in ("h3", ".quote", ".weighed-why"):
        assert items.locator(part).count() == items.count()
    assert items.get_by_role("link", name="看依据与理由").count() == items.count()
    quoted = items.first.locator(".quote").inner_text()
    leader.clicks("link", "看依据与理由", within=items.first)
    sentence = leader.page.locator(".reasons .quote-number").first
    expect(sentence).to_be_visible()
    assert f"({sentence.inner_text()})" in quoted
    leader.clicks("link", "一览", within=leader.page.locator("#menu"))
    leader.page.wait_for_load_state("networkidle")
    expect(leader.page.get_by_role("button", name="打印")).to_be_visible()
    assert leader.sheets() == 1
    leader.to("/decisions/?board=restricted")
    leader.clicks("link", leader.page.locator("#list tbody th a").first.inner_text())
    assert leader.sheets() == 1  # one person, one sheet


def test_the_administrators_let_somebody_in_who_then_works(second: Person) -> None:
    expect(Walk(second).to("/").get_by_role("heading", name="受限台账")).to_be_visible()


def test_the_security_administrator_is_refused_a_pair_that_excludes_itself(walks: Callable[[str], Walk]) -> None:
    security = walks("secadmin")
    security.to("/accounts/?role=auditor")
    security.clicks("link", "auditor", within=security.page.locator("#list"))
    security.clicks("link", "授权")
    security.page.get_by_label("角色").select_option(label="领导")
    security.page.get_by_label("依据").fill("试一试")
    security.clicks("button", "授权")
    expect(security.page.locator(".errorlist")).to_contain_text("不相容")


def test_what_is_sensitive_of_many_leaves_when_the_security_administrator_has_let_it_out(
    walks: Callable[[str], Walk], tmp_path: Path
) -> None:
    """安全管理员: rights, classes, export approvals; what waits for them; any personnel content, never."""
    clerk, security = walks("city-cadres"), walks("secadmin")
    clerk.to("/data/export/")
    clerk.page.get_by_label("困难家庭", exact=True).check()
    clerk.page.get_by_role("textbox", name="事由").fill("春节走访前核对")
    clerk.page.get_by_role("button", name="开始导出").click()
    expect(clerk.page.get_by_text("等安全管理员放行")).to_be_visible(timeout=60_000)
    clerk.looks()
    security.to("/")
    waiting = security.panel("等放行的导出")
    expect(waiting).to_contain_text("困难家庭")
    expect(waiting).not_to_contain_text("春节走访前核对")
    security.clicks("link", "放行", within=waiting)
    security.page.get_by_label("事由").fill("已与干部科核实")
    security.clicks("button", "放行")
    expect(security.page.get_by_text("已放行")).to_be_visible()
    clerk.page.reload()
    with clerk.page.expect_download() as taken:
        clerk.page.get_by_role("link", name="下载工作簿").click()
    taken.value.save_as(file := tmp_path / "困难家庭.xlsx")
    assert openpyxl.load_workbook(file)["困难家庭"].max_row > 2
    security.to("/classes/")
    expect(security.page.get_by_role("heading", name="每一列的类和级")).to_be_visible()


def test_the_auditor_reads_the_log_verifies_it_and_sees_nobody(
    walks: Callable[[str], Walk], signed_in: Callable[[str], Person]
) -> None:
    auditor = walks("auditor")
    auditor.clicks("link", "日志", within=auditor.page.locator("#menu"))
    auditor.page.get_by_label("对象").fill("account:secadmin")
    auditor.page.get_by_label("对象").press("Enter")
    expect(auditor.page.locator("#list tbody tr").first).to_contain_text("account:secadmin")
    auditor.to("/log/")
    auditor.clicks("button", "核对日志")
    expect(auditor.page.get_by_role("heading", name="全部相符")).to_be_visible()
    assert not auditor.somebody.page.locator("#search").count()
    for address in ("/cadres/", "/decisions/", "/city/", "/units/"):
        assert auditor.page.request.get(auditor.somebody.site.address + address).status == 404
