import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import simple_history.models
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Campaign",
            fields=[
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                (
                    "campaign_id",
                    models.CharField(max_length=200, primary_key=True, serialize=False, verbose_name="攻坚编号"),
                ),
                ("name", models.TextField(verbose_name="攻坚名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("battle", "攻坚战"),
                            ("major_project", "重大项目"),
                            ("key_construction", "重点工程"),
                            ("major_task", "重大任务"),
                            ("reform", "重大改革"),
                            ("emergency", "突发事件"),
                        ],
                        max_length=32,
                        verbose_name="攻坚类别",
                    ),
                ),
                ("start_on", models.DateField(verbose_name="开始日")),
                ("end_on", models.DateField(blank=True, null=True, verbose_name="结束日")),
            ],
            options={
                "verbose_name": "攻坚工作",
                "db_table": "campaigns",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["battle", "major_project", "key_construction", "major_task", "reform", "emergency"],
                            )
                        ),
                        name="campaigns_kind_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("end_on__gte", models.F("start_on")), ("end_on__isnull", True), _connector="OR"
                        ),
                        name="campaigns_end_on_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Activity",
            fields=[
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                (
                    "activity_id",
                    models.CharField(max_length=200, primary_key=True, serialize=False, verbose_name="活动编号"),
                ),
                ("held_on", models.DateField(verbose_name="举行日")),
                (
                    "campaign",
                    models.ForeignKey(
                        db_column="campaign_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="records.campaign",
                        verbose_name="攻坚工作",
                    ),
                ),
            ],
            options={
                "verbose_name": "创先争优活动",
                "db_table": "activities",
            },
        ),
        migrations.CreateModel(
            name="Cadre",
            fields=[
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                (
                    "cadre_id",
                    models.CharField(max_length=200, primary_key=True, serialize=False, verbose_name="干部编号"),
                ),
                ("name", models.TextField(verbose_name="姓名")),
                (
                    "gender",
                    models.CharField(choices=[("male", "男"), ("female", "女")], max_length=32, verbose_name="性别"),
                ),
                ("birth_on", models.DateField(verbose_name="出生日期")),
                ("work_start_on", models.DateField(verbose_name="参加工作时间")),
                ("joined_on", models.DateField(verbose_name="进入本册")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="离开本册")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("civil_servant", "公务员(含参公)"),
                            ("institution_staff", "事业人员"),
                            ("enterprise_staff", "企业人员"),
                        ],
                        max_length=32,
                        verbose_name="人员类别",
                    ),
                ),
                ("professional", models.BooleanField(verbose_name="专业技术人才")),
            ],
            options={
                "verbose_name": "干部",
                "db_table": "cadres",
                "indexes": [models.Index(fields=["name"], name="cadres_name")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("gender__in", ["male", "female"])), name="cadres_gender_code"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("category__in", ["civil_servant", "institution_staff", "enterprise_staff"])
                        ),
                        name="cadres_category_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_on__gte", models.F("joined_on")), ("left_on__isnull", True), _connector="OR"
                        ),
                        name="cadres_left_on_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AnnualAssessment",
            fields=[
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                (
                    "assessment_id",
                    models.CharField(max_length=200, primary_key=True, serialize=False, verbose_name="考核编号"),
                ),
                (
                    "year",
                    models.IntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1900),
                            django.core.validators.MaxValueValidator(2200),
                        ],
                        verbose_name="年度",
                    ),
                ),
                (
                    "grade",
                    models.CharField(
                        choices=[
                            ("excellent", "优秀"),
                            ("competent", "称职"),
                            ("basic", "基本称职"),
                            ("incompetent", "不称职"),
                            ("none", "不定等次"),
                        ],
                        max_length=32,
                        verbose_name="等次",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("probation", "试用期"),
                            ("leave", "病事假"),
                            ("study", "脱产学习"),
                            ("discipline", "处分"),
                            ("case_open", "立案未结"),
                            ("other", "其他"),
                        ],
                        max_length=32,
                        null=True,
                        verbose_name="不定等次原因",
                    ),
                ),
                ("decided_on", models.DateField(verbose_name="审定日")),
                ("annulled_on", models.DateField(blank=True, null=True, verbose_name="撤销日")),
                (
                    "cadre",
                    models.ForeignKey(
                        db_column="cadre_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="annual_assessments",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
            ],
            options={
                "verbose_name": "年度综合考核",
                "db_table": "annual_assessments",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("year__range", (1900, 2200))), name="annual_assessments_year_bounds"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("grade__in", ["excellent", "competent", "basic", "incompetent", "none"])),
                        name="annual_assessments_grade_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reason__in", ["probation", "leave", "study", "discipline", "case_open", "other"]),
                            ("reason__isnull", True),
                            _connector="OR",
                        ),
                        name="annual_assessments_reason_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("annulled_on__gte", models.F("decided_on")), ("annulled_on__isnull", True), _connector="OR"
                        ),
                        name="annual_assessments_annulled_on_order",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("annulled_on__isnull", True)),
                        fields=("cadre", "year"),
                        name="annual_assessments_one_live",
                        violation_error_message="同一干部同一年度的考核只能有一件有效",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                (
                    "unit_id",
                    models.CharField(max_length=200, primary_key=True, serialize=False, verbose_name="单位编号"),
                ),
                ("name", models.TextField(verbose_name="单位名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("municipality", "市"),
                            ("county", "县(市、区)"),
                            ("municipal_dept", "市直部门"),
                            ("county_dept", "县直部门"),
                            ("township", "乡(镇、街道)"),
                            ("enterprise", "市管企业"),
                            ("institution", "事业单位"),
                            ("zone", "功能区(示范区、高新区)"),
                        ],
                        max_length=32,
                        verbose_name="单位类别",
                    ),
                ),
                ("remote", models.BooleanField(verbose_name="艰苦偏远")),
                ("path", models.CharField(db_index=True, editable=False, max_length=1000, verbose_name="层级")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        db_column="parent_id",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="records.unit",
                        verbose_name="上级单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "单位",
                "db_table": "units",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "municipality",
                                    "county",
                                    "municipal_dept",
                                    "county_dept",
                                    "township",
                                    "enterprise",
                                    "institution",
                                    "zone",
                                ],
                            )
                        ),
                        name="units_kind_code",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                (
                    "team_id",
                    models.CharField(max_length=200, primary_key=True, serialize=False, verbose_name="班子编号"),
                ),
                ("name", models.TextField(verbose_name="班子名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("party_committee", "党委班子"),
                            ("government", "政府班子"),
                            ("leading_group", "部门(单位)班子"),
                        ],
                        max_length=32,
                        verbose_name="班子类别",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_column="unit_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="teams",
                        to="records.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "领导班子",
                "db_table": "teams",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["party_committee", "government", "leading_group"])),
                        name="teams_kind_code",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                (
                    "appointment_id",
                    models.CharField(max_length=200, primary_key=True, serialize=False, verbose_name="任职编号"),
                ),
                ("title", models.TextField(verbose_name="职务")),
                (
                    "rank",
                    models.IntegerField(
                        choices=[
                            (1, "科员级"),
                            (2, "乡科级副职"),
                            (3, "乡科级正职"),
                            (4, "县处级副职"),
                            (5, "县处级正职"),
                            (6, "厅局级副职"),
                            (7, "厅局级正职"),
                            (8, "省部级副职"),
                        ],
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(8),
                        ],
                        verbose_name="职务层次",
                    ),
                ),
                ("chief", models.BooleanField(verbose_name="正职")),
                (
                    "kind",
                    models.CharField(
                        choices=[("regular", "任职"), ("secondment", "挂职")], max_length=32, verbose_name="任职方式"
                    ),
                ),
                ("exceptional", models.BooleanField(verbose_name="破格")),
                ("start_on", models.DateField(verbose_name="任职起")),
                ("end_on", models.DateField(blank=True, null=True, verbose_name="任职止")),
                (
                    "harsh",
                    models.CharField(
                        blank=True,
                        choices=[("remote", "艰苦地区"), ("complex", "复杂环境"), ("hazardous", "高危岗位")],
                        max_length=32,
                        null=True,
                        verbose_name="艰苦复杂高危",
                    ),
                ),
                ("harsh_listed", models.BooleanField(verbose_name="列入岗位目录")),
                (
                    "cadre",
                    models.ForeignKey(
                        db_column="cadre_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        db_column="team_id",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="records.team",
                        verbose_name="领导班子",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_column="unit_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="records.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "任职",
                "db_table": "appointments",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("rank__range", (1, 8))), name="appointments_rank_bounds"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["regular", "secondment"])), name="appointments_kind_code"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("harsh__in", ["remote", "complex", "hazardous"]), ("harsh__isnull", True), _connector="OR"
                        ),
                        name="appointments_harsh_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("end_on__gte", models.F("start_on")), ("end_on__isnull", True), _connector="OR"
                        ),
                        name="appointments_end_on_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Merit",
            fields=[
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                (
                    "merit_id",
                    models.CharField(max_length=200, primary_key=True, serialize=False, verbose_name="功绩编号"),
                ),
                (
                    "contribution",
                    models.CharField(
                        choices=[
                            ("notable", "表现突出"),
                            ("larger", "较大贡献"),
                            ("major", "重大贡献"),
                            ("outstanding", "杰出贡献"),
                        ],
                        max_length=32,
                        verbose_name="贡献",
                    ),
                ),
                ("critical", models.BooleanField(verbose_name="关键时刻、急难险重")),
                ("recognised_on", models.DateField(verbose_name="功绩认定日")),
                ("annulled_on", models.DateField(blank=True, null=True, verbose_name="撤销日")),
                (
                    "cadre",
                    models.ForeignKey(
                        blank=True,
                        db_column="cadre_id",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merits",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        db_column="team_id",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merits",
                        to="records.team",
                        verbose_name="领导班子",
                    ),
                ),
            ],
            options={
                "verbose_name": "功绩",
                "db_table": "merits",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("contribution__in", ["notable", "larger", "major", "outstanding"])),
                        name="merits_contribution_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("annulled_on__gte", models.F("recognised_on")),
                            ("annulled_on__isnull", True),
                            _connector="OR",
                        ),
                        name="merits_annulled_on_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cadre__isnull", True), ("team__isnull", True), _connector="XOR"),
                        name="merits_cadre_or_team",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Award",
            fields=[
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                (
                    "award_id",
                    models.CharField(max_length=200, primary_key=True, serialize=False, verbose_name="奖励编号"),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("commendation", "嘉奖"),
                            ("third", "三等功"),
                            ("second", "二等功"),
                            ("first", "一等功"),
                        ],
                        max_length=32,
                        verbose_name="奖励等级",
                    ),
                ),
                (
                    "authority",
                    models.CharField(
                        choices=[("county", "县级"), ("municipal", "市级"), ("province", "省级"), ("nation", "国家级")],
                        max_length=32,
                        verbose_name="审批层级",
                    ),
                ),
                ("decided_on", models.DateField(verbose_name="奖励决定日")),
                ("annulled_on", models.DateField(blank=True, null=True, verbose_name="撤销日")),
                (
                    "cadre",
                    models.ForeignKey(
                        blank=True,
                        db_column="cadre_id",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="awards",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
                (
                    "merit",
                    models.ForeignKey(
                        blank=True,
                        db_column="merit_id",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="awards",
                        to="records.merit",
                        verbose_name="功绩",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        db_column="team_id",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="awards",
                        to="records.team",
                        verbose_name="领导班子",
                    ),
                ),
            ],
            options={
                "verbose_name": "奖励",
                "db_table": "awards",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["commendation", "third", "second", "first"])),
                        name="awards_level_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("authority__in", ["county", "municipal", "province", "nation"])),
                        name="awards_authority_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("annulled_on__gte", models.F("decided_on")), ("annulled_on__isnull", True), _connector="OR"
                        ),
                        name="awards_annulled_on_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cadre__isnull", True), ("team__isnull", True), _connector="XOR"),
                        name="awards_cadre_or_team",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CampaignService",
            fields=[
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                (
                    "service_id",
                    models.CharField(max_length=200, primary_key=True, serialize=False, verbose_name="经历编号"),
                ),
                ("start_on", models.DateField(verbose_name="开始日")),
                ("end_on", models.DateField(blank=True, null=True, verbose_name="结束日")),
                ("frontline", models.BooleanField(verbose_name="一线")),
                ("outstanding_on", models.DateField(blank=True, null=True, verbose_name="实绩突出认定")),
                ("recognised_on", models.DateField(blank=True, null=True, verbose_name="群众公认认定")),
                (
                    "cadre",
                    models.ForeignKey(
                        db_column="cadre_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="campaign_service",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        db_column="campaign_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="campaign_service",
                        to="records.campaign",
                        verbose_name="攻坚工作",
                    ),
                ),
            ],
            options={
                "verbose_name": "攻坚经历",
                "db_table": "campaign_service",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("end_on__gte", models.F("start_on")), ("end_on__isnull", True), _connector="OR"
                        ),
                        name="campaign_service_end_on_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CompositeScore",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                (
                    "year",
                    models.IntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1900),
                            django.core.validators.MaxValueValidator(2200),
                        ],
                        verbose_name="年度",
                    ),
                ),
                (
                    "target_score",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=18, null=True, verbose_name="年度目标责任得分"
                    ),
                ),
                (
                    "party_score",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=18, null=True, verbose_name="党建得分"
                    ),
                ),
                (
                    "work_score",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=18, null=True, verbose_name="重点工作得分"
                    ),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        db_column="cadre_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="composite_scores",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
            ],
            options={
                "verbose_name": "综合评定",
                "db_table": "composite_scores",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("year__range", (1900, 2200))), name="composite_scores_year_bounds"
                    ),
                    models.UniqueConstraint(fields=("cadre", "year"), name="composite_scores_unique"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Course",
            fields=[
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                (
                    "course_id",
                    models.CharField(max_length=200, primary_key=True, serialize=False, verbose_name="班次编号"),
                ),
                ("held_on", models.DateField(verbose_name="举办日")),
            ],
            options={
                "verbose_name": "专题培训班",
                "db_table": "courses",
            },
        ),
        migrations.CreateModel(
            name="CourseMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                (
                    "cadre",
                    models.ForeignKey(
                        db_column="cadre_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="course_members",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        db_column="course_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="course_members",
                        to="records.course",
                        verbose_name="专题培训班",
                    ),
                ),
            ],
            options={
                "verbose_name": "培训学员",
                "db_table": "course_members",
                "constraints": [models.UniqueConstraint(fields=("course", "cadre"), name="course_members_unique")],
            },
        ),
        migrations.CreateModel(
            name="Demonstration",
            fields=[
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                (
                    "demonstration_id",
                    models.CharField(max_length=200, primary_key=True, serialize=False, verbose_name="典型编号"),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("province", "全省"), ("nation", "全国")], max_length=32, verbose_name="典型层级"
                    ),
                ),
                ("recognised_on", models.DateField(verbose_name="认定日")),
                ("annulled_on", models.DateField(blank=True, null=True, verbose_name="撤销日")),
                (
                    "team",
                    models.ForeignKey(
                        db_column="team_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="demonstrations",
                        to="records.team",
                        verbose_name="领导班子",
                    ),
                ),
            ],
            options={
                "verbose_name": "示范典型",
                "db_table": "demonstrations",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["province", "nation"])), name="demonstrations_level_code"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("annulled_on__gte", models.F("recognised_on")),
                            ("annulled_on__isnull", True),
                            _connector="OR",
                        ),
                        name="demonstrations_annulled_on_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExpertNomination",
            fields=[
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                (
                    "nomination_id",
                    models.CharField(max_length=200, primary_key=True, serialize=False, verbose_name="推荐编号"),
                ),
                ("programme", models.TextField(verbose_name="推荐项目")),
                (
                    "year",
                    models.IntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1900),
                            django.core.validators.MaxValueValidator(2200),
                        ],
                        verbose_name="年度",
                    ),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        db_column="cadre_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expert_nominations",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
            ],
            options={
                "verbose_name": "专家推荐",
                "db_table": "expert_nominations",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("year__range", (1900, 2200))), name="expert_nominations_year_bounds"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Dossier",
            fields=[
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                (
                    "cadre",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="dossier",
                        serialize=False,
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
                ("id_number_cipher", models.BinaryField(null=True, verbose_name="身份证号(密文)")),
                (
                    "id_number_digest",
                    models.CharField(
                        editable=False, max_length=64, null=True, unique=True, verbose_name="身份证号(检索)"
                    ),
                ),
                ("name", models.TextField(blank=True, default="", verbose_name="姓名(表上写法)")),
                ("gender", models.TextField(blank=True, default="", verbose_name="性别(表上写法)")),
                ("born", models.TextField(blank=True, default="", verbose_name="出生年月(表上写法)")),
                ("work_started", models.TextField(blank=True, default="", verbose_name="参加工作时间(表上写法)")),
                ("ethnicity", models.TextField(blank=True, default="", verbose_name="民族")),
                ("native_place", models.TextField(blank=True, default="", verbose_name="籍贯")),
                ("birth_place", models.TextField(blank=True, default="", verbose_name="出生地")),
                ("party_joined", models.TextField(blank=True, default="", verbose_name="入党时间")),
                ("health", models.TextField(blank=True, default="", verbose_name="健康状况")),
                ("professional_title", models.TextField(blank=True, default="", verbose_name="专业技术职务")),
                ("speciality", models.TextField(blank=True, default="", verbose_name="熟悉专业有何专长")),
                ("full_time_education", models.TextField(blank=True, default="", verbose_name="全日制学历")),
                ("full_time_degree", models.TextField(blank=True, default="", verbose_name="全日制学位")),
                ("full_time_school", models.TextField(blank=True, default="", verbose_name="全日制毕业院校系")),
                ("full_time_major", models.TextField(blank=True, default="", verbose_name="全日制毕业专业")),
                ("in_service_education", models.TextField(blank=True, default="", verbose_name="在职学历")),
                ("in_service_degree", models.TextField(blank=True, default="", verbose_name="在职学位")),
                ("in_service_school", models.TextField(blank=True, default="", verbose_name="在职毕业院校系")),
                ("in_service_major", models.TextField(blank=True, default="", verbose_name="在职毕业专业")),
                ("job_grade", models.TextField(blank=True, default="", verbose_name="职级")),
                ("present_post", models.TextField(blank=True, default="", verbose_name="现任职务")),
                ("proposed_post", models.TextField(blank=True, default="", verbose_name="拟任职务")),
                ("relieved_post", models.TextField(blank=True, default="", verbose_name="拟免职务")),
                ("resume", models.TextField(blank=True, default="", verbose_name="简历")),
                ("rewards_and_punishments", models.TextField(blank=True, default="", verbose_name="奖惩情况")),
                ("assessments", models.TextField(blank=True, default="", verbose_name="年度考核结果")),
                ("reason", models.TextField(blank=True, default="", verbose_name="任免理由")),
                ("reporting_unit", models.TextField(blank=True, default="", verbose_name="呈报单位")),
                ("age_counted_on", models.TextField(blank=True, default="", verbose_name="计算年龄时间")),
                ("filled_on", models.TextField(blank=True, default="", verbose_name="填表时间")),
                ("filled_by", models.TextField(blank=True, default="", verbose_name="填表人")),
                ("retires_on", models.TextField(blank=True, default="", verbose_name="到龄年月")),
                ("age_limit_before", models.TextField(blank=True, default="", verbose_name="改革前任职年龄界限")),
                ("format_version", models.TextField(blank=True, default="", verbose_name="版本")),
                ("photo", models.BinaryField(null=True, verbose_name="照片")),
                ("unknown_tags", models.JSONField(blank=True, default=dict, editable=False, verbose_name="其他栏目")),
                ("style", models.JSONField(blank=True, default=dict, editable=False, verbose_name="写法")),
            ],
            options={
                "verbose_name": "任免审批表",
                "db_table": "dossiers",
            },
        ),
        migrations.CreateModel(
            name="FamilyMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("place", models.PositiveSmallIntegerField(verbose_name="序号")),
                ("relation", models.TextField(blank=True, default="", verbose_name="称谓")),
                ("name", models.TextField(blank=True, default="", verbose_name="姓名")),
                ("born", models.TextField(blank=True, default="", verbose_name="出生年月")),
                ("political_status", models.TextField(blank=True, default="", verbose_name="政治面貌")),
                ("work", models.TextField(blank=True, default="", verbose_name="工作单位及职务")),
                ("unknown_tags", models.JSONField(blank=True, default=list, editable=False, verbose_name="其他栏目")),
                ("style", models.JSONField(blank=True, default=dict, editable=False, verbose_name="写法")),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="family",
                        to="records.dossier",
                        verbose_name="任免审批表",
                    ),
                ),
            ],
            options={
                "verbose_name": "家庭成员",
                "db_table": "family_members",
                "ordering": ("place",),
                "constraints": [models.UniqueConstraint(fields=("dossier", "place"), name="family_members_place")],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                (
                    "task_id",
                    models.CharField(max_length=200, primary_key=True, serialize=False, verbose_name="任务编号"),
                ),
                (
                    "year",
                    models.IntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1900),
                            django.core.validators.MaxValueValidator(2200),
                        ],
                        verbose_name="年度",
                    ),
                ),
                (
                    "list",
                    models.CharField(
                        choices=[("annual", "年度"), ("key", "重点工作")], max_length=32, verbose_name="清单"
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[("deed", "实事"), ("problem", "难事"), ("highlight", "亮点")],
                        max_length=32,
                        verbose_name="三栏",
                    ),
                ),
                ("important", models.BooleanField(verbose_name="重要责任目标")),
                ("due_on", models.DateField(verbose_name="完成期限")),
                ("completed_on", models.DateField(blank=True, null=True, verbose_name="完成日")),
                ("announced_on", models.DateField(blank=True, null=True, verbose_name="公示日")),
                ("confidential", models.BooleanField(verbose_name="涉密不公示")),
                (
                    "unit",
                    models.ForeignKey(
                        db_column="unit_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="records.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "任务清单",
                "db_table": "tasks",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("year__range", (1900, 2200))), name="tasks_year_bounds"),
                    models.CheckConstraint(condition=models.Q(("list__in", ["annual", "key"])), name="tasks_list_code"),
                    models.CheckConstraint(
                        condition=models.Q(("category__in", ["deed", "problem", "highlight"])),
                        name="tasks_category_code",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                (
                    "finding_id",
                    models.CharField(max_length=200, primary_key=True, serialize=False, verbose_name="认定编号"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("target_unmet", "重要责任目标未完成"), ("rank_drop", "位次明显倒退")],
                        max_length=32,
                        verbose_name="认定类别",
                    ),
                ),
                ("decided_on", models.DateField(verbose_name="认定日")),
                ("annulled_on", models.DateField(blank=True, null=True, verbose_name="撤销日")),
                (
                    "task",
                    models.ForeignKey(
                        blank=True,
                        db_column="task_id",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="records.task",
                        verbose_name="任务",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        db_column="team_id",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="records.team",
                        verbose_name="领导班子",
                    ),
                ),
            ],
            options={
                "verbose_name": "责任认定",
                "db_table": "findings",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["target_unmet", "rank_drop"])), name="findings_kind_code"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("annulled_on__gte", models.F("decided_on")), ("annulled_on__isnull", True), _connector="OR"
                        ),
                        name="findings_annulled_on_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("task__isnull", True), ("team__isnull", True), _connector="XOR"),
                        name="findings_task_or_team",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FindingCadre",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("excused_on", models.DateField(blank=True, null=True, verbose_name="特殊原因认定日")),
                (
                    "cadre",
                    models.ForeignKey(
                        db_column="cadre_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="finding_cadres",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        db_column="finding_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="finding_cadres",
                        to="records.finding",
                        verbose_name="责任认定",
                    ),
                ),
            ],
            options={
                "verbose_name": "相关责任干部",
                "db_table": "finding_cadres",
                "constraints": [models.UniqueConstraint(fields=("finding", "cadre"), name="finding_cadres_unique")],
            },
        ),
        migrations.CreateModel(
            name="Hardship",
            fields=[
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                (
                    "hardship_id",
                    models.CharField(max_length=200, primary_key=True, serialize=False, verbose_name="困难编号"),
                ),
                ("opened_on", models.DateField(verbose_name="认定日")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="结束日")),
                (
                    "cadre",
                    models.ForeignKey(
                        db_column="cadre_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hardships",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
            ],
            options={
                "verbose_name": "困难家庭",
                "db_table": "hardships",
            },
        ),
        migrations.CreateModel(
            name="HardshipRequest",
            fields=[
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                (
                    "request_id",
                    models.CharField(max_length=200, primary_key=True, serialize=False, verbose_name="诉求编号"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("comfort", "家属安抚"), ("schooling", "子女入学"), ("employment", "就业")],
                        max_length=32,
                        verbose_name="诉求类别",
                    ),
                ),
                ("raised_on", models.DateField(verbose_name="提出日")),
                ("resolved_on", models.DateField(blank=True, null=True, verbose_name="解决日")),
                (
                    "hardship",
                    models.ForeignKey(
                        db_column="hardship_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hardship_requests",
                        to="records.hardship",
                        verbose_name="困难家庭",
                    ),
                ),
            ],
            options={
                "verbose_name": "困难诉求",
                "db_table": "hardship_requests",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["comfort", "schooling", "employment"])),
                        name="hardship_requests_kind_code",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HealthCheck",
            fields=[
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                (
                    "check_id",
                    models.CharField(max_length=200, primary_key=True, serialize=False, verbose_name="体检编号"),
                ),
                ("checked_on", models.DateField(verbose_name="体检日")),
                (
                    "cadre",
                    models.ForeignKey(
                        db_column="cadre_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="health_checks",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
            ],
            options={
                "verbose_name": "体检",
                "db_table": "health_checks",
            },
        ),
        migrations.CreateModel(
            name="HistoricalActivity",
            fields=[
                ("event", models.BigIntegerField(db_index=True, null=True, verbose_name="事件")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("history_user_id", models.CharField(max_length=1, null=True)),
                ("activity_id", models.CharField(db_index=True, max_length=200, verbose_name="活动编号")),
                ("held_on", models.DateField(verbose_name="举行日")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        db_column="campaign_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.campaign",
                        verbose_name="攻坚工作",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 创先争优活动",
                "verbose_name_plural": "historical 创先争优活动s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAnnualAssessment",
            fields=[
                ("event", models.BigIntegerField(db_index=True, null=True, verbose_name="事件")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("history_user_id", models.CharField(max_length=1, null=True)),
                ("assessment_id", models.CharField(db_index=True, max_length=200, verbose_name="考核编号")),
                (
                    "year",
                    models.IntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1900),
                            django.core.validators.MaxValueValidator(2200),
                        ],
                        verbose_name="年度",
                    ),
                ),
                (
                    "grade",
                    models.CharField(
                        choices=[
                            ("excellent", "优秀"),
                            ("competent", "称职"),
                            ("basic", "基本称职"),
                            ("incompetent", "不称职"),
                            ("none", "不定等次"),
                        ],
                        max_length=32,
                        verbose_name="等次",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("probation", "试用期"),
                            ("leave", "病事假"),
                            ("study", "脱产学习"),
                            ("discipline", "处分"),
                            ("case_open", "立案未结"),
                            ("other", "其他"),
                        ],
                        max_length=32,
                        null=True,
                        verbose_name="不定等次原因",
                    ),
                ),
                ("decided_on", models.DateField(verbose_name="审定日")),
                ("annulled_on", models.DateField(blank=True, null=True, verbose_name="撤销日")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        blank=True,
                        db_column="cadre_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 年度综合考核",
                "verbose_name_plural": "historical 年度综合考核s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAppointment",
            fields=[
                ("event", models.BigIntegerField(db_index=True, null=True, verbose_name="事件")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("history_user_id", models.CharField(max_length=1, null=True)),
                ("appointment_id", models.CharField(db_index=True, max_length=200, verbose_name="任职编号")),
                ("title", models.TextField(verbose_name="职务")),
                (
                    "rank",
                    models.IntegerField(
                        choices=[
                            (1, "科员级"),
                            (2, "乡科级副职"),
                            (3, "乡科级正职"),
                            (4, "县处级副职"),
                            (5, "县处级正职"),
                            (6, "厅局级副职"),
                            (7, "厅局级正职"),
                            (8, "省部级副职"),
                        ],
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(8),
                        ],
                        verbose_name="职务层次",
                    ),
                ),
                ("chief", models.BooleanField(verbose_name="正职")),
                (
                    "kind",
                    models.CharField(
                        choices=[("regular", "任职"), ("secondment", "挂职")], max_length=32, verbose_name="任职方式"
                    ),
                ),
                ("exceptional", models.BooleanField(verbose_name="破格")),
                ("start_on", models.DateField(verbose_name="任职起")),
                ("end_on", models.DateField(blank=True, null=True, verbose_name="任职止")),
                (
                    "harsh",
                    models.CharField(
                        blank=True,
                        choices=[("remote", "艰苦地区"), ("complex", "复杂环境"), ("hazardous", "高危岗位")],
                        max_length=32,
                        null=True,
                        verbose_name="艰苦复杂高危",
                    ),
                ),
                ("harsh_listed", models.BooleanField(verbose_name="列入岗位目录")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        blank=True,
                        db_column="cadre_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        db_column="team_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.team",
                        verbose_name="领导班子",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        db_column="unit_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 任职",
                "verbose_name_plural": "historical 任职s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAssessmentRound",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("event", models.BigIntegerField(db_index=True, null=True, verbose_name="事件")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("history_user_id", models.CharField(max_length=1, null=True)),
                (
                    "year",
                    models.IntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1900),
                            django.core.validators.MaxValueValidator(2200),
                        ],
                        verbose_name="年度",
                    ),
                ),
                ("closed_on", models.DateField(verbose_name="考核结果审定完毕")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical 考核年度",
                "verbose_name_plural": "historical 考核年度s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAward",
            fields=[
                ("event", models.BigIntegerField(db_index=True, null=True, verbose_name="事件")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("history_user_id", models.CharField(max_length=1, null=True)),
                ("award_id", models.CharField(db_index=True, max_length=200, verbose_name="奖励编号")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("commendation", "嘉奖"),
                            ("third", "三等功"),
                            ("second", "二等功"),
                            ("first", "一等功"),
                        ],
                        max_length=32,
                        verbose_name="奖励等级",
                    ),
                ),
                (
                    "authority",
                    models.CharField(
                        choices=[("county", "县级"), ("municipal", "市级"), ("province", "省级"), ("nation", "国家级")],
                        max_length=32,
                        verbose_name="审批层级",
                    ),
                ),
                ("decided_on", models.DateField(verbose_name="奖励决定日")),
                ("annulled_on", models.DateField(blank=True, null=True, verbose_name="撤销日")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        blank=True,
                        db_column="cadre_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
                (
                    "merit",
                    models.ForeignKey(
                        blank=True,
                        db_column="merit_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.merit",
                        verbose_name="功绩",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        db_column="team_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.team",
                        verbose_name="领导班子",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 奖励",
                "verbose_name_plural": "historical 奖励s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCadre",
            fields=[
                ("event", models.BigIntegerField(db_index=True, null=True, verbose_name="事件")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("history_user_id", models.CharField(max_length=1, null=True)),
                ("cadre_id", models.CharField(db_index=True, max_length=200, verbose_name="干部编号")),
                ("name", models.TextField(verbose_name="姓名")),
                (
                    "gender",
                    models.CharField(choices=[("male", "男"), ("female", "女")], max_length=32, verbose_name="性别"),
                ),
                ("birth_on", models.DateField(verbose_name="出生日期")),
                ("work_start_on", models.DateField(verbose_name="参加工作时间")),
                ("joined_on", models.DateField(verbose_name="进入本册")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="离开本册")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("civil_servant", "公务员(含参公)"),
                            ("institution_staff", "事业人员"),
                            ("enterprise_staff", "企业人员"),
                        ],
                        max_length=32,
                        verbose_name="人员类别",
                    ),
                ),
                ("professional", models.BooleanField(verbose_name="专业技术人才")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical 干部",
                "verbose_name_plural": "historical 干部s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCampaign",
            fields=[
                ("event", models.BigIntegerField(db_index=True, null=True, verbose_name="事件")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("history_user_id", models.CharField(max_length=1, null=True)),
                ("campaign_id", models.CharField(db_index=True, max_length=200, verbose_name="攻坚编号")),
                ("name", models.TextField(verbose_name="攻坚名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("battle", "攻坚战"),
                            ("major_project", "重大项目"),
                            ("key_construction", "重点工程"),
                            ("major_task", "重大任务"),
                            ("reform", "重大改革"),
                            ("emergency", "突发事件"),
                        ],
                        max_length=32,
                        verbose_name="攻坚类别",
                    ),
                ),
                ("start_on", models.DateField(verbose_name="开始日")),
                ("end_on", models.DateField(blank=True, null=True, verbose_name="结束日")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical 攻坚工作",
                "verbose_name_plural": "historical 攻坚工作s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCampaignService",
            fields=[
                ("event", models.BigIntegerField(db_index=True, null=True, verbose_name="事件")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("history_user_id", models.CharField(max_length=1, null=True)),
                ("service_id", models.CharField(db_index=True, max_length=200, verbose_name="经历编号")),
                ("start_on", models.DateField(verbose_name="开始日")),
                ("end_on", models.DateField(blank=True, null=True, verbose_name="结束日")),
                ("frontline", models.BooleanField(verbose_name="一线")),
                ("outstanding_on", models.DateField(blank=True, null=True, verbose_name="实绩突出认定")),
                ("recognised_on", models.DateField(blank=True, null=True, verbose_name="群众公认认定")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        blank=True,
                        db_column="cadre_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        db_column="campaign_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.campaign",
                        verbose_name="攻坚工作",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 攻坚经历",
                "verbose_name_plural": "historical 攻坚经历s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCompositeScore",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("event", models.BigIntegerField(db_index=True, null=True, verbose_name="事件")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("history_user_id", models.CharField(max_length=1, null=True)),
                (
                    "year",
                    models.IntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1900),
                            django.core.validators.MaxValueValidator(2200),
                        ],
                        verbose_name="年度",
                    ),
                ),
                (
                    "target_score",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=18, null=True, verbose_name="年度目标责任得分"
                    ),
                ),
                (
                    "party_score",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=18, null=True, verbose_name="党建得分"
                    ),
                ),
                (
                    "work_score",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=18, null=True, verbose_name="重点工作得分"
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        blank=True,
                        db_column="cadre_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 综合评定",
                "verbose_name_plural": "historical 综合评定s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCourse",
            fields=[
                ("event", models.BigIntegerField(db_index=True, null=True, verbose_name="事件")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("history_user_id", models.CharField(max_length=1, null=True)),
                ("course_id", models.CharField(db_index=True, max_length=200, verbose_name="班次编号")),
                ("held_on", models.DateField(verbose_name="举办日")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical 专题培训班",
                "verbose_name_plural": "historical 专题培训班s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCourseMember",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("event", models.BigIntegerField(db_index=True, null=True, verbose_name="事件")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("history_user_id", models.CharField(max_length=1, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        blank=True,
                        db_column="cadre_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        blank=True,
                        db_column="course_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.course",
                        verbose_name="专题培训班",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 培训学员",
                "verbose_name_plural": "historical 培训学员s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDemonstration",
            fields=[
                ("event", models.BigIntegerField(db_index=True, null=True, verbose_name="事件")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("history_user_id", models.CharField(max_length=1, null=True)),
                ("demonstration_id", models.CharField(db_index=True, max_length=200, verbose_name="典型编号")),
                (
                    "level",
                    models.CharField(
                        choices=[("province", "全省"), ("nation", "全国")], max_length=32, verbose_name="典型层级"
                    ),
                ),
                ("recognised_on", models.DateField(verbose_name="认定日")),
                ("annulled_on", models.DateField(blank=True, null=True, verbose_name="撤销日")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        db_column="team_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.team",
                        verbose_name="领导班子",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 示范典型",
                "verbose_name_plural": "historical 示范典型s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDossier",
            fields=[
                ("event", models.BigIntegerField(db_index=True, null=True, verbose_name="事件")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("history_user_id", models.CharField(max_length=1, null=True)),
                ("id_number_cipher", models.BinaryField(null=True, verbose_name="身份证号(密文)")),
                (
                    "id_number_digest",
                    models.CharField(
                        db_index=True, editable=False, max_length=64, null=True, verbose_name="身份证号(检索)"
                    ),
                ),
                ("name", models.TextField(blank=True, default="", verbose_name="姓名(表上写法)")),
                ("gender", models.TextField(blank=True, default="", verbose_name="性别(表上写法)")),
                ("born", models.TextField(blank=True, default="", verbose_name="出生年月(表上写法)")),
                ("work_started", models.TextField(blank=True, default="", verbose_name="参加工作时间(表上写法)")),
                ("ethnicity", models.TextField(blank=True, default="", verbose_name="民族")),
                ("native_place", models.TextField(blank=True, default="", verbose_name="籍贯")),
                ("birth_place", models.TextField(blank=True, default="", verbose_name="出生地")),
                ("party_joined", models.TextField(blank=True, default="", verbose_name="入党时间")),
                ("health", models.TextField(blank=True, default="", verbose_name="健康状况")),
                ("professional_title", models.TextField(blank=True, default="", verbose_name="专业技术职务")),
                ("speciality", models.TextField(blank=True, default="", verbose_name="熟悉专业有何专长")),
                ("full_time_education", models.TextField(blank=True, default="", verbose_name="全日制学历")),
                ("full_time_degree", models.TextField(blank=True, default="", verbose_name="全日制学位")),
                ("full_time_school", models.TextField(blank=True, default="", verbose_name="全日制毕业院校系")),
                ("full_time_major", models.TextField(blank=True, default="", verbose_name="全日制毕业专业")),
                ("in_service_education", models.TextField(blank=True, default="", verbose_name="在职学历")),
                ("in_service_degree", models.TextField(blank=True, default="", verbose_name="在职学位")),
                ("in_service_school", models.TextField(blank=True, default="", verbose_name="在职毕业院校系")),
                ("in_service_major", models.TextField(blank=True, default="", verbose_name="在职毕业专业")),
                ("job_grade", models.TextField(blank=True, default="", verbose_name="职级")),
                ("present_post", models.TextField(blank=True, default="", verbose_name="现任职务")),
                ("proposed_post", models.TextField(blank=True, default="", verbose_name="拟任职务")),
                ("relieved_post", models.TextField(blank=True, default="", verbose_name="拟免职务")),
                ("resume", models.TextField(blank=True, default="", verbose_name="简历")),
                ("rewards_and_punishments", models.TextField(blank=True, default="", verbose_name="奖惩情况")),
                ("assessments", models.TextField(blank=True, default="", verbose_name="年度考核结果")),
                ("reason", models.TextField(blank=True, default="", verbose_name="任免理由")),
                ("reporting_unit", models.TextField(blank=True, default="", verbose_name="呈报单位")),
                ("age_counted_on", models.TextField(blank=True, default="", verbose_name="计算年龄时间")),
                ("filled_on", models.TextField(blank=True, default="", verbose_name="填表时间")),
                ("filled_by", models.TextField(blank=True, default="", verbose_name="填表人")),
                ("retires_on", models.TextField(blank=True, default="", verbose_name="到龄年月")),
                ("age_limit_before", models.TextField(blank=True, default="", verbose_name="改革前任职年龄界限")),
                ("format_version", models.TextField(blank=True, default="", verbose_name="版本")),
                ("photo", models.BinaryField(null=True, verbose_name="照片")),
                ("unknown_tags", models.JSONField(blank=True, default=dict, editable=False, verbose_name="其他栏目")),
                ("style", models.JSONField(blank=True, default=dict, editable=False, verbose_name="写法")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 任免审批表",
                "verbose_name_plural": "historical 任免审批表s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalExpertNomination",
            fields=[
                ("event", models.BigIntegerField(db_index=True, null=True, verbose_name="事件")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("history_user_id", models.CharField(max_length=1, null=True)),
                ("nomination_id", models.CharField(db_index=True, max_length=200, verbose_name="推荐编号")),
                ("programme", models.TextField(verbose_name="推荐项目")),
                (
                    "year",
                    models.IntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1900),
                            django.core.validators.MaxValueValidator(2200),
                        ],
                        verbose_name="年度",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        blank=True,
                        db_column="cadre_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 专家推荐",
                "verbose_name_plural": "historical 专家推荐s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFamilyMember",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("event", models.BigIntegerField(db_index=True, null=True, verbose_name="事件")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("history_user_id", models.CharField(max_length=1, null=True)),
                ("place", models.PositiveSmallIntegerField(verbose_name="序号")),
                ("relation", models.TextField(blank=True, default="", verbose_name="称谓")),
                ("name", models.TextField(blank=True, default="", verbose_name="姓名")),
                ("born", models.TextField(blank=True, default="", verbose_name="出生年月")),
                ("political_status", models.TextField(blank=True, default="", verbose_name="政治面貌")),
                ("work", models.TextField(blank=True, default="", verbose_name="工作单位及职务")),
                ("unknown_tags", models.JSONField(blank=True, default=list, editable=False, verbose_name="其他栏目")),
                ("style", models.JSONField(blank=True, default=dict, editable=False, verbose_name="写法")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.dossier",
                        verbose_name="任免审批表",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 家庭成员",
                "verbose_name_plural": "historical 家庭成员s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFinding",
            fields=[
                ("event", models.BigIntegerField(db_index=True, null=True, verbose_name="事件")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("history_user_id", models.CharField(max_length=1, null=True)),
                ("finding_id", models.CharField(db_index=True, max_length=200, verbose_name="认定编号")),
                (
                    "kind",
                    models.CharField(
                        choices=[("target_unmet", "重要责任目标未完成"), ("rank_drop", "位次明显倒退")],
                        max_length=32,
                        verbose_name="认定类别",
                    ),
                ),
                ("decided_on", models.DateField(verbose_name="认定日")),
                ("annulled_on", models.DateField(blank=True, null=True, verbose_name="撤销日")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "task",
                    models.ForeignKey(
                        blank=True,
                        db_column="task_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.task",
                        verbose_name="任务",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        db_column="team_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.team",
                        verbose_name="领导班子",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 责任认定",
                "verbose_name_plural": "historical 责任认定s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFindingCadre",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("event", models.BigIntegerField(db_index=True, null=True, verbose_name="事件")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("history_user_id", models.CharField(max_length=1, null=True)),
                ("excused_on", models.DateField(blank=True, null=True, verbose_name="特殊原因认定日")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        blank=True,
                        db_column="cadre_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        blank=True,
                        db_column="finding_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.finding",
                        verbose_name="责任认定",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 相关责任干部",
                "verbose_name_plural": "historical 相关责任干部s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalHardship",
            fields=[
                ("event", models.BigIntegerField(db_index=True, null=True, verbose_name="事件")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("history_user_id", models.CharField(max_length=1, null=True)),
                ("hardship_id", models.CharField(db_index=True, max_length=200, verbose_name="困难编号")),
                ("opened_on", models.DateField(verbose_name="认定日")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="结束日")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        blank=True,
                        db_column="cadre_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 困难家庭",
                "verbose_name_plural": "historical 困难家庭s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalHardshipRequest",
            fields=[
                ("event", models.BigIntegerField(db_index=True, null=True, verbose_name="事件")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("history_user_id", models.CharField(max_length=1, null=True)),
                ("request_id", models.CharField(db_index=True, max_length=200, verbose_name="诉求编号")),
                (
                    "kind",
                    models.CharField(
                        choices=[("comfort", "家属安抚"), ("schooling", "子女入学"), ("employment", "就业")],
                        max_length=32,
                        verbose_name="诉求类别",
                    ),
                ),
                ("raised_on", models.DateField(verbose_name="提出日")),
                ("resolved_on", models.DateField(blank=True, null=True, verbose_name="解决日")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "hardship",
                    models.ForeignKey(
                        blank=True,
                        db_column="hardship_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.hardship",
                        verbose_name="困难家庭",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 困难诉求",
                "verbose_name_plural": "historical 困难诉求s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalHealthCheck",
            fields=[
                ("event", models.BigIntegerField(db_index=True, null=True, verbose_name="事件")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("history_user_id", models.CharField(max_length=1, null=True)),
                ("check_id", models.CharField(db_index=True, max_length=200, verbose_name="体检编号")),
                ("checked_on", models.DateField(verbose_name="体检日")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        blank=True,
                        db_column="cadre_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 体检",
                "verbose_name_plural": "historical 体检s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalInsurance",
            fields=[
                ("event", models.BigIntegerField(db_index=True, null=True, verbose_name="事件")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("history_user_id", models.CharField(max_length=1, null=True)),
                ("insurance_id", models.CharField(db_index=True, max_length=200, verbose_name="保险编号")),
                ("start_on", models.DateField(verbose_name="保险起")),
                ("end_on", models.DateField(verbose_name="保险止")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        blank=True,
                        db_column="cadre_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 意外险",
                "verbose_name_plural": "historical 意外险s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalLeave",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("event", models.BigIntegerField(db_index=True, null=True, verbose_name="事件")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("history_user_id", models.CharField(max_length=1, null=True)),
                (
                    "year",
                    models.IntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1900),
                            django.core.validators.MaxValueValidator(2200),
                        ],
                        verbose_name="年度",
                    ),
                ),
                ("taken_days", models.DecimalField(decimal_places=1, max_digits=18, verbose_name="已休天数")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        blank=True,
                        db_column="cadre_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 年休假",
                "verbose_name_plural": "historical 年休假s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMerit",
            fields=[
                ("event", models.BigIntegerField(db_index=True, null=True, verbose_name="事件")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("history_user_id", models.CharField(max_length=1, null=True)),
                ("merit_id", models.CharField(db_index=True, max_length=200, verbose_name="功绩编号")),
                (
                    "contribution",
                    models.CharField(
                        choices=[
                            ("notable", "表现突出"),
                            ("larger", "较大贡献"),
                            ("major", "重大贡献"),
                            ("outstanding", "杰出贡献"),
                        ],
                        max_length=32,
                        verbose_name="贡献",
                    ),
                ),
                ("critical", models.BooleanField(verbose_name="关键时刻、急难险重")),
                ("recognised_on", models.DateField(verbose_name="功绩认定日")),
                ("annulled_on", models.DateField(blank=True, null=True, verbose_name="撤销日")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        blank=True,
                        db_column="cadre_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        db_column="team_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.team",
                        verbose_name="领导班子",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 功绩",
                "verbose_name_plural": "historical 功绩s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPayment",
            fields=[
                ("event", models.BigIntegerField(db_index=True, null=True, verbose_name="事件")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("history_user_id", models.CharField(max_length=1, null=True)),
                ("payment_id", models.CharField(db_index=True, max_length=200, verbose_name="发放编号")),
                (
                    "kind",
                    models.CharField(
                        choices=[("team_bonus", "班子奖金"), ("award_bonus", "奖励奖金"), ("leave", "未休年休假报酬")],
                        max_length=32,
                        verbose_name="发放类别",
                    ),
                ),
                (
                    "year",
                    models.IntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1900),
                            django.core.validators.MaxValueValidator(2200),
                        ],
                        verbose_name="年度",
                    ),
                ),
                ("paid_on", models.DateField(verbose_name="发放日")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "award",
                    models.ForeignKey(
                        blank=True,
                        db_column="award_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.award",
                        verbose_name="奖励",
                    ),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        blank=True,
                        db_column="cadre_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        db_column="team_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.team",
                        verbose_name="领导班子",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 待遇发放",
                "verbose_name_plural": "historical 待遇发放s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Vacancy",
            fields=[
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                (
                    "vacancy_id",
                    models.CharField(max_length=200, primary_key=True, serialize=False, verbose_name="空缺编号"),
                ),
                ("title", models.TextField(verbose_name="职务")),
                (
                    "rank",
                    models.IntegerField(
                        blank=True,
                        choices=[
                            (1, "科员级"),
                            (2, "乡科级副职"),
                            (3, "乡科级正职"),
                            (4, "县处级副职"),
                            (5, "县处级正职"),
                            (6, "厅局级副职"),
                            (7, "厅局级正职"),
                            (8, "省部级副职"),
                        ],
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(8),
                        ],
                        verbose_name="拟任层次",
                    ),
                ),
                ("chief", models.BooleanField(verbose_name="正职")),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        db_column="team_id",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vacancies",
                        to="records.team",
                        verbose_name="领导班子",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_column="unit_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vacancies",
                        to="records.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "空缺职位",
                "db_table": "vacancies",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("rank__range", (1, 8)), ("rank__isnull", True), _connector="OR"),
                        name="vacancies_rank_bounds",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalProposal",
            fields=[
                ("event", models.BigIntegerField(db_index=True, null=True, verbose_name="事件")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("history_user_id", models.CharField(max_length=1, null=True)),
                ("proposal_id", models.CharField(db_index=True, max_length=200, verbose_name="人选编号")),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("promote", "提拔(晋升领导职务)"),
                            ("promote_nonlead", "晋升非领导职务"),
                            ("important_move", "重用"),
                            ("move", "一般交流"),
                            ("grade", "职级晋升"),
                            ("post", "岗位晋聘"),
                            ("select", "遴选"),
                        ],
                        max_length=32,
                        verbose_name="用人方式",
                    ),
                ),
                (
                    "required_years",
                    models.IntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(10),
                        ],
                        verbose_name="任职资格年限",
                    ),
                ),
                (
                    "tier",
                    models.IntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(1000000),
                        ],
                        verbose_name="综合研判档次",
                    ),
                ),
                (
                    "exceptional",
                    models.CharField(
                        blank=True,
                        choices=[("years", "突破任职年限"), ("level", "越级")],
                        max_length=32,
                        null=True,
                        verbose_name="破格种类",
                    ),
                ),
                ("special_need", models.BooleanField(verbose_name="工作特殊需要")),
                ("approved_on", models.DateField(blank=True, null=True, verbose_name="上级同意破格")),
                ("decide_on", models.DateField(blank=True, null=True, verbose_name="讨论决定日")),
                ("selected", models.BooleanField(verbose_name="拟定人选")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        blank=True,
                        db_column="cadre_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
                (
                    "vacancy",
                    models.ForeignKey(
                        blank=True,
                        db_column="vacancy_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.vacancy",
                        verbose_name="空缺职位",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 拟任人选",
                "verbose_name_plural": "historical 拟任人选s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSettlement",
            fields=[
                ("event", models.BigIntegerField(db_index=True, null=True, verbose_name="事件")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("history_user_id", models.CharField(max_length=1, null=True)),
                ("settlement_id", models.CharField(db_index=True, max_length=200, verbose_name="办结编号")),
                ("statement", models.TextField(verbose_name="所依语句")),
                (
                    "subject_kind",
                    models.CharField(
                        choices=[
                            ("cadre", "干部"),
                            ("team", "领导班子"),
                            ("unit", "单位"),
                            ("proposal", "拟任人选"),
                            ("vacancy", "空缺职位"),
                            ("campaign", "攻坚工作"),
                            ("city", "全市"),
                        ],
                        max_length=32,
                        verbose_name="对象类别",
                    ),
                ),
                ("subject", models.CharField(db_index=True, max_length=204, verbose_name="对象")),
                ("item", models.TextField(blank=True, null=True, verbose_name="事项")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("justified", "已书面说明"),
                            ("not_upheld", "经认定不构成"),
                            ("not_applicable", "不适用"),
                            ("done_elsewhere", "已另行办结"),
                        ],
                        max_length=32,
                        verbose_name="办结方式",
                    ),
                ),
                ("decided_on", models.DateField(verbose_name="办结日")),
                ("document", models.TextField(blank=True, null=True, verbose_name="文号")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical 办结说明",
                "verbose_name_plural": "historical 办结说明s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTalentReview",
            fields=[
                ("event", models.BigIntegerField(db_index=True, null=True, verbose_name="事件")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("history_user_id", models.CharField(max_length=1, null=True)),
                ("review_id", models.CharField(db_index=True, max_length=200, verbose_name="研判编号")),
                ("reviewed_on", models.DateField(verbose_name="研判日")),
                ("quality", models.BooleanField(verbose_name="综合素质高")),
                ("potential", models.BooleanField(verbose_name="发展潜质好")),
                ("performance", models.BooleanField(verbose_name="政绩突出")),
                ("recognition", models.BooleanField(verbose_name="群众公认")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        blank=True,
                        db_column="cadre_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 研判",
                "verbose_name_plural": "historical 研判s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTalk",
            fields=[
                ("event", models.BigIntegerField(db_index=True, null=True, verbose_name="事件")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("history_user_id", models.CharField(max_length=1, null=True)),
                ("talk_id", models.CharField(db_index=True, max_length=200, verbose_name="谈话编号")),
                ("held_on", models.DateField(verbose_name="谈话日")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        blank=True,
                        db_column="cadre_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 谈心谈话",
                "verbose_name_plural": "historical 谈心谈话s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Talk",
            fields=[
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                (
                    "talk_id",
                    models.CharField(max_length=200, primary_key=True, serialize=False, verbose_name="谈话编号"),
                ),
                ("held_on", models.DateField(verbose_name="谈话日")),
                (
                    "cadre",
                    models.ForeignKey(
                        db_column="cadre_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="talks",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
            ],
            options={
                "verbose_name": "谈心谈话",
                "db_table": "talks",
            },
        ),
        migrations.CreateModel(
            name="HistoricalTalkCover",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("event", models.BigIntegerField(db_index=True, null=True, verbose_name="事件")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("history_user_id", models.CharField(max_length=1, null=True)),
                ("trigger", models.CharField(db_index=True, max_length=204, verbose_name="所销事由")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "talk",
                    models.ForeignKey(
                        blank=True,
                        db_column="talk_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.talk",
                        verbose_name="谈心谈话",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 谈话销项",
                "verbose_name_plural": "historical 谈话销项s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTalkTrigger",
            fields=[
                ("event", models.BigIntegerField(db_index=True, null=True, verbose_name="事件")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("history_user_id", models.CharField(max_length=1, null=True)),
                ("trigger_id", models.CharField(db_index=True, max_length=200, verbose_name="事由编号")),
                (
                    "kind",
                    models.CharField(
                        choices=[("setback", "重大挫折"), ("sign", "问题苗头"), ("request", "主动约谈")],
                        max_length=32,
                        verbose_name="事由类别",
                    ),
                ),
                ("occurred_on", models.DateField(verbose_name="知悉日")),
                ("hold_from", models.DateField(blank=True, null=True, verbose_name="暂缓起")),
                ("hold_until", models.DateField(blank=True, null=True, verbose_name="暂缓止")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        blank=True,
                        db_column="cadre_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 谈话事由",
                "verbose_name_plural": "historical 谈话事由s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTask",
            fields=[
                ("event", models.BigIntegerField(db_index=True, null=True, verbose_name="事件")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("history_user_id", models.CharField(max_length=1, null=True)),
                ("task_id", models.CharField(db_index=True, max_length=200, verbose_name="任务编号")),
                (
                    "year",
                    models.IntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1900),
                            django.core.validators.MaxValueValidator(2200),
                        ],
                        verbose_name="年度",
                    ),
                ),
                (
                    "list",
                    models.CharField(
                        choices=[("annual", "年度"), ("key", "重点工作")], max_length=32, verbose_name="清单"
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[("deed", "实事"), ("problem", "难事"), ("highlight", "亮点")],
                        max_length=32,
                        verbose_name="三栏",
                    ),
                ),
                ("important", models.BooleanField(verbose_name="重要责任目标")),
                ("due_on", models.DateField(verbose_name="完成期限")),
                ("completed_on", models.DateField(blank=True, null=True, verbose_name="完成日")),
                ("announced_on", models.DateField(blank=True, null=True, verbose_name="公示日")),
                ("confidential", models.BooleanField(verbose_name="涉密不公示")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        db_column="unit_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 任务清单",
                "verbose_name_plural": "historical 任务清单s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTaskOwner",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("event", models.BigIntegerField(db_index=True, null=True, verbose_name="事件")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("history_user_id", models.CharField(max_length=1, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        blank=True,
                        db_column="cadre_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        blank=True,
                        db_column="task_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.task",
                        verbose_name="任务",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 任务责任人",
                "verbose_name_plural": "historical 任务责任人s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTeam",
            fields=[
                ("event", models.BigIntegerField(db_index=True, null=True, verbose_name="事件")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("history_user_id", models.CharField(max_length=1, null=True)),
                ("team_id", models.CharField(db_index=True, max_length=200, verbose_name="班子编号")),
                ("name", models.TextField(verbose_name="班子名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("party_committee", "党委班子"),
                            ("government", "政府班子"),
                            ("leading_group", "部门(单位)班子"),
                        ],
                        max_length=32,
                        verbose_name="班子类别",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        db_column="unit_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 领导班子",
                "verbose_name_plural": "historical 领导班子s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTeamAssessment",
            fields=[
                ("event", models.BigIntegerField(db_index=True, null=True, verbose_name="事件")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("history_user_id", models.CharField(max_length=1, null=True)),
                ("assessment_id", models.CharField(db_index=True, max_length=200, verbose_name="考核编号")),
                (
                    "year",
                    models.IntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1900),
                            django.core.validators.MaxValueValidator(2200),
                        ],
                        verbose_name="年度",
                    ),
                ),
                (
                    "grade",
                    models.CharField(
                        choices=[("excellent", "优秀"), ("good", "良好"), ("average", "一般"), ("poor", "较差")],
                        max_length=32,
                        verbose_name="班子等次",
                    ),
                ),
                ("group", models.TextField(blank=True, null=True, verbose_name="考核组别")),
                (
                    "rank",
                    models.IntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(1000000),
                        ],
                        verbose_name="位次",
                    ),
                ),
                (
                    "group_size",
                    models.IntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(1000000),
                        ],
                        verbose_name="组内班子数",
                    ),
                ),
                ("decided_on", models.DateField(verbose_name="审定日")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        db_column="team_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.team",
                        verbose_name="领导班子",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 班子考核",
                "verbose_name_plural": "historical 班子考核s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTenListing",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("event", models.BigIntegerField(db_index=True, null=True, verbose_name="事件")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("history_user_id", models.CharField(max_length=1, null=True)),
                (
                    "year",
                    models.IntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1900),
                            django.core.validators.MaxValueValidator(2200),
                        ],
                        verbose_name="年度",
                    ),
                ),
                ("announced_on", models.DateField(verbose_name="公布日")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        blank=True,
                        db_column="cadre_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 十名名单",
                "verbose_name_plural": "historical 十名名单s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalUnit",
            fields=[
                ("event", models.BigIntegerField(db_index=True, null=True, verbose_name="事件")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("history_user_id", models.CharField(max_length=1, null=True)),
                ("unit_id", models.CharField(db_index=True, max_length=200, verbose_name="单位编号")),
                ("name", models.TextField(verbose_name="单位名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("municipality", "市"),
                            ("county", "县(市、区)"),
                            ("municipal_dept", "市直部门"),
                            ("county_dept", "县直部门"),
                            ("township", "乡(镇、街道)"),
                            ("enterprise", "市管企业"),
                            ("institution", "事业单位"),
                            ("zone", "功能区(示范区、高新区)"),
                        ],
                        max_length=32,
                        verbose_name="单位类别",
                    ),
                ),
                ("remote", models.BooleanField(verbose_name="艰苦偏远")),
                ("path", models.CharField(db_index=True, editable=False, max_length=1000, verbose_name="层级")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        db_column="parent_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.unit",
                        verbose_name="上级单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 单位",
                "verbose_name_plural": "historical 单位s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalUnitEvent",
            fields=[
                ("event", models.BigIntegerField(db_index=True, null=True, verbose_name="事件")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("history_user_id", models.CharField(max_length=1, null=True)),
                ("event_id", models.CharField(db_index=True, max_length=200, verbose_name="活动编号")),
                (
                    "kind",
                    models.CharField(
                        choices=[("observation", "特色亮点观摩"), ("comment", "重点工作点评")],
                        max_length=32,
                        verbose_name="活动类别",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="举行日")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        db_column="unit_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 观摩点评",
                "verbose_name_plural": "historical 观摩点评s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalUsualAssessment",
            fields=[
                ("event", models.BigIntegerField(db_index=True, null=True, verbose_name="事件")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("history_user_id", models.CharField(max_length=1, null=True)),
                ("assessment_id", models.CharField(db_index=True, max_length=200, verbose_name="考核编号")),
                ("period", models.TextField(verbose_name="季度")),
                (
                    "grade",
                    models.CharField(
                        choices=[("good", "好"), ("fair", "较好"), ("average", "一般"), ("poor", "较差")],
                        max_length=32,
                        verbose_name="平时等次",
                    ),
                ),
                ("decided_on", models.DateField(verbose_name="审定日")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        blank=True,
                        db_column="cadre_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 平时考核",
                "verbose_name_plural": "historical 平时考核s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalVacancy",
            fields=[
                ("event", models.BigIntegerField(db_index=True, null=True, verbose_name="事件")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("history_user_id", models.CharField(max_length=1, null=True)),
                ("vacancy_id", models.CharField(db_index=True, max_length=200, verbose_name="空缺编号")),
                ("title", models.TextField(verbose_name="职务")),
                (
                    "rank",
                    models.IntegerField(
                        blank=True,
                        choices=[
                            (1, "科员级"),
                            (2, "乡科级副职"),
                            (3, "乡科级正职"),
                            (4, "县处级副职"),
                            (5, "县处级正职"),
                            (6, "厅局级副职"),
                            (7, "厅局级正职"),
                            (8, "省部级副职"),
                        ],
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(8),
                        ],
                        verbose_name="拟任层次",
                    ),
                ),
                ("chief", models.BooleanField(verbose_name="正职")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        db_column="team_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.team",
                        verbose_name="领导班子",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        db_column="unit_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 空缺职位",
                "verbose_name_plural": "historical 空缺职位s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalVisit",
            fields=[
                ("event", models.BigIntegerField(db_index=True, null=True, verbose_name="事件")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("history_user_id", models.CharField(max_length=1, null=True)),
                ("visit_id", models.CharField(db_index=True, max_length=200, verbose_name="走访编号")),
                ("visited_on", models.DateField(verbose_name="走访日")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "hardship",
                    models.ForeignKey(
                        blank=True,
                        db_column="hardship_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.hardship",
                        verbose_name="困难家庭",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical 走访慰问",
                "verbose_name_plural": "historical 走访慰问s",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Insurance",
            fields=[
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                (
                    "insurance_id",
                    models.CharField(max_length=200, primary_key=True, serialize=False, verbose_name="保险编号"),
                ),
                ("start_on", models.DateField(verbose_name="保险起")),
                ("end_on", models.DateField(verbose_name="保险止")),
                (
                    "cadre",
                    models.ForeignKey(
                        db_column="cadre_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="insurances",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
            ],
            options={
                "verbose_name": "意外险",
                "db_table": "insurances",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("end_on__gte", models.F("start_on"))), name="insurances_end_on_order"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Leave",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                (
                    "year",
                    models.IntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1900),
                            django.core.validators.MaxValueValidator(2200),
                        ],
                        verbose_name="年度",
                    ),
                ),
                ("taken_days", models.DecimalField(decimal_places=1, max_digits=18, verbose_name="已休天数")),
                (
                    "cadre",
                    models.ForeignKey(
                        db_column="cadre_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leave",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
            ],
            options={
                "verbose_name": "年休假",
                "db_table": "leave",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("year__range", (1900, 2200))), name="leave_year_bounds"),
                    models.UniqueConstraint(fields=("cadre", "year"), name="leave_unique"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                (
                    "payment_id",
                    models.CharField(max_length=200, primary_key=True, serialize=False, verbose_name="发放编号"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("team_bonus", "班子奖金"), ("award_bonus", "奖励奖金"), ("leave", "未休年休假报酬")],
                        max_length=32,
                        verbose_name="发放类别",
                    ),
                ),
                (
                    "year",
                    models.IntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1900),
                            django.core.validators.MaxValueValidator(2200),
                        ],
                        verbose_name="年度",
                    ),
                ),
                ("paid_on", models.DateField(verbose_name="发放日")),
                (
                    "award",
                    models.ForeignKey(
                        blank=True,
                        db_column="award_id",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="records.award",
                        verbose_name="奖励",
                    ),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        blank=True,
                        db_column="cadre_id",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        db_column="team_id",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="records.team",
                        verbose_name="领导班子",
                    ),
                ),
            ],
            options={
                "verbose_name": "待遇发放",
                "db_table": "payments",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["team_bonus", "award_bonus", "leave"])),
                        name="payments_kind_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("year__range", (1900, 2200)), ("year__isnull", True), _connector="OR"),
                        name="payments_year_bounds",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                (
                    "proposal_id",
                    models.CharField(max_length=200, primary_key=True, serialize=False, verbose_name="人选编号"),
                ),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("promote", "提拔(晋升领导职务)"),
                            ("promote_nonlead", "晋升非领导职务"),
                            ("important_move", "重用"),
                            ("move", "一般交流"),
                            ("grade", "职级晋升"),
                            ("post", "岗位晋聘"),
                            ("select", "遴选"),
                        ],
                        max_length=32,
                        verbose_name="用人方式",
                    ),
                ),
                (
                    "required_years",
                    models.IntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(10),
                        ],
                        verbose_name="任职资格年限",
                    ),
                ),
                (
                    "tier",
                    models.IntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(1000000),
                        ],
                        verbose_name="综合研判档次",
                    ),
                ),
                (
                    "exceptional",
                    models.CharField(
                        blank=True,
                        choices=[("years", "突破任职年限"), ("level", "越级")],
                        max_length=32,
                        null=True,
                        verbose_name="破格种类",
                    ),
                ),
                ("special_need", models.BooleanField(verbose_name="工作特殊需要")),
                ("approved_on", models.DateField(blank=True, null=True, verbose_name="上级同意破格")),
                ("decide_on", models.DateField(blank=True, null=True, verbose_name="讨论决定日")),
                ("selected", models.BooleanField(verbose_name="拟定人选")),
                (
                    "cadre",
                    models.ForeignKey(
                        db_column="cadre_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
                (
                    "vacancy",
                    models.ForeignKey(
                        db_column="vacancy_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="records.vacancy",
                        verbose_name="空缺职位",
                    ),
                ),
            ],
            options={
                "verbose_name": "拟任人选",
                "db_table": "proposals",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "action__in",
                                ["promote", "promote_nonlead", "important_move", "move", "grade", "post", "select"],
                            )
                        ),
                        name="proposals_action_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("required_years__range", (1, 10))), name="proposals_required_years_bounds"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("tier__range", (1, 1000000)), ("tier__isnull", True), _connector="OR"),
                        name="proposals_tier_bounds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("exceptional__in", ["years", "level"]), ("exceptional__isnull", True), _connector="OR"
                        ),
                        name="proposals_exceptional_code",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Settlement",
            fields=[
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                (
                    "settlement_id",
                    models.CharField(max_length=200, primary_key=True, serialize=False, verbose_name="办结编号"),
                ),
                ("statement", models.TextField(verbose_name="所依语句")),
                (
                    "subject_kind",
                    models.CharField(
                        choices=[
                            ("cadre", "干部"),
                            ("team", "领导班子"),
                            ("unit", "单位"),
                            ("proposal", "拟任人选"),
                            ("vacancy", "空缺职位"),
                            ("campaign", "攻坚工作"),
                            ("city", "全市"),
                        ],
                        max_length=32,
                        verbose_name="对象类别",
                    ),
                ),
                ("subject", models.CharField(db_index=True, max_length=204, verbose_name="对象")),
                ("item", models.TextField(blank=True, null=True, verbose_name="事项")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("justified", "已书面说明"),
                            ("not_upheld", "经认定不构成"),
                            ("not_applicable", "不适用"),
                            ("done_elsewhere", "已另行办结"),
                        ],
                        max_length=32,
                        verbose_name="办结方式",
                    ),
                ),
                ("decided_on", models.DateField(verbose_name="办结日")),
                ("document", models.TextField(blank=True, null=True, verbose_name="文号")),
            ],
            options={
                "verbose_name": "办结说明",
                "db_table": "settlements",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("subject_kind__in", ["cadre", "team", "unit", "proposal", "vacancy", "campaign", "city"])
                        ),
                        name="settlements_subject_kind_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["justified", "not_upheld", "not_applicable", "done_elsewhere"])
                        ),
                        name="settlements_kind_code",
                    ),
                    models.UniqueConstraint(
                        models.F("statement"),
                        models.F("subject_kind"),
                        models.F("subject"),
                        django.db.models.functions.comparison.Coalesce("item", models.Value("")),
                        models.F("decided_on"),
                        name="settlements_unique",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TalentReview",
            fields=[
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                (
                    "review_id",
                    models.CharField(max_length=200, primary_key=True, serialize=False, verbose_name="研判编号"),
                ),
                ("reviewed_on", models.DateField(verbose_name="研判日")),
                ("quality", models.BooleanField(verbose_name="综合素质高")),
                ("potential", models.BooleanField(verbose_name="发展潜质好")),
                ("performance", models.BooleanField(verbose_name="政绩突出")),
                ("recognition", models.BooleanField(verbose_name="群众公认")),
                (
                    "cadre",
                    models.ForeignKey(
                        db_column="cadre_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="talent_reviews",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
            ],
            options={
                "verbose_name": "研判",
                "db_table": "talent_reviews",
            },
        ),
        migrations.CreateModel(
            name="TalkCover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                ("trigger", models.CharField(db_index=True, max_length=204, verbose_name="所销事由")),
                (
                    "talk",
                    models.ForeignKey(
                        db_column="talk_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="talk_covers",
                        to="records.talk",
                        verbose_name="谈心谈话",
                    ),
                ),
            ],
            options={
                "verbose_name": "谈话销项",
                "db_table": "talk_covers",
                "constraints": [models.UniqueConstraint(fields=("talk", "trigger"), name="talk_covers_unique")],
            },
        ),
        migrations.CreateModel(
            name="TalkTrigger",
            fields=[
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                (
                    "trigger_id",
                    models.CharField(max_length=200, primary_key=True, serialize=False, verbose_name="事由编号"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("setback", "重大挫折"), ("sign", "问题苗头"), ("request", "主动约谈")],
                        max_length=32,
                        verbose_name="事由类别",
                    ),
                ),
                ("occurred_on", models.DateField(verbose_name="知悉日")),
                ("hold_from", models.DateField(blank=True, null=True, verbose_name="暂缓起")),
                ("hold_until", models.DateField(blank=True, null=True, verbose_name="暂缓止")),
                (
                    "cadre",
                    models.ForeignKey(
                        db_column="cadre_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="talk_triggers",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
            ],
            options={
                "verbose_name": "谈话事由",
                "db_table": "talk_triggers",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["setback", "sign", "request"])), name="talk_triggers_kind_code"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hold_until__gte", models.F("hold_from")), ("hold_until__isnull", True), _connector="OR"
                        ),
                        name="talk_triggers_hold_until_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaskOwner",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                (
                    "cadre",
                    models.ForeignKey(
                        db_column="cadre_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="task_owners",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        db_column="task_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="task_owners",
                        to="records.task",
                        verbose_name="任务",
                    ),
                ),
            ],
            options={
                "verbose_name": "任务责任人",
                "db_table": "task_owners",
                "constraints": [models.UniqueConstraint(fields=("task", "cadre"), name="task_owners_unique")],
            },
        ),
        migrations.CreateModel(
            name="TeamAssessment",
            fields=[
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                (
                    "assessment_id",
                    models.CharField(max_length=200, primary_key=True, serialize=False, verbose_name="考核编号"),
                ),
                (
                    "year",
                    models.IntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1900),
                            django.core.validators.MaxValueValidator(2200),
                        ],
                        verbose_name="年度",
                    ),
                ),
                (
                    "grade",
                    models.CharField(
                        choices=[("excellent", "优秀"), ("good", "良好"), ("average", "一般"), ("poor", "较差")],
                        max_length=32,
                        verbose_name="班子等次",
                    ),
                ),
                ("group", models.TextField(blank=True, null=True, verbose_name="考核组别")),
                (
                    "rank",
                    models.IntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(1000000),
                        ],
                        verbose_name="位次",
                    ),
                ),
                (
                    "group_size",
                    models.IntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(1000000),
                        ],
                        verbose_name="组内班子数",
                    ),
                ),
                ("decided_on", models.DateField(verbose_name="审定日")),
                (
                    "team",
                    models.ForeignKey(
                        db_column="team_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="team_assessments",
                        to="records.team",
                        verbose_name="领导班子",
                    ),
                ),
            ],
            options={
                "verbose_name": "班子考核",
                "db_table": "team_assessments",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("year__range", (1900, 2200))), name="team_assessments_year_bounds"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("grade__in", ["excellent", "good", "average", "poor"])),
                        name="team_assessments_grade_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rank__range", (1, 1000000)), ("rank__isnull", True), _connector="OR"),
                        name="team_assessments_rank_bounds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("group_size__range", (1, 1000000)), ("group_size__isnull", True), _connector="OR"
                        ),
                        name="team_assessments_group_size_bounds",
                    ),
                    models.UniqueConstraint(fields=("team", "year"), name="team_assessments_unique"),
                ],
            },
        ),
        migrations.CreateModel(
            name="TenListing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                (
                    "year",
                    models.IntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1900),
                            django.core.validators.MaxValueValidator(2200),
                        ],
                        verbose_name="年度",
                    ),
                ),
                ("announced_on", models.DateField(verbose_name="公布日")),
                (
                    "cadre",
                    models.ForeignKey(
                        db_column="cadre_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ten_list",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
            ],
            options={
                "verbose_name": "十名名单",
                "db_table": "ten_list",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("year__range", (1900, 2200))), name="ten_list_year_bounds"
                    ),
                    models.UniqueConstraint(fields=("cadre", "year"), name="ten_list_unique"),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnitEvent",
            fields=[
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                (
                    "event_id",
                    models.CharField(max_length=200, primary_key=True, serialize=False, verbose_name="活动编号"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("observation", "特色亮点观摩"), ("comment", "重点工作点评")],
                        max_length=32,
                        verbose_name="活动类别",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="举行日")),
                (
                    "unit",
                    models.ForeignKey(
                        db_column="unit_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="unit_events",
                        to="records.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "观摩点评",
                "db_table": "unit_events",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["observation", "comment"])), name="unit_events_kind_code"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="UsualAssessment",
            fields=[
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                (
                    "assessment_id",
                    models.CharField(max_length=200, primary_key=True, serialize=False, verbose_name="考核编号"),
                ),
                ("period", models.TextField(verbose_name="季度")),
                (
                    "grade",
                    models.CharField(
                        choices=[("good", "好"), ("fair", "较好"), ("average", "一般"), ("poor", "较差")],
                        max_length=32,
                        verbose_name="平时等次",
                    ),
                ),
                ("decided_on", models.DateField(verbose_name="审定日")),
                (
                    "cadre",
                    models.ForeignKey(
                        db_column="cadre_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="usual_assessments",
                        to="records.cadre",
                        verbose_name="干部",
                    ),
                ),
            ],
            options={
                "verbose_name": "平时考核",
                "db_table": "usual_assessments",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("grade__in", ["good", "fair", "average", "poor"])),
                        name="usual_assessments_grade_code",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                (
                    "visit_id",
                    models.CharField(max_length=200, primary_key=True, serialize=False, verbose_name="走访编号"),
                ),
                ("visited_on", models.DateField(verbose_name="走访日")),
                (
                    "hardship",
                    models.ForeignKey(
                        db_column="hardship_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="records.hardship",
                        verbose_name="困难家庭",
                    ),
                ),
            ],
            options={
                "verbose_name": "走访慰问",
                "db_table": "visits",
            },
        ),
        migrations.CreateModel(
            name="AssessmentRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本")),
                (
                    "year",
                    models.IntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1900),
                            django.core.validators.MaxValueValidator(2200),
                        ],
                        verbose_name="年度",
                    ),
                ),
                ("closed_on", models.DateField(verbose_name="考核结果审定完毕")),
            ],
            options={
                "verbose_name": "考核年度",
                "db_table": "assessment_rounds",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("year__range", (1900, 2200))), name="assessment_rounds_year_bounds"
                    ),
                    models.UniqueConstraint(fields=("year",), name="assessment_rounds_unique"),
                ],
            },
        ),
    ]
