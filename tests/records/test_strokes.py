"""Names stand 按姓氏笔画: by strokes of the surname, the same surname together, then by the characters that follow."""

from __future__ import annotations

import random

from jili.records.strokes import strokes_key


def ordered(names: list[str]) -> list[str]:
    shuffled = random.Random(1).sample(names, len(names))
    return sorted(shuffled, key=strokes_key)


def test_surnames_stand_by_number_of_strokes_then_stroke_by_stroke() -> None:
    names = "丁一 于一 马一 王一 韦一 牛一 毛一 文一 方一 邓一 叶一 刘一 孙一 李一 杨一 吴一 张一 陈一 邵一 林一 郑一 赵一 郭一 黄一 阎一 董一 蒋一 蔡一 薛一 魏一"
    assert ordered(names.split()) == names.split()


def test_the_same_surname_stands_together_and_shorter_names_before_longer_ones() -> None:
    names = [
        "王一",
        "王二",
        "王力",
        "张三",
        "张三一",
        "张三丰",
        "张大",
        "欧一",
        "欧明",
        "欧阳一",
        "欧阳明",
        "欧阳明一",
        "欧阳鑫",
    ]
    assert ordered(names) == names


def test_rare_characters_stand_where_their_strokes_say_and_unknown_ones_last() -> None:
    names = ["吉明", "𠮷明", "扣明", "祎明", "堃明", "镕明", "龘明", "\U00030000明", "\U00030001明"]
    assert ordered(names) == names


def test_a_dot_and_what_follows_it_does_not_part_a_name() -> None:
    assert strokes_key("阿依·古丽") == strokes_key("阿依古丽")


def test_every_collation_orders_keys_alike() -> None:
    keys = [strokes_key(name) for name in ("欧阳修", "古丽·艾力", "\U00030000", "Ivan")]
    assert all(own in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" for key in keys for own in key)
