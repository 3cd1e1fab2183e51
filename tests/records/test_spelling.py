"""A name is found by its characters, its pinyin and its initials, however these are typed."""

from __future__ import annotations

import pytest

from jili.records.spelling import normal, spellings, surname_of, typed


@pytest.mark.parametrize(
    ("name", "found_under"),
    [
        ("张三", ["张三", "三", "zhangsan", "zs"]),
        ("单伟", ["单伟", "伟", "shanwei", "sw", "danwei", "dw"]),
        ("解放", ["解放", "放", "xiefang", "xf", "jiefang", "jf"]),
        ("曾明", ["曾明", "明", "zengming", "zm", "cengming", "cm"]),
        ("仇和", ["仇和", "和", "qiuhe", "qh", "chouhe", "ch"]),
        ("欧阳修", ["欧阳修", "阳修", "修", "ouyangxiu", "oyx"]),
        ("尉迟恭", ["尉迟恭", "迟恭", "恭", "yuchigong", "ycg", "weichigong", "wcg"]),
        ("李行", ["李行", "行", "lixing", "lx", "lihang", "lh"]),
        ("吕𠮷", ["吕𠮷", "𠮷", "lvji", "lj"]),
        ("热娜·艾力", ["热娜艾力", "娜艾力", "艾力", "力", "renaaili", "rnal", "renuoaili"]),
        ("Ivan Petrov", ["ivanpetrov"]),
        ("", [""]),
    ],
)
def test_a_name_is_found_under(name: str, found_under: list[str]) -> None:
    assert spellings(name) == found_under


@pytest.mark.parametrize(
    "text", ["张三", "zhangsan", "ZhangSan", "zhang san", "Zhāng Sān", "zhang1 san1", "zh'ang-san", "zs", "三"]
)
def test_what_is_typed_finds_zhang_san(text: str) -> None:
    assert any(spelling.startswith(typed(text)) for spelling in spellings("张三"))


@pytest.mark.parametrize("text", ["Lǚ", "lü", "lv", "lu:".replace("u:", "ü"), "LYU"])
def test_the_u_with_two_dots_may_be_typed_in_every_way(text: str) -> None:
    assert typed(text) == "lv"


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("张 三", "张三"), ("张\u3000三", "张三"), ("古丽•艾力", "古丽·艾力"), ("古丽 . 艾力", "古丽·艾力"), ("Ivan Petrov", "Ivan Petrov"),
        (" 张三 ", "张三"), ("e\u0301", "é"),
    ],
)  # fmt: skip
def test_a_name_has_one_form(written: str, form: str) -> None:
    assert normal(written) == form


def test_a_surname_of_two_characters_needs_a_name_of_three() -> None:
    assert [surname_of(name) for name in ("欧阳修", "欧阳", "张三", "古丽·艾力")] == ["欧阳", "欧", "张", "古"]
