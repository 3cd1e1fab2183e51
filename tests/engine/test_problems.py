"""How a problem reads."""

from __future__ import annotations

from jili.engine.problems import BadRegister, Problem, more


def test_a_cell_is_named_by_file_line_column_and_value() -> None:
    assert str(Problem("units.csv", 3, "kind", "town", "应为代码")) == "units.csv:3: kind: town: 应为代码"


def test_an_empty_cell_is_shown_as_empty() -> None:
    assert str(Problem("units.csv", 3, "kind", "", "必填")) == "units.csv:3: kind: (空): 必填"


def test_a_line_and_a_file_stand_alone_where_no_cell_is_meant() -> None:
    assert str(Problem("units.csv", 3, "", "", "空行")) == "units.csv:3: 空行"
    assert str(Problem("units.csv", 0, "", "", "文件是空的")) == "units.csv: 文件是空的"


def test_a_long_value_is_cut_and_what_cannot_be_printed_is_escaped() -> None:
    assert str(Problem("u.csv", 2, "name", "长" * 1000, "太长")) == f"u.csv:2: name: {'长' * 60}…: 太长"
    assert (
        str(Problem("u.csv", 2, "name", "张\x00三\n\u202e\u3000𠮷", "有控制字符"))
        == r"u.csv:2: name: 张\x00三\n\u202e\u3000𠮷: 有控制字符"
    )


def test_a_file_name_that_is_not_text_can_still_be_printed() -> None:
    assert (
        str(Problem("a\udcff.csv", 0, "", "", "不是登记册的文件")).encode() == r"a\udcff.csv: 不是登记册的文件".encode()
    )


def test_a_bad_register_lists_line_by_line_and_what_concerns_the_whole_file_last() -> None:
    problems = [
        Problem("b.csv", 2, "x", "1", "错"),
        *more("a.csv", "x", "错", 3),
        Problem("a.csv", 10, "x", "1", "错"),
        Problem("a.csv", 9, "x", "1", "错"),
        *more("a.csv", "x", "错", 0),
    ]
    assert str(BadRegister(problems)).splitlines() == [
        "a.csv:9: x: 1: 错",
        "a.csv:10: x: 1: 错",
        "a.csv: x 同类问题另有 3 处:错",
        "b.csv:2: x: 1: 错",
    ]
