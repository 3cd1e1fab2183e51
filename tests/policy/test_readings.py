"""Readings: values are taken exactly as written, and what cannot be a value is refused with its name and the reason."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from jili.policy.readings import FILE, BadReading, Readings, declared, read

FRACTION = "应为小数或分数,如 0.25 或 1/4"
WHOLE = "应为不小于零的整数"
DATE = "应写成 2024-06-30 这样的日期"
BOOL = "应为 true 或 false"
CHOICE = "应为 half_open 或 civil_code"
STEPS = "应为“满几年: 天数”的对照,如 {1: 5, 10: 10}"

DEFAULTS: dict[str, Any] = {
    "effective_on": date(2017, 12, 15), "period_end": "half_open", "incompetent_bars": True,
    "ratio_base": ((date(1900, 1, 1), Fraction(15, 100)), (date(2020, 12, 28), Fraction(20, 100))),
    "ratio_excellent_team": ((date(1900, 1, 1), Fraction(20, 100)),),
    "rank_drop_places": 3, "rank_drop_share": Fraction(1, 4), "rank_size_change": Fraction(1, 5),
    "rank_fall_from": Fraction(1, 2), "rank_fall_to": Fraction(3, 4), "list_due": (3, 31), "list_grace_days": 30,
    "award_days": 30, "required_years_min": ((1, 2, 3), (2, 3, 2), (3, 4, 3), (4, 5, 2)), "exceptional_levels": 2,
    "skipped_levels": 2,
    "exceptional_years": 1, "demonstration_years": 1, "frontline_days": 183, "frontline_grade_years": 3,
    "nonlead_until": date(2019, 6, 1), "ten_size": 10, "ten_weights": (Fraction(1, 3),) * 3,
    "township_target": Fraction(1, 2), "township_tolerance": Fraction(1, 20), "adjustment_days": 15, "setback_days": 7,
    "sign_days": 7, "request_days": 7, "missed_days": 90, "leave_days": ((1, 5), (10, 10), (20, 15)),
    "harsh_days": 365, "check_days": 90, "records_from": None,
}  # fmt: skip
"""What ``spec/statements.md`` says, for every reading that can be changed."""

FIXED = ["half_years", "award_ladder", "preference_classes"]
BY_KIND: dict[str, list[tuple[Any, str, str]]] = {
    "date": [("2024-02-30", "2024-02-30", "没有这一天"), ("2024-6-30", "2024-6-30", DATE), ("", "", DATE),
             ([], "[]", DATE)],
    "optional_date": [("2023-02-29", "2023-02-29", "没有这一天"), ("尽快", "尽快", DATE), ({}, "{}", DATE)],
    "whole": [("-1", "-1", WHOLE), ("1.5", "1.5", WHOLE), ("", "", WHOLE), ("1e3", "1e3", WHOLE), ("１", "１", WHOLE),
              ("1000000", "1000000", WHOLE), (["1"], "[1]", WHOLE)],
    "fraction": [("-0.1", "-0.1", FRACTION), ("1/0", "1/0", FRACTION), (".5", ".5", FRACTION),
                 ("五成", "五成", FRACTION), ("0.5 ", "0.5 ", FRACTION), ("1/2/3", "1/2/3", FRACTION),
                 ({"a": "b"}, "{a: b}", FRACTION)],
    "bool": [("True", "True", BOOL), ("1", "1", BOOL), ([], "[]", BOOL)],
    "choice": [("calendar", "calendar", CHOICE), ("", "", CHOICE),
               ("次日解除", "次日解除", CHOICE), (["half_open"], "[half_open]", CHOICE)],
    "month_day": [("02-30", "02-30", "没有这一天"), ("02-29", "02-29", "没有这一天"),
                  ("3-31", "3-31", "应写成 03-31 这样的月日"), ("2024-03-31", "2024-03-31", "应写成 03-31 这样的月日")],
    "dated_fraction": [
        ({"1900-01-02": "0.1"}, "{1900-01-02: 0.1}", "最早一段应从 1900-01-01 或更早开始"),
        ({}, "{}", "应为“起始日: 比例”的对照,如 {1900-01-01: 0.15, 2020-12-28: 0.20}"),
        ({"1900-01-01": "-1"}, "{1900-01-01: -1}", FRACTION), ({"起初": "0.1"}, "{起初: 0.1}", DATE),
        ("多", "多", FRACTION),
    ],
    "weights": [(["1/2", "1/2"], "[1/2, 1/2]", "应为三个权重,如 [1/2, 1/4, 1/4]"),
                ("1/3", "1/3", "应为三个权重,如 [1/2, 1/4, 1/4]"), (["1", "1", "x"], "[1, 1, x]", FRACTION)],
    "years_by_rank": [({"1-9": "3"}, "{1-9: 3}", "层次应写成 1-2 这样:1-9"), ({"1-2": "三"}, "{1-2: 三}", WHOLE),
                      ("3", "3", '应为“现任-拟任: 年数”的对照,如 {"1-2": 3}')],
    "steps": [({}, "{}", STEPS), ("5", "5", STEPS),
              ({"1": "五"}, "{1: 五}", WHOLE)],
}  # fmt: skip
"""For each kind of reading: what is written, how it is shown, and why it is refused."""

REFUSALS = [
    pytest.param(name, *wrong, id=f"{name}: {wrong[1] or '(空)'}")
    for name, reading in declared().items()
    if not reading.fixed
    for wrong in BY_KIND[reading.kind]
]


def changed(**values: Any) -> dict[str, Any]:
    return {name: Readings.default().changed(values).values[name] for name in values}


def test_the_defaults_are_those_of_the_specification() -> None:
    assert {name: reading.default for name, reading in declared().items() if not reading.fixed} == DEFAULTS


def test_every_reading_has_its_reason_and_waits_for_the_organisation_department() -> None:
    missing = [n for n, r in declared().items() if not (r.title and r.reason and r.statements and r.source)]
    assert missing == []
    assert {reading.status for reading in declared().values()} == {"provisional"}


@pytest.mark.parametrize(("name", "value", "shown", "why"), REFUSALS)
def test_it_refuses_what_cannot_be_a_value(name: str, value: Any, shown: str, why: str) -> None:
    with pytest.raises(BadReading) as refused:
        Readings.default().changed({name: value})
    assert str(refused.value) == f"{name}: {shown}: {why}"


@pytest.mark.parametrize("name", FIXED)
def test_it_refuses_to_change_what_the_rules_are_built_on(name: str) -> None:
    with pytest.raises(BadReading) as refused:
        Readings.default().changed({name: "别的"})
    assert str(refused.value) == f"{name}: 这项口径由规则结构决定,不能只改数值"


def test_only_the_three_are_fixed() -> None:
    assert [name for name, reading in declared().items() if reading.fixed] == FIXED


def test_it_refuses_an_unknown_name() -> None:
    with pytest.raises(BadReading) as refused:
        Readings.default().changed({"ten_sise": "10"})
    assert str(refused.value) == "ten_sise: 没有这项口径。可用的口径见 jili readings"


@pytest.mark.parametrize(
    ("written", "exactly"),
    [("0.3", Fraction(3, 10)), ("1/3", Fraction(1, 3)), ("0.1", Fraction(1, 10)), ("2/6", Fraction(1, 3)),
     ("1", Fraction(1)), ("0.333333333", Fraction(333333333, 10**9))],
)  # fmt: skip
def test_a_number_is_exactly_what_is_written(written: str, exactly: Fraction) -> None:
    assert changed(township_target=written, ten_weights=[written] * 3, ratio_base=written) == {
        "township_target": exactly,
        "ten_weights": (exactly,) * 3,
        "ratio_base": ((date(1900, 1, 1), exactly),),
    }


def test_dated_values_may_be_written_in_any_order() -> None:
    assert changed(ratio_base={"2020-12-28": "0.20", "1899-12-31": "0.15"}) == {
        "ratio_base": ((date(1899, 12, 31), Fraction(15, 100)), (date(2020, 12, 28), Fraction(1, 5)))
    }


@pytest.mark.parametrize("nothing", ["", "none", "null"])
def test_the_records_may_begin_on_no_day(nothing: str) -> None:
    assert changed(records_from=nothing) == {"records_from": None}


def test_a_changed_value_leaves_the_others_as_they_are() -> None:
    values = Readings.default().changed({"ten_size": "5"}).values
    assert values == {**Readings.default().values, "ten_size": 5}


def test_a_mapping_is_replaced_as_a_whole() -> None:
    assert changed(required_years_min={"1-2": "2"}) == {"required_years_min": ((1, 2, 2),)}
    assert changed(required_years_min={}) == {"required_years_min": ()}


def test_a_file_gives_its_values_and_keeps_the_other_defaults(tmp_path: Path) -> None:
    file = tmp_path / "口径.yaml"
    file.write_text(
        "effective_on: 2018-01-01\ntownship_target: 0.3\nlist_due: \"02-28\"\nincompetent_bars: false\n"
        'ten_weights: ["1/2", "1/4", "1/4"]\nratio_base: {1900-01-01: 0.15, 2020-12-28: 0.20}\n'
        'required_years_min: {"1-2": 3, "2-3": 2}\nrecords_from: 2019-06-01\nperiod_end: civil_code\n',
        "utf-8",
    )  # fmt: skip
    assert read(file).values == {
        **Readings.default().values,
        "effective_on": date(2018, 1, 1),
        "township_target": Fraction(3, 10),
        "list_due": (2, 28),
        "incompetent_bars": False,
        "ten_weights": (Fraction(1, 2), Fraction(1, 4), Fraction(1, 4)),
        "required_years_min": ((1, 2, 3), (2, 3, 2)),
        "records_from": date(2019, 6, 1),
        "period_end": "civil_code",
    }


@pytest.mark.parametrize("content", ["", "# 一条也没有\n", "{}\n"])
def test_an_empty_file_changes_nothing(content: str, tmp_path: Path) -> None:
    file = tmp_path / "r.yaml"
    file.write_text(content, "utf-8")
    assert read(file) == Readings.default()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("ten_size: 十\n".encode(), "{file}: ten_size: 十: 应为不小于零的整数"),
        (b"- ten_size\n", "{file}: 应为“名称: 值”的对照"),
        (b"ten_weights: " + b"[" * 2_000, "{file}: 不是有效的 YAML,应为“名称: 值”"),
        (b"ten_size: 5\nten_weights: [1\n", "{file}:3: 不是有效的 YAML,应为“名称: 值”"),
        ("ten_size: 五".encode("gb18030"), "{file}: 不是 UTF-8 编码,请另存为 UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(content: bytes, said: str, tmp_path: Path) -> None:
    file = tmp_path / "r.yaml"
    file.write_bytes(content)
    with pytest.raises(BadReading) as refused:
        read(file)
    assert str(refused.value) == said.format(file=file)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadReading) as refused:
        read(tmp_path / "r.yaml")
    assert str(refused.value) == f"{tmp_path / 'r.yaml'}: 读不到这个文件(No such file or directory)"


def test_the_file_of_defaults_is_in_the_package() -> None:
    assert FILE.is_file()
