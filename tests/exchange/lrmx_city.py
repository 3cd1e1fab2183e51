"""任免审批表 of an invented city, as files in the many ways that editors and other programs write them.

The files are written here from scratch, not by the code under test.
"""

from __future__ import annotations

import base64
import csv
import io
import random
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PIL import Image, ImageDraw

from jili.city.make import make_city
from jili.policy.facts import GENDERS, GRADES
from jili.records.identity import check_digit
from jili.records.models import Cadre

Row = dict[str, str]

ORDER = re.findall(
    r"\w+",
    """XingMing XingBie ChuShengNianYue MinZu JiGuan ChuShengDi RuDangShiJian CanJiaGongZuoShiJian
    JianKangZhuangKuang ZhuanYeJiShuZhiWu ShuXiZhuanYeYouHeZhuanChang QuanRiZhiJiaoYu_XueLi QuanRiZhiJiaoYu_XueWei
    QuanRiZhiJiaoYu_XueLi_BiYeYuanXiaoXi QuanRiZhiJiaoYu_XueWei_BiYeYuanXiaoXi ZaiZhiJiaoYu_XueLi ZaiZhiJiaoYu_XueWei
    ZaiZhiJiaoYu_XueLi_BiYeYuanXiaoXi ZaiZhiJiaoYu_XueWei_BiYeYuanXiaoXi XianRenZhiWu NiRenZhiWu NiMianZhiWu JianLi
    JiangChengQingKuang NianDuKaoHeJieGuo RenMianLiYou JiaTingChengYuan ChengBaoDanWei JiSuanNianLingShiJian
    TianBiaoShiJian TianBiaoRen ShenFenZheng ZhaoPian Version""",
)
FAMILY = ["ChengWei", "XingMing", "ChuShengRiQi", "ZhengZhiMianMao", "GongZuoDanWeiJiZhiWu"]


@dataclass(frozen=True)
class File:
    """A form as it lies in a folder, and whose it is."""

    cadre_id: str
    name: str
    data: bytes
    photo: bytes | None = None


def city(folder: Path, cadres: int, seed: int = 7) -> dict[str, list[Row]]:
    make_city(cadres, seed, folder)
    names = ("cadres", "appointments", "annual_assessments", "units")
    return {name: list(csv.DictReader(io.StringIO((folder / f"{name}.csv").read_text("utf-8")))) for name in names}


def keep_cadres(rows: list[Row]) -> None:
    """The city's people in the database."""
    Cadre.objects.bulk_create(
        Cadre(
            cadre_id=row["cadre_id"], name=row["name"], gender=row["gender"], birth_on=row["birth_on"],
            work_start_on=row["work_start_on"], joined_on=row["joined_on"], left_on=row["left_on"] or None,
            category=row["category"], professional=row["professional"] == "true",
        )
        for row in rows
    )  # fmt: skip


def files(tables: dict[str, list[Row]], count: int, seed: int = 7) -> list[File]:
    """The forms of the first ``count`` people; about one in seven as .lrm."""
    posts, grades = defaultdict(list), defaultdict(list)
    units = {row["unit_id"]: row["name"] for row in tables["units"]}
    for row in tables["appointments"]:
        posts[row["cadre_id"]].append(row | {"unit": units[row["unit_id"]]})
    for row in tables["annual_assessments"]:
        grades[row["cadre_id"]].append(row)
    rng = random.Random(seed)
    found = []
    for number, cadre in enumerate(tables["cadres"][:count]):
        form = person(cadre, posts[cadre["cadre_id"]], grades[cadre["cadre_id"]], rng, number)
        photo = picture(number) if number % 3 else None
        if number % 7 == 3:
            found.append(File(cadre["cadre_id"], f"{number:03}.lrm", lrm(form, rng), photo))
        else:
            found.append(File(cadre["cadre_id"], f"{number:03}.lrmx", lrmx(form, photo, rng)))
    return found


def person(cadre: Row, posts: list[Row], grades: list[Row], rng: random.Random, number: int) -> dict[str, object]:
    """Element → text, and the family as rows."""
    born, started = date.fromisoformat(cadre["birth_on"]), date.fromisoformat(cadre["work_start_on"])
    posts = [post for post in posts if post["kind"] == "regular"]
    last = posts[-1]["unit"] + posts[-1]["title"] if posts else ""
    name = cadre["name"]
    form: dict[str, object] = dict.fromkeys(ORDER, "")
    form |= {
        "XingMing": f"{name[0]}　{name[1]}" if len(name) == 2 and number % 2 else name,
        "XingBie": GENDERS[cadre["gender"]], "ChuShengNianYue": f"{born:%Y%m}", "MinZu": "汉族", "JiGuan": "河南鲁山",
        "ChuShengDi": "河南鲁山", "CanJiaGongZuoShiJian": f"{started:%Y%m}", "JianKangZhuangKuang": "健康",
        "RuDangShiJian": rng.choice(["200006", "", "200108；民建", "民盟"]), "XianRenZhiWu": last,
        "ShuXiZhuanYeYouHeZhuanChang": rng.choice(["公共管理", "经济 & 金融", "", "a<b>c 与 \"引号\""]),
        "QuanRiZhiJiaoYu_XueLi": "大学", "QuanRiZhiJiaoYu_XueWei": rng.choice(["", "管理学学士"]),
        "JianLi": resume(posts, started), "JiangChengQingKuang": rng.choice(["无", "", "2019年记三等功。\n2021年嘉奖。"]),
        "NianDuKaoHeJieGuo": "，".join(f"{row['year']}年年度考核为{GRADES[row['grade']]}" for row in grades[-3:]),
        "RenMianLiYou": "工作需要", "ChengBaoDanWei": "中共某县委组织部", "JiSuanNianLingShiJian": "202511",
        "TianBiaoShiJian": "20251120", "TianBiaoRen": "测试戊", "Version": rng.choice(["3.2.1.16", "3.2.1.6", "2.0"]),
        "ShenFenZheng": id_number(born, cadre["gender"], number), "family": family(rng, name),
    }  # fmt: skip
    return form


def id_number(born: date, gender: str, number: int) -> str:
    first = f"410423{born:%Y%m%d}{number // 5 % 100:02}{number % 5 * 2 + (gender == 'male')}"
    return first + check_digit(first)


def resume(posts: list[Row], started: date) -> str:
    lines = [f"{started.year - 4}.09--{started:%Y.%m}  某大学学习"]
    for post, following in zip(posts, [*posts[1:], None], strict=True):
        start = date.fromisoformat(post["start_on"])
        end = f"{date.fromisoformat(following['start_on']):%Y.%m}" if following else " " * 7
        lines.append(f"{start:%Y.%m}--{end}  {post['unit']}{post['title']}")
    return "\n".join([*lines, " " * 18 + "（其间：2010.09--2013.07在某省委党校学习）"])


def family(rng: random.Random, name: str) -> list[Row]:
    rows = []
    for relation, born, work in (
        ("妻子", "197911", "某县某中学教师"),
        ("女儿", "2008", ""),
        ("父亲", "195005", "已去世"),
    ):
        if rng.random() < 0.8:
            texts = (relation, name[0] + "某", born, rng.choice(["群众", "中共党员"]), work)
            rows.append(dict(zip(FAMILY, texts, strict=True)))
    return rows


def picture(number: int, format: str = "JPEG", size: tuple[int, int] = (94, 115), **options: object) -> bytes:
    image = Image.new("RGB", size, (number * 37 % 256, 120, 200))
    ImageDraw.Draw(image).ellipse((20, 10, 70, 80), fill=(250, 220, number % 256))
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def lrmx(form: dict[str, object], photo: bytes | None, rng: random.Random) -> bytes:
    newline, indent = rng.choice(["\n", "\r\n"]), rng.choice(["  ", "    ", "\t"])
    empties = rng.choice(["<{0} />", "<{0}/>", "<{0}></{0}>", "<{0}>" + newline + "{1}</{0}>"])
    cdata = rng.random() < 0.2
    old = rng.random() < 0.2

    def element(tag: str, text: str, level: int) -> str:
        before = newline + indent * level
        if not text:
            return before + empties.format(tag, indent * level)
        if cdata and tag in ("JianLi", "JiangChengQingKuang", "NianDuKaoHeJieGuo", "RenMianLiYou"):
            inside = f"<![CDATA[{text}]]>"
        else:
            inside = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        trail = newline + indent * level if tag.endswith("XueLi") and rng.random() < 0.2 else ""
        return f"{before}<{tag}>{inside.replace(chr(10), newline)}{trail}</{tag}>"

    texts = {tag: str(form[tag]) for tag in ORDER}
    texts["ZhaoPian"] = base64.b64encode(photo).decode() if photo else ""
    if photo and rng.random() < 0.2:
        text = texts["ZhaoPian"]
        texts["ZhaoPian"] = "\n".join(text[at : at + 76] for at in range(0, len(text), 76))
    parts = []
    for tag in ORDER:
        if tag == "ShenFenZheng" and old:
            continue
        if tag == "JiaTingChengYuan" and form["family"]:
            items = "".join(
                f"{newline}{indent * 2}<Item>{''.join(element(t, row[t], 3) for t in FAMILY)}{newline}{indent * 2}</Item>"
                for row in form["family"]  # type: ignore[attr-defined]
            )
            parts.append(f"{newline}{indent}<{tag}>{items}{newline}{indent}</{tag}>")
        else:
            parts.append(element(tag, texts[tag], 1))
        if tag == "TianBiaoRen" and rng.random() < 0.3:
            parts.append(f'{newline}{indent}<BeiZhu lang="zh">其他系统的<b>栏目</b></BeiZhu>')
    text = f'<?xml version="1.0" encoding="utf-8"?>{newline}<Person>{"".join(parts)}{newline}</Person>'
    return rng.choice([b"", b"\xef\xbb\xbf"]) + (text + rng.choice(["", newline])).encode()


def lrm(form: dict[str, object], rng: random.Random) -> bytes:
    slots = rng.choice([12, 13])
    rows: list[Row] = form["family"]  # type: ignore[assignment]
    text = {tag: str(form[tag]) for tag in ORDER}
    columns = ["@".join([row[tag] for row in rows] + [""] * (slots - len(rows))) for tag in FAMILY]
    fields = [
        text["XingMing"], text["XingBie"], text["ChuShengNianYue"], text["MinZu"], text["JiGuan"],
        text["RuDangShiJian"], text["JianKangZhuangKuang"], text["ChuShengDi"], text["CanJiaGongZuoShiJian"],
        f"{text['QuanRiZhiJiaoYu_XueLi']}#{text['QuanRiZhiJiaoYu_XueWei']}@#", "#@#", "", "", "", "", "",
        text["ShuXiZhuanYeYouHeZhuanChang"], text["JianLi"], text["JiangChengQingKuang"], text["NianDuKaoHeJieGuo"],
        *columns, text["XianRenZhiWu"], "", "", text["RenMianLiYou"], text["ChengBaoDanWei"],
        text["JiSuanNianLingShiJian"], text["TianBiaoRen"], text["TianBiaoShiJian"],
    ]  # fmt: skip
    newline = rng.choice(["\n", "\r\n"])
    body = '"' + '","'.join(fields) + '"'
    return (body.replace("\n", newline) + rng.choice(["", newline])).encode("gb18030")
