"""What the posts are called."""

from __future__ import annotations

TEAM_WORDS = {"party_committee": "党委班子", "government": "政府班子", "leading_group": "领导班子"}

_PARTY = {
    "municipality": ("市委书记", "市委副书记", "市纪委书记", "市委组织部部长", "市委宣传部部长", "市委统战部部长", "市委政法委书记", "市委秘书长", "市委常委"),
    "county": (
        "{}委书记", "{}委副书记", "{}纪委书记", "{}委组织部部长", "{}委宣传部部长", "{}委统战部部长", "{}委政法委书记", "{}委办公室主任", "{}委常委",
    ),
    "zone": ("党工委书记", "党工委副书记", "纪工委书记", "党工委组织部部长", "党工委委员"),
    "township": ("党委书记", "党委副书记", "纪委书记", "组织委员", "宣传委员", "统战委员", "政法委员", "武装部长"),
}  # fmt: skip
_ENDINGS = (
    ("委组织部", "部长"), ("委宣传部", "部长"), ("委统战部", "部长"), ("委政法委", "书记"), ("纪委监委机关", "书记"), ("总工会", "主席"),
    ("委党校", "校长"), ("中学", "校长"), ("小学", "校长"), ("学院", "院长"), ("医院", "院长"), ("保健院", "院长"), ("科学院", "院长"),
    ("馆", "馆长"), ("台", "台长"), ("站", "站长"), ("局", "局长"), ("委", "书记"), ("联合会", "主席"), ("协会", "主席"),
)  # fmt: skip

OTHER_POSTS: dict[tuple[int, int], tuple[str, ...]] = {
    (0, 1): ("科员", "综合岗科员", "业务岗科员", "站所科员", "窗口岗科员", "督查岗科员", "信访接待岗科员"),
    (0, 2): ("副科长", "二级主任科员", "股室负责人", "副主任科员", "站所所长"),
    (0, 3): ("科长", "一级主任科员", "主任科员", "办公室主任", "四级调研员"),
    (0, 4): ("副县级干部", "三级调研员", "副调研员"),
    (0, 5): ("正县级干部", "二级调研员", "调研员"),
    (0, 6): ("副厅级干部", "一级巡视员", "二级巡视员"),
    (1, 1): ("九级职员", "助理工程师", "教师", "医师", "技术员", "管理岗九级", "专业技术岗十级"),
    (1, 2): ("科室副主任", "管理岗八级", "主治医师", "一级教师", "工程师"),
    (1, 3): ("科室主任", "管理岗七级", "副主任医师", "高级教师", "高级工程师"),
    (1, 4): ("管理岗六级", "院长助理", "学科带头人"),
    (1, 5): ("管理岗五级", "首席专家"),
    (2, 1): ("专员", "业务主管", "会计", "安全员", "工程师"),
    (2, 2): ("部门副经理", "车间副主任", "项目副经理"),
    (2, 3): ("部门经理", "车间主任", "项目经理"),
    (2, 4): ("总经理助理", "副总工程师"),
    (2, 5): ("高级顾问", "专职董事"),
}
"""Titles outside the leading teams, by class of unit (civil, institution, enterprise) and rank."""

SECONDED = ("挂职副主任", "挂职副镇长", "挂职副局长", "驻村第一书记", "挂职锻炼")
SECOND_POSTS = ("项目指挥部副指挥长(兼)", "专班办公室主任(兼)", "党支部书记(兼)")


def other_titles(cls: int, rank: int) -> tuple[str, ...]:
    """Titles of posts outside the teams; classes without posts of a rank borrow those of the civil service."""
    return OTHER_POSTS.get((cls, rank)) or OTHER_POSTS.get((0, rank)) or OTHER_POSTS[0, 6]


def seat_titles(unit_kind: str, team_kind: str, unit_name: str, size: int) -> list[str]:
    """Titles of one team's seats, the chief first."""
    if team_kind == "party_committee":
        titles = list(_PARTY[unit_kind])
        titles = [title.format(_county_word(unit_name)) for title in titles]
        return (titles + [titles[-1]] * size)[:size]
    chief = _chief(unit_kind, unit_name)
    if unit_kind in ("municipality", "county", "zone"):
        return [chief, "常务副" + chief] + ["副" + chief] * (size - 2)
    if unit_kind == "township":
        return [chief] + ["副" + chief] * (size - 1)
    others = ["副" + chief] * (size - 3) + ["纪检监察组组长", "党组成员"]
    return (
        [chief, *others]
        if unit_kind != "enterprise"
        else [chief, "总经理", *others[: size - 4], "总会计师", "纪委书记"]
    )


def _county_word(name: str) -> str:
    return next((c for c in reversed(name) if c in "县市区"), "县")


def _chief(unit_kind: str, name: str) -> str:
    if unit_kind in ("municipality", "county"):
        return _county_word(name) + "长"
    if unit_kind == "zone":
        return "管委会主任"
    bare = name.rstrip("()0123456789")
    if unit_kind == "township":
        return {"镇": "镇长", "乡": "乡长"}.get(bare[-1], "办事处主任")
    if unit_kind == "enterprise":
        return "董事长"
    return next((title for ending, title in _ENDINGS if bare.endswith(ending)), "主任")
