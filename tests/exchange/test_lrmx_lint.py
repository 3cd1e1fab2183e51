"""What the editor would find wrong is said with its place and remedy; what is right is passed over."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from jili.exchange.lrmx import months
from jili.exchange.lrmx.lint import lint
from jili.exchange.lrmx.person import Person, Relative, Weight
from jili.exchange.lrmx.xmlform import read_lrmx

SAMPLE = read_lrmx((Path(__file__).parent / "lrmx" / "sample.lrmx").read_bytes(), "").person
TODAY = date(2026, 1, 1)
GOOD = Person({**SAMPLE.values, "id_number": "110101197803129019"}, SAMPLE.family)


def remarks(**values: str) -> list[tuple[str, str, str]]:
    found = lint(Person({**GOOD.values, **values}, GOOD.family), TODAY)
    return [(remark.place, remark.message, remark.remedy) for remark in found]


def weights(**values: str) -> list[Weight]:
    return [remark.weight for remark in lint(Person({**GOOD.values, **values}, GOOD.family), TODAY)]


def test_a_form_as_the_editor_wants_it_has_no_remarks() -> None:
    assert lint(GOOD, TODAY) == []


def test_the_sample_contradicts_itself_in_one_place() -> None:
    assert [str(remark) for remark in lint(SAMPLE, TODAY)] == [
        "身份证号:第 17 位表示的性别与“性别”栏不一致;请核对哪一个写错了"
    ]


@pytest.mark.parametrize(
    ("field", "value", "place", "message"),
    [
        ("gender", "1", "性别", "性别只写男或女"),
        ("ethnicity", "汉", "民族", "民族应写全称"),
        ("ethnicity", "夏族", "民族", "不是民族名称"),
        ("native_place", "河南省鲁山县", "籍贯", "不写“省”“市”等字样"),
        ("native_place", "上海市", "籍贯", "不写“省”“市”等字样"),
        ("birth_place", "广西壮族自治区", "出生地", "不写“省”“市”等字样"),
        ("party_joined", "2000.06", "入党时间", "不是编辑器的写法"),
        ("party_joined", "民建会", "入党时间", "不是编辑器的写法"),
        ("born", "1978.03", "出生年月", "不是编辑器的写法"),
        ("born", "1978", "出生年月", "只有年,没有月"),
        ("born", "1978年13月", "出生年月", "不是存在的年月"),
        ("born", "85.6", "出生年月", "不是存在的年月"),
        ("work_started", "20170230", "参加工作时间", "不是存在的年月"),
        ("filled_on", "２０２４０６", "填表时间", "不是编辑器的写法"),
        ("full_time_education", "省委党校大学", "全日制教育学历", "党校学历应填在在职教育栏"),
        ("full_time_degree", "学士", "全日制教育学位", "学位没有写学科"),
        ("age_limit_before", "60岁", "改革前任职年龄界限", "不是编辑器的选项"),
        ("name", "甲" * 19, "姓名", "有 19 个字,编辑器此栏只容 18 个"),
        ("professional_title", "𠮷" * 91, "专业技术职务", "有 91 个字,编辑器此栏只容 90 个"),
        ("speciality", "公共\u200b管理", "熟悉专业有何专长", "第 3 个字是看不见的字符 U+200B"),
        ("name", "张\uf9dc", "姓名", "第 2 个字 U+F9DC 是形似字(部首或兼容字)"),
        ("name", "张\ue863", "姓名", "第 2 个字 U+E863 是自造字,别的机器上显示不出"),
        ("assessments", "近三年均称职", "年度考核结果", "没有写明年度"),
    ],
)
def test_what_the_editor_would_mind_is_a_doubt_with_its_remedy(
    field: str, value: str, place: str, message: str
) -> None:
    found = [remark for remark in remarks(**{field: value}) if remark[0] == place]
    assert [(found[0], found[1]) for found in found] == [(place, message)]
    assert all(remedy for _, _, remedy in found)
    assert set(weights(**{field: value})) == {Weight.DOUBT}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("ethnicity", "维吾尔族"), ("native_place", "辽宁大连"), ("native_place", "上海"), ("party_joined", "200108；民建"),
        ("party_joined", "民革；民盟"), ("party_joined", "无党派"), ("party_joined", ""), ("name", "㛃䶮𠮷"),
        ("name", "买买提·吐尔逊"), ("name", "张\ufa11"), ("born", "19780312"), ("professional_title", "𠮷" * 90),
        ("in_service_education", "中央党校研究生"), ("age_limit_before", "改革前任职年龄界限为55岁"), ("health", "有慢性病"),
    ],
)  # fmt: skip
def test_what_is_right_is_passed_over(field: str, value: str) -> None:
    assert remarks(**{field: value}) == []


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"name": ""}, "没有姓名,不知道是谁的表"),
        ({"name": "张\u202e三"}, "第 2 个字是看不见的字符 U+202E"),
        ({"id_number": "1101011978031290000"}, "应为 18 位,现为 19 位"),
        ({"id_number": "110101197803129010"}, "末位校验码与前 17 位不符,有一位写错或两位颠倒"),
        ({"id_number": "110101780312900"}, "这是 15 位旧号,不能用来认人:请按现在的证件填 18 位号码"),
        ({"id_number": "110101199002300011"}, "第 7—14 位不是存在的日期"),
    ],
)
def test_what_would_name_the_wrong_person_is_refused(values: dict[str, str], message: str) -> None:
    found = lint(Person({**GOOD.values, **values}), TODAY)
    assert [(remark.weight, remark.message) for remark in found] == [(Weight.REFUSED, message)]
    assert all("1101" not in str(remark) for remark in found)


def test_an_id_number_that_says_otherwise_is_a_doubt() -> None:
    assert remarks(born="197912") == [("身份证号", "其中的出生年月与“出生年月”栏不一致", "以干部档案认定的为准;请核对")]
    assert remarks(gender="女") == [("身份证号", "第 17 位表示的性别与“性别”栏不一致", "请核对哪一个写错了")]
    assert [message for _, message, _ in remarks(id_number="990101197803129012")] == ["前两位 99 不是现有的省级代码"]
    assert remarks(id_number="１１０１０１１９７８０３１２９０１９") == [
        ("身份证号", "全角数字、空格或小写 x 按标准写法识别", "")
    ]


def test_the_family_is_looked_at_row_by_row() -> None:
    odd = Relative({"relation": "老婆", "name": "乙", "born": "1979.11", "political_status": "党员", "work": "x" * 125})
    found = lint(Person(GOOD.values, (*(GOOD.family or ()), odd)), TODAY)
    assert [str(remark) for remark in found] == [
        "家庭成员第 4 人称谓:老婆:不是编辑器的称谓;请从编辑器的列表中选",
        "家庭成员第 4 人出生年月:1979.11:不是编辑器的写法;请写成 197204 这样的六位年月",
        "家庭成员第 4 人政治面貌:党员:不是编辑器的政治面貌;请从编辑器的列表中选",
        f"家庭成员第 4 人工作单位及职务:{'x' * 40}…:有 125 个字,编辑器此栏只容 124 个;请精简,否则在编辑器里会被截断",
    ]
    many = Person(GOOD.values, (GOOD.family or ())[:1] * 11)
    assert [remark.message for remark in lint(many, TODAY)] == ["家庭成员有 11 人,表上只有 10 行"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("197204", (1972, 4, None, True)), ("19720430", (1972, 4, 30, True)), ("1972.04", (1972, 4, None, False)),
        ("1972.4.5", (1972, 4, 5, False)), ("1972年4月", (1972, 4, None, False)), ("1972", (1972, None, None, False)),
        ("1972年4月5日", (1972, 4, 5, False)), ("20240229", (2024, 2, 29, True)), ("20230229", None), ("197213", None),
        ("197200", None), ("7204", None), ("至今", None), ("", None), ("1972.²", None), ("１９７２０４", (1972, 4, None, False)),
        ("3000.01", None),
    ],
)  # fmt: skip
def test_a_month_is_read_in_all_its_ways(text: str, expected: tuple[int, int, int, bool] | None) -> None:
    found = months.read(text)
    assert (found and (found.year, found.month, found.day, found.plain)) == expected
