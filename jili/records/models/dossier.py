"""What a 干部任免审批表 holds and no rule reads: the person behind the record.

Field names are those of the exchange format (LRMX) in English words; ``jili.exchange.lrmx`` maps the two. Texts are
kept as written: 入党时间 is free text in practice, 简历 has a layout of its own. 姓名, 性别, 出生年月 and
参加工作时间 are the cadre's; how the form writes them stands here too.
"""

from __future__ import annotations

from django.db import models

from jili.records.base import Record


class Dossier(Record):
    """One cadre's 任免审批表. The ID number is kept enciphered beside a keyed digest by which it can be found."""

    facts = ""
    cadre = models.OneToOneField(
        "records.Cadre", on_delete=models.PROTECT, primary_key=True, related_name="dossier", verbose_name="干部"
    )
    id_number_cipher = models.BinaryField("身份证号(密文)", null=True, editable=False)
    id_number_digest = models.CharField("身份证号(检索)", max_length=64, null=True, unique=True, editable=False)
    name = models.TextField("姓名(表上写法)", blank=True, default="")
    gender = models.TextField("性别(表上写法)", blank=True, default="")
    born = models.TextField("出生年月(表上写法)", blank=True, default="")
    work_started = models.TextField("参加工作时间(表上写法)", blank=True, default="")
    ethnicity = models.TextField("民族", blank=True, default="")
    native_place = models.TextField("籍贯", blank=True, default="")
    birth_place = models.TextField("出生地", blank=True, default="")
    party_joined = models.TextField("入党时间", blank=True, default="")
    health = models.TextField("健康状况", blank=True, default="")
    professional_title = models.TextField("专业技术职务", blank=True, default="")
    speciality = models.TextField("熟悉专业有何专长", blank=True, default="")
    full_time_education = models.TextField("全日制学历", blank=True, default="")
    full_time_degree = models.TextField("全日制学位", blank=True, default="")
    full_time_school = models.TextField("全日制毕业院校系", blank=True, default="")
    full_time_major = models.TextField("全日制毕业专业", blank=True, default="")
    in_service_education = models.TextField("在职学历", blank=True, default="")
    in_service_degree = models.TextField("在职学位", blank=True, default="")
    in_service_school = models.TextField("在职毕业院校系", blank=True, default="")
    in_service_major = models.TextField("在职毕业专业", blank=True, default="")
    job_grade = models.TextField("职级", blank=True, default="")
    present_post = models.TextField("现任职务", blank=True, default="")
    proposed_post = models.TextField("拟任职务", blank=True, default="")
    relieved_post = models.TextField("拟免职务", blank=True, default="")
    resume = models.TextField("简历", blank=True, default="")
    rewards_and_punishments = models.TextField("奖惩情况", blank=True, default="")
    assessments = models.TextField("年度考核结果", blank=True, default="")
    reason = models.TextField("任免理由", blank=True, default="")
    reporting_unit = models.TextField("呈报单位", blank=True, default="")
    age_counted_on = models.TextField("计算年龄时间", blank=True, default="")
    filled_on = models.TextField("填表时间", blank=True, default="")
    filled_by = models.TextField("填表人", blank=True, default="")
    retires_on = models.TextField("到龄年月", blank=True, default="")
    age_limit_before = models.TextField("改革前任职年龄界限", blank=True, default="")
    format_version = models.TextField("版本", blank=True, default="")
    photo = models.BinaryField("照片", null=True, editable=False)
    unknown_tags = models.JSONField("其他栏目", default=dict, blank=True, editable=False)
    """What files held beyond the known fields, by kind of file, kept so that it goes out again."""
    style = models.JSONField("写法", default=dict, blank=True, editable=False)
    """How files of each kind were written (line ends, order, blanks): see ``jili.exchange.lrmx.person``."""

    class Meta:
        db_table = "dossiers"
        verbose_name = "任免审批表"


class FamilyMember(Record):
    """A row of 家庭主要成员及重要社会关系, in the order of the form."""

    facts = ""
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="family", verbose_name="任免审批表")
    place = models.PositiveSmallIntegerField("序号")
    relation = models.TextField("称谓", blank=True, default="")
    name = models.TextField("姓名", blank=True, default="")
    born = models.TextField("出生年月", blank=True, default="")
    political_status = models.TextField("政治面貌", blank=True, default="")
    work = models.TextField("工作单位及职务", blank=True, default="")
    unknown_tags = models.JSONField("其他栏目", default=list, blank=True, editable=False)
    style = models.JSONField("写法", default=dict, blank=True, editable=False)

    class Meta:
        db_table = "family_members"
        verbose_name = "家庭成员"
        ordering = ("place",)
        constraints = (models.UniqueConstraint(fields=["dossier", "place"], name="family_members_place"),)
