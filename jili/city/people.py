"""The invented cadres: names, ages, when they came and when they left."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.random import Generator

from jili.city.book import NEVER, YEARS_BACK, Book, Flags, Floats, Ints, dates, pick, weighted, within
from jili.city.places import Places

NEWCOMERS, NEWCOMERS_GONE = 0.18, 0.06
"""Shares who joined within the ten years, of those in service today and of those who left since."""
LEAVING = 0.022
"""Those who leave in a year, as a share of those in service; their records stay in the register."""
RETIRING = 0.65
"""Share of the leavers who leave by age."""
REGISTERED_LATE = 0.6
"""Share of the incumbents whose ``joined_on`` is the day the register began, not the day they were hired."""
MALE = 0.62
PROFESSIONAL = (0.01, 0.45, 0.12)
"""Share of professionals by class: civil service, institution, enterprise."""
TRANSFERRED = 0.2
"""Share of the newcomers who had worked elsewhere before."""
ONE_CHARACTER = 0.18
"""Share of given names of one character."""
RARE = 0.006
"""Share of names with a character that old systems cannot show."""
ETHNIC = 0.0012
"""Share of transliterated names, written with a middle dot."""

_SURNAMES = (
    "王7.2 李7.1 张7.0 刘5.4 陈3.0 杨3.0 赵2.6 黄1.2 周1.7 吴1.4 徐1.5 孙1.6 马2.2 朱1.4 胡1.3 郭2.1 何1.1 林0.5 高1.4 罗0.6 郑1.2 梁0.9 谢0.7 宋1.3 "
    "唐0.5 许1.0 韩1.1 冯0.9 邓0.4 曹0.9 彭0.3 曾0.2 肖0.3 田0.6 董0.9 袁0.7 潘0.4 于0.4 蒋0.3 蔡0.4 余0.3 杜0.7 叶0.4 程0.6 苏0.4 魏0.7 吕0.6 "
    "丁0.5 任0.6 沈0.3 姚0.6 卢0.4 姜0.4 崔0.5 钟0.1 谭0.1 陆0.2 汪0.2 范0.5 金0.2 石0.4 廖0.1 贾0.5 夏0.3 韦0.05 付0.3 方0.3 白0.3 邹0.1 孟0.4 "
    "熊0.1 秦0.4 邱0.3 江0.1 尹0.2 薛0.3 闫0.4 段0.3 雷0.2 侯0.4 龙0.1 史0.3 陶0.2 黎0.05 贺0.2 顾0.1 毛0.2 郝0.3 龚0.1 邵0.2 万0.2 钱0.1 严0.1 "
    "覃0.02 武0.3 戴0.1 莫0.02 孔0.2 向0.05 汤0.1 常0.3 温0.1 康0.2 施0.1 文0.1 牛0.4 樊0.3 葛0.2 邢0.2 安0.1 齐0.1 乔0.3 庞0.1 庄0.1 聂0.1 "
    "章0.05 鲁0.2 岳0.2 翟0.2 殷0.1 詹0.03 申0.2 欧0.02 耿0.2 关0.1 兰0.1 焦0.2 俞0.03 左0.1 柳0.1 甘0.03 祝0.1 包0.1 宁0.1 尚0.1 符0.02 舒0.03 "
    "阮0.03 柯0.02 纪0.1 梅0.1 童0.05 凌0.05 毕0.1 单0.1 裴0.1 霍0.1 涂0.03 成0.1 苗0.1 谷0.1 盛0.05 曲0.05 翁0.02 冉0.05 骆0.05 蓝0.02 路0.1 "
    "游0.03 靳0.2 辛0.1 管0.1 柴0.1 蒙0.02 鲍0.05 华0.05 喻0.03 祁0.05 房0.05 滕0.03 屈0.03 饶0.03 解0.03 牟0.02 艾0.03 尤0.02 时0.1 阴0.02 逯0.02 "
    "欧阳0.03 上官0.02 司马0.02 诸葛0.01 司0.05 禹0.05"
)  # fmt: skip
_MALE = "伟强军勇磊涛明超杰辉刚鹏飞宇浩波斌亮峰建国志文华平东海林龙俊峻永庆春山川德成民荣昌祥洪生金光新立世清一天晓正家学红振广少松宏凯洋旭晨阳泽瑞博恒毅帅康朝卫根喜保占留栓"
_FEMALE = "芳娜敏静丽艳娟霞秀英红燕玲桂兰萍洁莉颖琳雪梅云慧巧美香月爱琴淑珍凤倩婷佳欣雅晓亚小玉春莹蕊妍蕾瑶露怡丹菊青晨思雨文素花荣改华素利会"
_RARE = (
    "𠮷",
    "㛃",
    "䶮",
    "镕",
    "喆",
    "昇",
    "堃",
    "犇",
    "淼",
    "骉",
    "垚",
    "赟",
    "翀",
    "玥",
    "祎",
    "𬀪",
    "𬭎",
    "璟",
    "彧",
    "㻑",
)
_DOTTED = (
    "阿不都热依木·买买提", "古丽娜尔·艾力", "买买提江·吐尔逊", "巴特尔·孟和", "阿依古丽·库尔班", "木拉提·哈山",
    "帕提古丽·玉素甫", "叶尔兰·别克", "热娜·阿不力孜", "艾尔肯·司马义", "吉克·阿支", "阿尔斯·古丽",
)  # fmt: skip


@dataclass(frozen=True)
class People:
    """One entry a cadre. Days as in the book; ``left`` is ``NEVER`` for who has not left."""

    unit: Ints
    male: Flags
    birth: Ints
    work_start: Ints
    joined: Ints
    left: Ints
    category: Ints
    quality: Floats
    """How good the person is thought to be, standard normal: what makes honours of one person go together."""

    @property
    def count(self) -> int:
        return len(self.unit)

    def serving(self, on: int) -> Flags:
        return (self.joined <= on) & (self.left > on)


def make_people(book: Book, places: Places) -> People:
    """Draw the cadres, so many in service today and those who left before, and write the table ``cadres``."""
    rng = book.rng("people")
    n = book.cadres + max(2, round(book.cadres * LEAVING * YEARS_BACK))
    unit = weighted(rng, places.weight, n)
    kind = places.cls[unit]
    male = rng.random(n) < MALE
    gone = rng.permutation(n) >= book.cadres
    new = rng.random(n) < np.where(gone, NEWCOMERS_GONE, NEWCOMERS)
    joined, left = _service(rng, book, new, gone)
    birth, work_start = _ages(rng, book, new, male, joined, left)
    late = rng.random(n) < REGISTERED_LATE
    joined = np.where(new, joined, np.where(late, book.first_day, np.minimum(work_start, book.first_day)))
    professional = rng.random(n) < np.array(PROFESSIONAL)[kind]
    people = People(unit, male, birth, work_start, joined, left, kind, rng.standard_normal(n))
    book.add("cadres", {
        "cadre_id": book.name_rows("cadres", "C", n), "name": _names(book.rng("names"), male),
        "gender": pick(("female", "male"), male.astype(np.int64)), "birth_on": dates(birth),
        "work_start_on": dates(work_start), "joined_on": dates(joined), "left_on": dates(left),
        "category": pick(("civil_servant", "institution_staff", "enterprise_staff"), kind),
        "professional": pa.array(professional),
    })  # fmt: skip
    return people


def _service(rng: Generator, book: Book, new: Flags, gone: Flags) -> tuple[Ints, Ints]:
    """When the newcomers joined, and when anybody left."""
    n = len(new)
    last = book.as_of.year - book.first_year
    year = book.first_year + rng.integers(0, last + 1, n)
    january = (year - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)
    # Most are hired after the examinations of spring, from July to October.
    joined = january + np.where(rng.random(n) < 0.75, within(rng, 181, 290, n), within(rng, 0, 360, n))
    joined = np.minimum(joined, book.today - np.where(gone, 300, 1))
    joined = np.where(new, joined, book.first_day)
    left = within(rng, joined + np.where(new, 240, 20), book.today, n)
    return joined, np.where(gone, left, NEVER)


def _ages(rng: Generator, book: Book, new: Flags, male: Flags, joined: Ints, left: Ints) -> tuple[Ints, Ints]:
    n = len(new)
    pension = np.where(male, 60.0, 56.0)
    retires = (left < NEVER) & ~new & (rng.random(n) < RETIRING)
    # Who still serves has not reached the pension age today; who retired reached it on the day of leaving.
    years_served = (np.minimum(left, book.today) - book.first_day) / 365.25
    oldest_then = pension - years_served - 0.2
    age_then = np.where(retires, pension - years_served, 22.5 + rng.random(n) ** 1.1 * (oldest_then - 22.5))
    fresh = 22 + rng.random(n) * np.where(rng.random(n) < TRANSFERRED, 18, 6)
    birth = np.where(new, joined - fresh * 365.25, book.first_day - age_then * 365.25).astype(np.int64)
    start_age = np.clip(21 + rng.gamma(2.0, 1.1, n), 18.05, 29.9)
    summer = (birth + start_age * 365.25).astype(np.int64)
    at_18, at_30 = birth + 18 * 366, birth + 30 * 365
    work = np.clip(summer, at_18, at_30)
    first_work = np.where(new & (fresh < 28.5), joined, np.minimum(work, joined - 30))
    return birth, np.maximum(np.minimum(first_work, at_30), at_18)


def _names(rng: Generator, male: Flags) -> pa.Array:
    n = len(male)
    pairs = [entry.rstrip("0123456789.") for entry in _SURNAMES.split()]
    shares = [float(entry[len(name) :]) for entry, name in zip(_SURNAMES.split(), pairs, strict=True)]
    surname = pick(pairs, weighted(rng, shares, n))
    first, second = (_characters(rng, male) for _ in range(2))
    second = pc.if_else(pa.array(rng.random(n) < ONE_CHARACTER), "", second)
    rare = rng.permutation(n)[: max(1, round(n * RARE))]
    mask = np.zeros(n, dtype=bool)
    mask[rare] = True
    first = pc.if_else(pa.array(mask), pick(_RARE, rng.integers(0, len(_RARE), n)), first)
    name = pc.binary_join_element_wise(surname, first, second, "")
    dotted = np.zeros(n, dtype=bool)
    dotted[rng.permutation(n)[: max(1, round(n * ETHNIC))]] = True
    dotted &= ~mask if n > 2 else dotted
    return pc.if_else(pa.array(dotted), pick(_DOTTED, rng.integers(0, len(_DOTTED), n)), name)


def _characters(rng: Generator, male: Flags) -> pa.Array:
    n = len(male)
    # The first characters of each list are the commonest, as in life.
    boys = (rng.random(n) ** 1.5 * len(_MALE)).astype(np.int64)
    girls = (rng.random(n) ** 1.5 * len(_FEMALE)).astype(np.int64)
    return pick(list(_MALE) + list(_FEMALE), np.where(male, boys, len(_MALE) + girls))
