"""The place: units, leading teams and the seats in them, in the real counties and townships of 平顶山.

Townships are read from ``data/places.csv``; departments, institutions and enterprises are invented after
what every city has. A small city takes fewer of them; a big one repeats the whole skeleton with numbers.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa

from jili.city.book import Book, Flags, Floats, Ints
from jili.city.titles import TEAM_WORDS, seat_titles

CIVIL, INSTITUTION, ENTERPRISE = 0, 1, 2
FULL_CITY = 50_000
"""Cadres for which the whole skeleton is built once."""
THINNING = {
    "county": 0.4,
    "township": 0.8,
    "county_dept": 0.6,
    "municipal_dept": 0.6,
    "institution": 0.6,
    "enterprise": 0.6,
}
"""A city of a share f of the full one has f to this power of each kind of unit."""
WEIGHTS = {
    "municipality": 0.35, "county": 0.9, "zone": 1.2, "township": 1.0, "county_dept": 1.0, "municipal_dept": 1.4,
    "institution": 1.5, "enterprise": 2.2,
}  # fmt: skip
"""How many cadres a unit has, relative to a township."""
CITY_INSTITUTION = 1.7
"""How much bigger an institution of the city is than one of a county."""
SEATS = {
    ("municipality", "party_committee"): (9, 11), ("municipality", "government"): (7, 8),
    ("county", "party_committee"): (9, 11), ("county", "government"): (7, 9),
    ("zone", "party_committee"): (6, 8), ("zone", "government"): (5, 7),
    ("township", "party_committee"): (6, 8), ("township", "government"): (5, 6),
    ("county_dept", "leading_group"): (5, 7), ("municipal_dept", "leading_group"): (6, 9),
    ("institution", "leading_group"): (5, 7), ("enterprise", "leading_group"): (6, 9),
}  # fmt: skip
"""Fewest and most members of a team, by kind of unit and of team."""
CHIEF_RANK = {
    "municipality": 7,
    "county": 5,
    "zone": 5,
    "township": 3,
    "county_dept": 3,
    "municipal_dept": 5,
    "enterprise": 5,
}

_ORDER = (
    "410423",
    "410482",
    "410472",
    "410402",
    "410422",
    "410481",
    "410421",
    "410425",
    "410403",
    "410411",
    "410471",
    "410404",
)
"""Counties in the order in which a small city takes them: mountains, plain, a zone, a district."""
_BUREAUS = (
    "财政局", "公安局", "教育体育局", "应急管理局", "信访局", "发展和改革委员会", "人力资源和社会保障局", "自然资源局", "交通运输局",
    "农业农村局", "卫生健康委员会", "纪委监委机关", "委组织部", "委宣传部", "水利局", "民政局", "住房和城乡建设局", "审计局",
    "市场监督管理局", "统计局", "司法局", "文化广电和旅游局", "委统战部", "委政法委", "林业局", "医疗保障局", "退役军人事务局",
    "商务局", "科学技术和工业信息化局", "乡村振兴局", "生态环境局", "城市管理局", "机关事务中心", "行政审批和政务信息管理局", "委办公室",
    "政府办公室", "人大常委会机关", "政协机关", "总工会", "共青团委", "妇女联合会", "科学技术协会", "残疾人联合会", "工商业联合会",
    "委党校", "档案馆", "供销合作社", "地方金融工作局",
)  # fmt: skip
_COUNTY_BUREAUS = 28
_COUNTY_INSTITUTIONS = (
    "人民医院", "第一高级中学", "疾病预防控制中心", "中医院", "职业技术教育中心", "实验小学", "妇幼保健院", "第二高级中学", "图书馆",
    "公路事业发展中心", "农业技术推广中心", "融媒体中心",
)  # fmt: skip
_CITY_INSTITUTIONS = (
    "第一人民医院", "职业技术学院", "第一中学", "疾病预防控制中心", "传染病医院", "广播电视台", "农业科学院", "中医医院", "第二人民医院",
    "工业职业技术学院", "博物馆", "图书馆", "妇幼保健院", "实验高级中学", "文化艺术职业学院", "环境监测中心", "公路事业发展中心", "白龟湖湿地管理处",
    "住房公积金管理中心", "社会保险中心", "不动产登记中心", "水库运行保障中心", "技师学院", "救助管理站",
)  # fmt: skip
_ENTERPRISES = (
    "发展投资控股集团", "矿山安全服务公司", "公共交通集团", "城市建设投资集团", "水务集团", "文旅集团", "燃气公司", "热力公司",
    "国有资本运营公司", "粮食储备公司", "交通投资公司", "产业投资集团", "园林绿化公司", "融资担保公司",
)  # fmt: skip
_HAZARDOUS = ("公安局", "应急管理局", "矿山", "传染病", "燃气")
_COMPLEX = ("信访局", "委政法委", "救助管理站", "城市管理局")


@dataclass(frozen=True)
class Place:
    code: str
    name: str
    parent: str
    kind: str
    remote: bool


@dataclass(frozen=True)
class Seats:
    """The places in leading teams, one entry a seat."""

    team: Ints
    unit: Ints
    rank: Ints
    chief: Flags
    title: Ints

    @property
    def count(self) -> int:
        return len(self.team)


@dataclass(frozen=True)
class Places:
    """One entry a unit or a team. ``region`` is the county a unit lies in (0: the city itself)."""

    kinds: list[str]
    parent: Ints
    cls: Ints
    region: Ints
    remote: Flags
    complex: Flags
    hazardous: Flags
    weight: Floats
    team_kinds: list[str]
    team_unit: Ints
    seats: Seats
    titles: list[str] = field(repr=False)
    """All titles of seats; further titles of posts are added behind them."""

    def units_of(self, *kinds: str) -> Ints:
        return np.array([i for i, kind in enumerate(self.kinds) if kind in kinds], dtype=np.int64)


@dataclass
class _Draft:
    """Units as they are collected, before they become arrays."""

    names: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    regions: list[int] = field(default_factory=list)
    remote: list[bool] = field(default_factory=list)

    def add(self, name: str, kind: str, parent: int, region: int | None = None, remote: bool = False) -> int:
        index = len(self.names)
        self.names.append(name)
        self.kinds.append(kind)
        self.parents.append(parent)
        self.regions.append(index if region is None else region)
        self.remote.append(remote)
        return index


def read_places() -> list[Place]:
    """The real places, from the file in the package."""
    with (Path(__file__).parent / "data" / "places.csv").open(encoding="utf-8", newline="") as file:
        return [
            Place(r["code"], r["name"], r["parent_code"], r["kind"], r["remote"] == "true")
            for r in csv.DictReader(file)
        ]


def make_places(book: Book) -> Places:
    """Build the skeleton for the number of cadres and write ``units`` and ``teams``."""
    rng = book.rng("places")
    draft = _units(book.cadres)
    kinds, names = draft.kinds, draft.names
    n = len(names)
    cls = np.array([{"institution": INSTITUTION, "enterprise": ENTERPRISE}.get(kind, CIVIL) for kind in kinds])
    parent = np.array(draft.parents)
    weight = np.array([WEIGHTS[kind] for kind in kinds]) * np.clip(rng.lognormal(0, 0.25, n), 0.6, 1.8)
    weight *= np.where((cls == INSTITUTION) & (parent == 0), CITY_INSTITUTION, 1.0)
    book.add("units", {
        "unit_id": book.name_rows("units", "U", n), "name": pa.array(names), "parent_id": book.ref("units", parent),
        "kind": pa.array(kinds), "remote": pa.array(draft.remote),
    })  # fmt: skip
    team_kinds, team_unit = _teams(book, names, kinds)
    seats, titles = _seats(rng, names, kinds, parent, team_kinds, team_unit)
    return Places(
        kinds, parent, cls, np.array(draft.regions), np.array(draft.remote), _named(names, _COMPLEX),
        _named(names, _HAZARDOUS), weight, team_kinds, np.array(team_unit), seats, titles,
    )  # fmt: skip


def _named(names: list[str], words: Iterable[str]) -> Flags:
    return np.array([any(word in name for word in words) for name in names])


def _units(cadres: int) -> _Draft:
    places = read_places()
    share = cadres / FULL_CITY
    draft = _Draft()
    draft.add("平顶山市", "municipality", -1, 0)
    copies = max(1, round(share))
    for copy in range(1, copies + 1):
        _one_copy(draft, places, min(share, 1.0), "" if copy == 1 else f"({copy})")
    return draft


def _one_copy(draft: _Draft, places: list[Place], share: float, mark: str) -> None:
    def some(kind: str, full: int, least: int = 1) -> int:
        return min(max(least, round(full * float(share ** THINNING[kind]))), full)

    by_code = {place.code: place for place in places}
    counties = [by_code[code] for code in _ORDER[: some("county", len(_ORDER))]]
    townships = {c.code: [p for p in places if p.parent == c.code] for c in counties}
    wanted = some("township", sum(p.kind == "township" for p in places))
    fill = min(1.0, wanted / sum(map(len, townships.values())))
    for county in counties:
        top = draft.add(county.name + mark, county.kind, 0)
        short = (
            county.name.replace("平顶山高新技术产业开发区", "高新区").replace("平顶山市城乡一体化示范区", "示范区")
            + mark
        )
        own = townships[county.code]
        chosen = np.unique(np.linspace(0, len(own) - 1, max(2, round(len(own) * fill))).round().astype(int))
        for place in (own[i] for i in chosen):
            draft.add(short + place.name.replace("筹备组", ""), "township", top, top, place.remote)
        for name in _BUREAUS[: some("county_dept", _COUNTY_BUREAUS, 2)]:
            draft.add(short + name, "county_dept", top, top)
        for name in _COUNTY_INSTITUTIONS[: some("institution", len(_COUNTY_INSTITUTIONS))]:
            draft.add(short + name, "institution", top, top)
    for name in _BUREAUS[: some("municipal_dept", len(_BUREAUS), 2)]:
        draft.add("市" + name + mark, "municipal_dept", 0, 0)
    for name in _CITY_INSTITUTIONS[: some("institution", len(_CITY_INSTITUTIONS))]:
        draft.add("平顶山市" + name + mark, "institution", 0, 0)
    for name in _ENTERPRISES[: some("enterprise", len(_ENTERPRISES))]:
        draft.add("平顶山" + name + mark, "enterprise", 0, 0)


def _teams(book: Book, names: list[str], kinds: list[str]) -> tuple[list[str], list[int]]:
    rows = [
        (unit, team)
        for unit, kind in enumerate(kinds)
        for team in ("party_committee", "government", "leading_group")
        if (kind, team) in SEATS
    ]
    book.add("teams", {
        "team_id": book.name_rows("teams", "T", len(rows)),
        "unit_id": book.ref("units", np.array([unit for unit, _ in rows])),
        "name": pa.array([names[unit] + TEAM_WORDS[team] for unit, team in rows]),
        "kind": pa.array([team for _, team in rows]),
    })  # fmt: skip
    return [team for _, team in rows], [unit for unit, _ in rows]


def _seats(
    rng: np.random.Generator,
    names: list[str],
    kinds: list[str],
    parent: Ints,
    team_kinds: list[str],
    team_unit: list[int],
) -> tuple[Seats, list[str]]:
    """A chief one rank above the members in each team (in a county's government or a township's, the same)."""
    rows: list[tuple[int, int, int, bool]] = []
    titles: list[str] = []
    for index, (kind, of) in enumerate(zip(team_kinds, team_unit, strict=True)):
        low, high = SEATS[kinds[of], kind]
        size = int(rng.integers(low, high + 1))
        # An institution of the city is led at 县处级 and one of a county at 乡科级.
        top = CHIEF_RANK.get(kinds[of], 4 if parent[of] == 0 else 3)
        for seat, title in enumerate(seat_titles(kinds[of], kind, names[of], size)):
            rows.append((index, of, top if seat == 0 else top - 1, seat == 0))
            titles.append(title)
    words = sorted(set(titles))
    code = {word: index for index, word in enumerate(words)}
    team, unit, rank, chief = (np.array(column) for column in zip(*rows, strict=True))
    return Seats(team, unit, rank, chief, np.array([code[title] for title in titles])), words
