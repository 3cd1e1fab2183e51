"""How names are written and how they are typed: one form of a name, and the spellings under which it is looked up.

Typed are characters (张三, 三) or Latin letters: pinyin with or without tones and blanks (zhangsan, Zhāng Sān,
zhang1 san1), or initials (zs). A surname that is read otherwise than its character elsewhere (单、解、仇) is found under
both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import islice, product

_DOTS = str.maketrans(dict.fromkeys("•．.‧・∙●｡。", "·"))
MOST_READINGS = 4
"""Of one name."""

_COMPOUNDS = (
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 "
    "慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 "
    "轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 左丘 东门 西门 第五"
)
_COMPOUND = frozenset(_COMPOUNDS.split())
_READ_AS_SURNAMES = (
    "单 shan,解 xie,曾 zeng,仇 qiu,区 ou,查 zha,盖 ge,朴 piao,任 ren,缪 miao,翟 zhai,华 hua,召 shao,覃 qin,种 chong,秘 bi,"
    "冼 xian,洗 xian,员 yun,折 she,黑 he,盛 sheng,葛 ge,燕 yan,宁 ning,应 ying,那 na,逄 pang,佴 nai,郇 xun,炅 gui,句 gou,"
    "能 nai,繁 po,谌 chen,隗 wei,纪 ji,牟 mou,祭 zhai,过 guo,郗 xi,撒 sa,车 che,阚 kan,尹 yin,尧 yao,都 du,令 ling,万 wan,"
    "尉 wei,澹 tan,长 zhang,鲜 xian,俞 yu,宓 mi,殷 yin,阿 a,乐 yue,万俟 mo qi,尉迟 yu chi,长孙 zhang sun,澹台 tan tai,"
    "令狐 ling hu,鲜于 xian yu,乐正 yue zheng,呼延 hu yan,夏侯 xia hou,宰父 zai fu,亓官 qi guan,子车 zi ju"
)
_SURNAMES = dict(each.split(" ", 1) for each in _READ_AS_SURNAMES.split(","))
"""Surname → how it is read as one, where that is not how its characters are read first elsewhere."""
_READ_TWICE = frozenset("乐行重长朝晟莘茜娜柏曾盛单解")
"""Characters of given names that are read in both of their ways; others are read in the first."""
_READ_BY_HAND = {"𠮷": ("ji",), "𬀪": ("wei",), "𬭎": ("hong",)}
"""Which pypinyin does not know."""
_PLAIN = re.compile("[\u4e00-\u9fff]+")


def normal(name: str) -> str:
    """A name in its one form: composed, no blanks beside Chinese characters, one kind of dot in it."""
    if _PLAIN.fullmatch(name):
        return name
    composed = unicodedata.normalize("NFC", name).translate(_DOTS).replace("\u3000", " ")
    return re.sub(r"(?<=[^\x00-\u02ff])\s+|\s+(?=[^\x00-\u02ff])", "", composed).strip()


def surname_of(name: str) -> str:
    """The surname of a name; of a name with a dot its first character, by which it is listed."""
    return name[:2] if len(name) > 2 and name[:2] in _COMPOUND else name[:1]


def spellings(name: str) -> list[str]:
    """What whoever looks for a name (in its one form) may begin to type: its characters from the first, the second …;
    its pinyin and its initials, also as its surname is not usually read. Each once."""
    written = name.casefold().replace("·", "").replace(" ", "")
    found = [written] if written.isascii() else [written[place:] for place in range(len(written))]
    for read in islice(_readings(written), MOST_READINGS):
        found += ("".join(read), "".join([syllable[0] for syllable in read]))
    return list(dict.fromkeys(found))


def typed(text: str) -> str:
    """What was typed as spellings have it: no tones, blanks, dots."""
    text = unicodedata.normalize("NFD", normal(text).casefold()).replace("u\u0308", "v")
    bare = "".join(own for own in text if not unicodedata.combining(own) and own not in " ·'’-")
    return re.sub(r"(?<=[a-z])[1-5]", "", bare).replace("lyu", "lv").replace("nyu", "nv")


def _readings(written: str) -> Iterator[tuple[str, ...]]:
    """The ways to read a name, syllable by syllable; the likeliest first."""
    surname = surname_of(written)
    ways = [_syllables(own) if own in _READ_TWICE else _syllables(own)[:1] for own in written]
    if surname in _SURNAMES:
        for place, syllable in enumerate(_SURNAMES[surname].split()):
            ways[place] = tuple(dict.fromkeys((syllable, *_syllables(written[place])[:1])))
    return product(*ways)


@cache
def _syllables(own: str) -> tuple[str, ...]:
    """How a character is read, without tones; itself if nobody knows."""
    from pypinyin import Style, pinyin

    if own in _READ_BY_HAND:
        return _READ_BY_HAND[own]
    (read,) = pinyin(own, style=Style.NORMAL, heteronym=True)
    return tuple(dict.fromkeys(read[:2]))
