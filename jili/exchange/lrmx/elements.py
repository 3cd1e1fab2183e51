"""The columns of a 任免审批表 in the editor's order: element, our field, heading, most characters, kind.

Fields are those of ``jili.records.models.dossier``; ``family`` and ``photo`` are no texts. A month is ``YYYYMM``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "month", "lines", "family", "photo"]


@dataclass(frozen=True)
class Element:
    tag: str
    field: str
    label: str
    limit: int = 0
    """Most characters that the editor takes; 0: any number."""
    kind: Kind = "text"
    recent: bool = False
    """Came with the retirement reform of 2025: written only where it holds something."""


ELEMENTS = (
    Element("XingMing", "name", "姓名", 18),
    Element("XingBie", "gender", "性别", 1),
    Element("ChuShengNianYue", "born", "出生年月", 8, "month"),
    Element("MinZu", "ethnicity", "民族", 18),
    Element("JiGuan", "native_place", "籍贯", 18),
    Element("ChuShengDi", "birth_place", "出生地", 18),
    Element("RuDangShiJian", "party_joined", "入党时间", 18),
    Element("CanJiaGongZuoShiJian", "work_started", "参加工作时间", 8, "month"),
    Element("DaoLingNianYue", "retires_on", "到龄年月", 8, "month", recent=True),
    Element("JianKangZhuangKuang", "health", "健康状况", 18),
    Element("ZhuanYeJiShuZhiWu", "professional_title", "专业技术职务", 90),
    Element("ShuXiZhuanYeYouHeZhuanChang", "speciality", "熟悉专业有何专长", 110),
    Element("QuanRiZhiJiaoYu_XueLi", "full_time_education", "全日制教育学历", 54),
    Element("QuanRiZhiJiaoYu_XueWei", "full_time_degree", "全日制教育学位", 54),
    Element("QuanRiZhiJiaoYu_XueLi_BiYeYuanXiaoXi", "full_time_school", "全日制教育毕业院校系及专业(上栏)", 90),
    Element("QuanRiZhiJiaoYu_XueWei_BiYeYuanXiaoXi", "full_time_major", "全日制教育毕业院校系及专业(下栏)", 90),
    Element("ZaiZhiJiaoYu_XueLi", "in_service_education", "在职教育学历", 54),
    Element("ZaiZhiJiaoYu_XueWei", "in_service_degree", "在职教育学位", 54),
    Element("ZaiZhiJiaoYu_XueLi_BiYeYuanXiaoXi", "in_service_school", "在职教育毕业院校系及专业(上栏)", 90),
    Element("ZaiZhiJiaoYu_XueWei_BiYeYuanXiaoXi", "in_service_major", "在职教育毕业院校系及专业(下栏)", 90),
    Element("XianRenZhiWu", "present_post", "现任职务", 324),
    Element("NiRenZhiWu", "proposed_post", "拟任职务", 324),
    Element("NiMianZhiWu", "relieved_post", "拟免职务", 324),
    Element("JianLi", "resume", "简历", 0, "lines"),
    Element("JiangChengQingKuang", "rewards_and_punishments", "奖惩情况", 552, "lines"),
    Element("NianDuKaoHeJieGuo", "assessments", "年度考核结果", 414, "lines"),
    Element("RenMianLiYou", "reason", "任免理由", 552, "lines"),
    Element("JiaTingChengYuan", "family", "家庭主要成员及重要社会关系", 0, "family"),
    Element("ChengBaoDanWei", "reporting_unit", "呈报单位", 252),
    Element("GaiGeQianRenZhiNianLingJieXian", "age_limit_before", "改革前任职年龄界限", 0, recent=True),
    Element("JiSuanNianLingShiJian", "age_counted_on", "计算年龄时间", 8, "month"),
    Element("TianBiaoShiJian", "filled_on", "填表时间", 8, "month"),
    Element("TianBiaoRen", "filled_by", "填表人", 18),
    Element("ShenFenZheng", "id_number", "身份证号", 18),
    Element("ZhaoPian", "photo", "照片", 0, "photo"),
    Element("Version", "format_version", "版本"),
)
RELATIVE = (
    Element("ChengWei", "relation", "称谓", 18),
    Element("XingMing", "name", "姓名", 18),
    Element("ChuShengRiQi", "born", "出生年月", 8, "month"),
    Element("ZhengZhiMianMao", "political_status", "政治面貌", 18),
    Element("GongZuoDanWeiJiZhiWu", "work", "工作单位及职务", 124),
)
"""A row of the family."""

BY_FIELD = {element.field: element for element in ELEMENTS}
TEXTS = tuple(element for element in ELEMENTS if element.kind not in ("family", "photo"))
VERSION = "3.2.1.16"
"""Of the editor whose files ours are like."""

LRM_FIELDS: tuple[tuple[str, ...], ...] = (
    ("name",), ("gender",), ("born",), ("ethnicity",), ("native_place",), ("party_joined",), ("health",),
    ("birth_place",), ("work_started",),
    ("full_time_education", "full_time_degree", "in_service_education", "in_service_degree"),
    ("full_time_school", "full_time_major", "in_service_school", "in_service_major"),
    ("professional_title",), (), (), (), (), ("speciality",), ("resume",), ("rewards_and_punishments",),
    ("assessments",), ("relation",), ("name",), ("born",), ("political_status",), ("work",), ("present_post",),
    ("proposed_post",), ("relieved_post",), ("reason",), ("reporting_unit",), ("age_counted_on",), ("filled_by",),
    ("filled_on",),
)  # fmt: skip
"""The 33 fields of an .lrm: which of ours each holds. Four in one: ``a#b@c#d``; 20–24 are columns of the family."""
LRM_FAMILY = range(20, 25)
