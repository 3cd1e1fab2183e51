"""Forms as files: what is read is written again as it was, in all the ways that files are written."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jili.exchange.lrmx.elements import ELEMENTS, RELATIVE, TEXTS
from jili.exchange.lrmx.folder import Failed, named, read_file, read_folder, write_folder
from jili.exchange.lrmx.lrmform import read_lrm, write_lrm
from jili.exchange.lrmx.person import LrmStyle, Person, Read, Relative, Weight, XmlStyle
from jili.exchange.lrmx.xmlform import read_lrmx, write_lrmx
from tests.exchange.lrmx_city import FAMILY, ORDER, picture

SAMPLES = Path(__file__).parent / "lrmx"
XML = (SAMPLES / "sample.lrmx").read_bytes()
LRM, PIC = (SAMPLES / "sample.lrm").read_bytes(), (SAMPLES / "sample.pic").read_bytes()


def again(data: bytes) -> bytes:
    return write_lrmx(read_lrmx(data, "甲.lrmx").person)


def changed(old: str, new: str) -> bytes:
    text = XML.decode()
    assert text.count(old) >= 1
    return text.replace(old, new).encode()


def test_the_samples_are_read_whole() -> None:
    found = read_lrmx(XML, "sample.lrmx")
    assert found.exact and found.remarks == ()
    person = found.person
    assert person.style == XmlStyle() and person.unknown == () and person.photo == PIC
    assert set(person.values) == {element.field for element in TEXTS if not element.recent}
    assert {name: person.text(name) for name in ("name", "gender", "born", "in_service_degree", "id_number")} == {
        "name": "测试甲", "gender": "男", "born": "197803", "in_service_degree": "", "id_number": "110101197803129000",
    }  # fmt: skip
    assert (
        person.text("resume").splitlines()[3]
        == " " * 18 + "（其间：2010.09--2013.07在某省委党校研究生班经济管理专业学习）"
    )
    assert person.family is not None
    assert [relative.values for relative in person.family] == [
        {"relation": "妻子", "name": "测试乙", "born": "197911", "political_status": "群众", "work": "某县某中学教师"},
        {"relation": "女儿", "name": "测试丙", "born": "200801", "political_status": "群众", "work": "某县某中学学生"},
        {"relation": "父亲", "name": "测试丁", "born": "195005", "political_status": "中共党员", "work": "已去世"},
    ]


def test_an_lrm_says_the_same_of_its_person_as_the_lrmx_but_for_what_it_has_no_place_for() -> None:
    xml, lrm = read_lrmx(XML, "").person, read_lrm(LRM, "", PIC, "sample.pic")
    assert lrm.exact and lrm.remarks == ()
    assert lrm.person.photo == xml.photo
    assert [dict(r.values) for r in lrm.person.family or ()] == [dict(r.values) for r in xml.family or ()]
    shorter = {"age_counted_on": "202406", "filled_on": "202406"}
    expected = {**xml.values, **shorter}
    del expected["id_number"], expected["format_version"]
    assert lrm.person.values == expected


WAYS: dict[str, Callable[[bytes], bytes]] = {
    "as the editor": lambda data: data,
    "byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "line ends of Windows": lambda data: data.replace(b"\n", b"\r\n"),
    "four blanks": lambda data: re.sub(rb"\n( +)<", lambda m: b"\n" + m[1] * 2 + b"<", data),
    "one line": lambda data: re.sub(rb">\n *<", b"><", data),
    "empty as pairs": lambda data: re.sub(rb"<(\w+) />", rb"<\1></\1>", data),
    "empty short": lambda data: data.replace(b" />", b"/>"),
    "empty broken": lambda data: re.sub(rb"\n( *)<(\w+) />", rb"\n\1<\2>\n\1</\2>", data),
    "one empty otherwise": lambda data: data.replace(b"<ZaiZhiJiaoYu_XueWei />", b"<ZaiZhiJiaoYu_XueWei>\n  </ZaiZhiJiaoYu_XueWei>"),
    "blanks in a value": lambda data: data.replace("大学<".encode(), "大学\n    <".encode()).replace(b">200006", b"> 200006"),
    "blank in a name": lambda data: data.replace("测试甲".encode(), "张　三".encode()),
    "older, without ID number": lambda data: re.sub(rb"\n +<ShenFenZheng>.*</ShenFenZheng>", b"", data),
    "newer, with retirement": lambda data: data.replace(b"  <JianKang", b"  <DaoLingNianYue>203805</DaoLingNianYue>\n  <JianKang"),
    "unknown elements": lambda data: data.replace(b"  <NiRen", b"  <ZhengZhiMianMao>x &amp; y</ZhengZhiMianMao>\n  <Foo a='1'><b/></Foo>\n  <NiRen"),
    "an unknown element of a relative": lambda data: data.replace(b"      <ChengWei>", b"      <Id>7</Id>\n      <ChengWei>", 1),
    "another order": lambda data: re.sub(rb"(\n +<MinZu>.*?</MinZu>)(\n +<JiGuan>.*?</JiGuan>)", rb"\2\1", data),
    "comments": lambda data: data.replace(b"<Person>", b"<!-- a --><Person>").replace(b"  <MinZu>", b"  <!-- b -->\n  <MinZu>"),
    "namespaces and attributes": lambda data: data.replace(b"<Person>", b'<Person xmlns:xsi="http://x">').replace(b"<JianLi>", b'<JianLi xml:space="preserve">'),
    "CDATA": lambda data: re.sub(rb"<JianLi>(.*?)</JianLi>", rb"<JianLi><![CDATA[\1]]></JianLi>", data, flags=re.S),
    "references for line ends": lambda data: re.sub(rb"<JianLi>(.*?)</JianLi>", lambda m: m[0].replace(b"\n", b"&#xD;\n"), data, flags=re.S),
    "photo in lines": lambda data: re.sub(rb"<ZhaoPian>(.*?)</", lambda m: b"<ZhaoPian>" + b"\n".join(re.findall(b".{1,76}", m[1])) + b"</", data),
    "photo with prefix": lambda data: data.replace(b"<ZhaoPian>", b"<ZhaoPian>data:image/jpeg;base64,"),
    "no photo": lambda data: re.sub(rb"<ZhaoPian>.*</ZhaoPian>", b"<ZhaoPian />", data),
    "no family": lambda data: re.sub(rb"<JiaTing.*</JiaTingChengYuan>", b"<JiaTingChengYuan />", data, flags=re.S),
    "family without place": lambda data: re.sub(rb"\n  <JiaTing.*</JiaTingChengYuan>", b"", data, flags=re.S),
    "empty relatives below": lambda data: data.replace(b"\n  </JiaTing", b"\n    <Item>" + b"".join(b"\n      <%s />" % tag.encode() for tag in FAMILY) + b"\n    </Item>\n  </JiaTing"),
    "GBK": lambda data: data.replace(b"utf-8", b"GBK").decode().encode("gbk"),
    "no line end at the end": lambda data: data[:-1],
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_each_way_in_which_editors_write_comes_back_byte_for_byte(way: str) -> None:
    data = WAYS[way](XML)
    assert way == "as the editor" or data != XML
    found = read_lrmx(data, "甲.lrmx")
    assert write_lrmx(found.person) == data
    assert found.exact and not found.refused


@pytest.mark.parametrize("way", WAYS)
def test_one_changed_field_changes_only_its_own_element(way: str) -> None:
    data = WAYS[way](XML)
    person = read_lrmx(data, "甲.lrmx").person
    for field, tag in (("present_post", "XianRenZhiWu"), ("professional_title", "ZhuanYeJiShuZhiWu")):
        new = write_lrmx(
            Person({**person.values, field: "高级政工师"}, person.family, person.photo, person.unknown, person.style)
        )
        codec = "gbk" if way == "GBK" else "utf-8"
        element = re.compile(rf"<{tag}(?: ?/>|>[^<]*</{tag}>)".encode())
        assert element.search(new)[0].decode(codec) == f"<{tag}>高级政工师</{tag}>"  # type: ignore[index]
        assert element.sub(b"", new) == element.sub(b"", data)


def test_a_file_that_will_be_written_otherwise_says_so() -> None:
    for data in (
        changed("工作需要", "工作&#x9700;要"),
        changed("\n  <NiRen", "\r\n  <NiRen").replace(b"  </Person", b"</Person"),
    ):
        found = read_lrmx(data, "")
        assert found.exact == (write_lrmx(found.person) == data)
        expected = [] if found.exact else ["文件:写法少见,再导出时写法略有不同,内容不变"]
        assert [str(remark) for remark in found.remarks] == expected
    assert not read_lrmx(changed("工作需要", "工作&#x9700;要"), "").exact


def test_the_style_says_nothing_of_the_person() -> None:
    for way in WAYS.values():
        kept = str(read_lrmx(way(XML), "").person.style.kept())
        assert not re.search("[\u4e00-\u9fff]|1978|110101", kept)


text = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=12
)
lines = st.lists(text, max_size=3).map("\n".join)
value = st.one_of(text, lines, st.sampled_from(["", " 民盟", "a&b<c>]]>", "\r\n甲", "乙 "])).map(str.strip)
blank = st.sampled_from(["", " ", "\n    ", "\t"])
relative = st.builds(Relative, st.fixed_dictionaries({element.field: value for element in RELATIVE})).filter(
    lambda relative: any(relative.values.values())
)
people = st.builds(
    Person,
    st.fixed_dictionaries({element.field: value for element in TEXTS}),
    st.lists(relative, max_size=3).map(tuple),
    st.sampled_from([None, PIC]),
    st.sampled_from([(), ("<X>1</X>",), ("<!-- x -->", '<Y a="&lt;"><Z/></Y>')]),
    st.builds(
        XmlStyle,
        bom=st.booleans(),
        newline=st.sampled_from(["\n", "\r\n"]),
        text_newline=st.sampled_from(["", "\n", "&#xD;\n"]),
        indent=st.sampled_from(["", "  ", "\t"]),
        empty=st.sampled_from(["spaced", "short", "pair", "broken"]),
        tail=st.sampled_from(["", "\n", "\r\n\r\n"]),
        photo_width=st.sampled_from([0, 64, 76]),
    ),
)


@given(people)
@settings(max_examples=150, deadline=None)
def test_a_form_in_our_own_style_is_the_same_at_once(person: Person) -> None:
    data = write_lrmx(person)
    found = read_lrmx(data, "甲.lrmx")
    assert found.exact
    normal = {name: re.sub("\r\n|\r", "\n", text).strip() for name, text in person.values.items()}
    assert {name: text for name, text in found.person.values.items() if text} == {n: t for n, t in normal.items() if t}
    assert [r.values for r in found.person.family or ()] == [
        {name: re.sub("\r\n|\r", "\n", text).strip() for name, text in relative.values.items()}
        for relative in person.family or ()
    ]
    assert found.person.photo == person.photo


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    """XML in ways that no editor writes."""

    def element(tag: str, level: int) -> str:
        inside = draw(
            st.sampled_from(["", "甲", " 甲\r\n", "<![CDATA[a<b]]>", "x<!-- y -->z", "&#13;&#10;", "<b/>", "乙\r丙"])
        )
        form = draw(
            st.sampled_from(["<{0}>{1}</{0}>", "<{0} >{1}</{0} >", '<{0} a="/>">{1}</{0}>', "<{0}/>", "<{0}\t/>"])
        )
        return draw(blank) + form.format(tag, inside)

    tags = draw(st.lists(st.sampled_from([*ORDER[:4], "JianLi", "Foo", "RenMianLiYou"]), max_size=8))
    parts = [element(tag, 1) for tag in tags]
    if draw(st.booleans()):
        items = []
        for _ in range(draw(st.integers(0, 3))):
            inner = "".join(element(tag, 3) for tag in draw(st.lists(st.sampled_from([*FAMILY, "Bar"]), max_size=6)))
            items.append(
                draw(blank) + draw(st.sampled_from(["", "字", "<Bar/>"])) + f"<Item>{inner}{draw(blank)}</Item>"
            )
        parts.insert(
            draw(st.integers(0, len(parts))), f"<JiaTingChengYuan>{''.join(items)}{draw(blank)}</JiaTingChengYuan>"
        )
    head = draw(st.sampled_from(["", '<?xml version="1.0"?>', "<!-- a -->\n<?b c?>\r\n"]))
    return f"{head}<Person>{''.join(parts)}{draw(blank)}</Person>{draw(blank)}".encode()


@given(documents())
@settings(max_examples=300, deadline=None)
def test_whatever_comes_in_is_the_same_from_the_second_time_on(data: bytes) -> None:
    once = again(data)
    assert again(once) == once
    assert again(again(once)) == once


LRM_WAYS: dict[str, Callable[[bytes], bytes]] = {
    "as the editor": lambda data: data,
    "line ends of Windows": lambda data: data.replace(b"\n", b"\r\n"),
    "line end at the end": lambda data: data + b"\r\n",
    "twelve rows of family": lambda data: re.sub(rb'@@"', b'@"', data),
    "no family at all": lambda data: re.sub(rb'"[^"]*@@[^"]*"', b'""', data),
    "cells without separators": lambda data: data.replace("大学#管理学学士@省委党校研究生#".encode("gbk"), "大学#管理学学士".encode("gbk")),
    "a spare field in use": lambda data: data.replace(b'"","","","",""', '"","备用","","",""'.encode("gbk")),
    "blanks in a value": lambda data: data.replace("河南某县".encode("gbk"), " 河南某县 ".encode("gbk")),
    "a quote inside": lambda data: data.replace("工作需要".encode("gbk"), '工作"需要"'.encode("gbk")),
    "a line within a cell": lambda data: data.replace("已去世".encode("gbk"), "某局#局长".encode("gbk")),
    "a rare character": lambda data: data.replace("测试甲".encode("gbk"), "㛃䶮𠮷".encode("gb18030")),
    "UTF-8": lambda data: data.decode("gbk").encode(),
    "UTF-8 with mark": lambda data: data.decode("gbk").encode("utf-8-sig"),
}  # fmt: skip


@pytest.mark.parametrize("way", LRM_WAYS)
def test_each_way_of_an_lrm_comes_back_byte_for_byte(way: str) -> None:
    data = LRM_WAYS[way](LRM)
    assert way == "as the editor" or data != LRM
    found = read_lrm(data, "甲.lrm", PIC, "甲.PIC")
    assert write_lrm(found.person) == (data, PIC, [])
    assert found.exact and not found.refused
    assert found.person.style.photo == ".PIC"  # type: ignore[union-attr]


def test_lines_in_a_cell_of_an_lrm_are_lines_of_its_text() -> None:
    person = read_lrm(LRM_WAYS["a line within a cell"](LRM), "").person
    assert person.family and person.family[2].values["work"] == "某局\n局长"


@given(
    people.map(lambda person: Person(person.values, person.family, None, (), LrmStyle())),
    st.sampled_from(['","', '",', '"', "#", "@", ""]),
)
@settings(max_examples=150, deadline=None)
def test_any_form_as_an_lrm_is_the_same_from_the_second_time_on(person: Person, sign: str) -> None:
    person = Person({**person.values, "speciality": person.text("speciality") + sign}, person.family, style=LrmStyle())
    once = write_lrm(person)[0]
    read = read_lrm(once, "")
    assert write_lrm(read.person)[0] == once
    assert len(read.person.family or ()) == len(person.family or ())


def test_what_an_lrm_has_no_place_for_is_said() -> None:
    _, _, remarks = write_lrm(read_lrmx(changed("  <NiRen", "  <X>1</X>\n  <NiRen"), "").person)
    assert [str(remark) for remark in remarks] == [".lrm 没有放身份证号、其他栏目的地方,这些没有写入"]
    person = Person({"name": "甲", "reason": 'a","b'}, style=LrmStyle())
    assert [(r.place, r.message) for r in write_lrm(person)[2]] == [
        ("任免理由", ".lrm 里英文双引号和逗号不能连写,已改为全角引号")
    ]


def test_the_same_bytes_twice_give_the_same() -> None:
    for data in (XML, WAYS["unknown elements"](XML)):
        assert read_lrmx(data, "甲") == read_lrmx(data, "甲")
        assert again(data) == again(data)


def test_elements_stand_in_the_editors_order() -> None:
    assert [element.tag for element in ELEMENTS if not element.recent] == ORDER
    newer = Person({"name": "甲", "retires_on": "203805", "age_limit_before": "改革前任职年龄界限为60岁"})
    tags = re.findall(r"^  <(\w+)", write_lrmx(newer).decode(), re.M)
    assert tags == [element.tag for element in ELEMENTS]


def test_a_photo_that_is_not_clean_is_made_anew_once_and_then_stays() -> None:
    exif = picture(5, exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0")
    data = re.sub(rb"<ZhaoPian>.*</", b"<ZhaoPian>" + base64.b64encode(exif) + b"</", XML)
    found = read_lrmx(data, "甲.lrmx")
    assert not found.exact and not found.refused
    assert [str(remark) for remark in found.remarks] == [
        "照片:照片带有拍摄信息(EXIF/XMP),已重新编码,只留图像:再导出的照片与原文件不逐字节相同"
    ]
    assert found.person.photo and b"Exif" not in found.person.photo
    once = write_lrmx(found.person)
    assert read_lrmx(once, "甲.lrmx").exact and read_lrmx(once, "").remarks == ()


def test_a_folder_is_read_and_written(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "张三.lrmx").write_bytes(XML)
    (tmp_path / "李[四].LRM").write_bytes(LRM)
    (tmp_path / "李[四].pic").write_bytes(PIC)
    (tmp_path / "坏.lrmx").write_bytes(b"<Person>")
    (tmp_path / "说明.txt").write_bytes(b"x")
    found = read_folder(tmp_path)
    assert [read.file for read in found] == ["a/张三.lrmx", "坏.lrmx", "李[四].LRM"]
    assert isinstance(found[1], Failed) and found[1].remark.weight is Weight.REFUSED
    people = [(Path(read.file).stem, read.person) for read in found if isinstance(read, Read)]
    assert [file.name for file in write_folder(people, tmp_path / "out")] == ["张三.lrmx", "李[四].lrmx"]
    assert (tmp_path / "out" / "张三.lrmx").read_bytes() == XML
    write_folder(people[1:], tmp_path / "out", "lrm")
    assert (tmp_path / "out" / "李[四].lrm").read_bytes() == LRM
    assert (tmp_path / "out" / "李[四].pic").read_bytes() == PIC
    with pytest.raises(FileExistsError):
        write_folder(people, tmp_path / "out")
    assert [read.file for read in read_folder(tmp_path / "a" / "张三.lrmx")] == ["张三.lrmx"]
    assert read_file(tmp_path / "李[四].LRM").exact


def test_files_are_called_by_the_name_and_where_it_repeats_by_the_id_too() -> None:
    people = [("张三", "C1"), ("李/四", "C2"), ("张三", "C3"), (" ", "C4")]
    assert named(people) == ["张三(C1)", "李_四", "张三(C3)", "未命名"]
