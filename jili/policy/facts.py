"""The register that the Measures are applied to: every table, column and code, with its Chinese name.

A record counts from the day in ``known_on``; the optional dates in ``future`` have not happened while
they lie after the day of evaluation. Rules between rows and tables stand in ``jili.policy.checks``.
"""

from __future__ import annotations

from jili.engine.schema import Schema, Table, code, date, decimal, flag, number, ref, text

UNIT_KINDS = {
    "municipality": "市", "county": "县(市、区)", "municipal_dept": "市直部门", "county_dept": "县直部门",
    "township": "乡(镇、街道)", "enterprise": "市管企业", "institution": "事业单位", "zone": "功能区(示范区、高新区)",
}  # fmt: skip
TEAM_KINDS = {"party_committee": "党委班子", "government": "政府班子", "leading_group": "部门(单位)班子"}
GENDERS = {"male": "男", "female": "女"}
CATEGORIES = {"civil_servant": "公务员(含参公)", "institution_staff": "事业人员", "enterprise_staff": "企业人员"}
APPOINTMENT_KINDS = {"regular": "任职", "secondment": "挂职"}
HARSH = {"remote": "艰苦地区", "complex": "复杂环境", "hazardous": "高危岗位"}
RANKS = {
    1: "科员级", 2: "乡科级副职", 3: "乡科级正职", 4: "县处级副职",
    5: "县处级正职", 6: "厅局级副职", 7: "厅局级正职", 8: "省部级副职",
}  # fmt: skip
GRADES = {
    "excellent": "优秀", "competent": "称职", "basic": "基本称职", "incompetent": "不称职", "none": "不定等次",
}  # fmt: skip
NO_GRADE_REASONS = {
    "probation": "试用期", "leave": "病事假", "study": "脱产学习",
    "discipline": "处分", "case_open": "立案未结", "other": "其他",
}  # fmt: skip
USUAL_GRADES = {"good": "好", "fair": "较好", "average": "一般", "poor": "较差"}
TEAM_GRADES = {"excellent": "优秀", "good": "良好", "average": "一般", "poor": "较差"}
DEMONSTRATION_LEVELS = {"province": "全省", "nation": "全国"}
CAMPAIGN_KINDS = {
    "battle": "攻坚战", "major_project": "重大项目", "key_construction": "重点工程",
    "major_task": "重大任务", "reform": "重大改革", "emergency": "突发事件",
}  # fmt: skip
TASK_LISTS = {"annual": "年度", "key": "重点工作"}
TASK_CATEGORIES = {"deed": "实事", "problem": "难事", "highlight": "亮点"}
FINDING_KINDS = {"target_unmet": "重要责任目标未完成", "rank_drop": "位次明显倒退"}
EVENT_KINDS = {"observation": "特色亮点观摩", "comment": "重点工作点评"}
CONTRIBUTIONS = {"notable": "表现突出", "larger": "较大贡献", "major": "重大贡献", "outstanding": "杰出贡献"}
AWARD_LEVELS = {"commendation": "嘉奖", "third": "三等功", "second": "二等功", "first": "一等功"}
AUTHORITIES = {"county": "县级", "municipal": "市级", "province": "省级", "nation": "国家级"}
PAYMENT_KINDS = {"team_bonus": "班子奖金", "award_bonus": "奖励奖金", "leave": "未休年休假报酬"}
ACTIONS = {
    "promote": "提拔(晋升领导职务)", "promote_nonlead": "晋升非领导职务", "important_move": "重用", "move": "一般交流",
    "grade": "职级晋升", "post": "岗位晋聘", "select": "遴选",
}  # fmt: skip
EXCEPTIONAL = {"years": "突破任职年限", "level": "越级"}
TRIGGER_KINDS = {"setback": "重大挫折", "sign": "问题苗头", "request": "主动约谈"}
REQUEST_KINDS = {"comfort": "家属安抚", "schooling": "子女入学", "employment": "就业"}
SUBJECT_KINDS = {
    "cadre": "干部", "team": "领导班子", "unit": "单位", "proposal": "拟任人选",
    "vacancy": "空缺职位", "campaign": "攻坚工作", "city": "全市",
}  # fmt: skip
SETTLEMENT_KINDS = {
    "justified": "已书面说明", "not_upheld": "经认定不构成", "not_applicable": "不适用", "done_elsewhere": "已另行办结",
}  # fmt: skip

_TABLES = (
    Table("units", "单位", (
        text("unit_id", "单位编号"), text("name", "单位名称"), ref("parent_id", "上级单位", "units", optional=True),
        code("kind", "单位类别", UNIT_KINDS), flag("remote", "艰苦偏远"),
    ), key=("unit_id",)),
    Table("teams", "领导班子", (
        text("team_id", "班子编号"), ref("unit_id", "单位", "units"), text("name", "班子名称"),
        code("kind", "班子类别", TEAM_KINDS),
    ), key=("team_id",)),
    Table("cadres", "干部", (
        text("cadre_id", "干部编号"), text("name", "姓名"), code("gender", "性别", GENDERS), date("birth_on", "出生日期"),
        date("work_start_on", "参加工作时间"), date("joined_on", "进入本册"), date("left_on", "离开本册", optional=True),
        code("category", "人员类别", CATEGORIES), flag("professional", "专业技术人才"),
    ), key=("cadre_id",), future=("left_on",), ordered=(("joined_on", "left_on"),)),
    Table("appointments", "任职", (
        text("appointment_id", "任职编号"), ref("cadre_id", "干部", "cadres"), ref("unit_id", "单位", "units"),
        text("title", "职务"), number("rank", "职务层次", bounds=(1, 8)), ref("team_id", "领导班子", "teams", optional=True),
        flag("chief", "正职"), code("kind", "任职方式", APPOINTMENT_KINDS), flag("exceptional", "破格"),
        date("start_on", "任职起"), date("end_on", "任职止", optional=True),
        code("harsh", "艰苦复杂高危", HARSH, optional=True), flag("harsh_listed", "列入岗位目录"),
    ), key=("appointment_id",), known_on="start_on", future=("end_on",), ordered=(("start_on", "end_on"),)),
    Table("assessment_rounds", "考核年度", (
        number("year", "年度"), date("closed_on", "考核结果审定完毕"),
    ), key=("year",), known_on="closed_on"),
    Table("annual_assessments", "年度综合考核", (
        text("assessment_id", "考核编号"), ref("cadre_id", "干部", "cadres"), number("year", "年度"),
        code("grade", "等次", GRADES), code("reason", "不定等次原因", NO_GRADE_REASONS, optional=True),
        date("decided_on", "审定日"), date("annulled_on", "撤销日", optional=True),
    ), key=("assessment_id",), known_on="decided_on", future=("annulled_on",), ordered=(("decided_on", "annulled_on"),)),
    Table("usual_assessments", "平时考核", (
        text("assessment_id", "考核编号"), ref("cadre_id", "干部", "cadres"), text("period", "季度"),
        code("grade", "平时等次", USUAL_GRADES), date("decided_on", "审定日"),
    ), key=("assessment_id",), known_on="decided_on"),
    Table("team_assessments", "班子考核", (
        text("assessment_id", "考核编号"), ref("team_id", "领导班子", "teams"), number("year", "年度"),
        code("grade", "班子等次", TEAM_GRADES), text("group", "考核组别", optional=True),
        number("rank", "位次", optional=True, bounds=(1, 1_000_000)),
        number("group_size", "组内班子数", optional=True, bounds=(1, 1_000_000)), date("decided_on", "审定日"),
    ), key=("assessment_id",), known_on="decided_on", unique=(("team_id", "year"),)),
    Table("demonstrations", "示范典型", (
        text("demonstration_id", "典型编号"), ref("team_id", "领导班子", "teams"),
        code("level", "典型层级", DEMONSTRATION_LEVELS), date("recognised_on", "认定日"),
        date("annulled_on", "撤销日", optional=True),
    ), key=("demonstration_id",), known_on="recognised_on", future=("annulled_on",),
        ordered=(("recognised_on", "annulled_on"),)),
    Table("campaigns", "攻坚工作", (
        text("campaign_id", "攻坚编号"), text("name", "攻坚名称"), code("kind", "攻坚类别", CAMPAIGN_KINDS),
        date("start_on", "开始日"), date("end_on", "结束日", optional=True),
    ), key=("campaign_id",), known_on="start_on", future=("end_on",), ordered=(("start_on", "end_on"),)),
    Table("campaign_service", "攻坚经历", (
        text("service_id", "经历编号"), ref("cadre_id", "干部", "cadres"), ref("campaign_id", "攻坚工作", "campaigns"),
        date("start_on", "开始日"), date("end_on", "结束日", optional=True), flag("frontline", "一线"),
        date("outstanding_on", "实绩突出认定", optional=True), date("recognised_on", "群众公认认定", optional=True),
    ), key=("service_id",), known_on="start_on", future=("end_on", "outstanding_on", "recognised_on"),
        ordered=(("start_on", "end_on"),)),
    Table("tasks", "任务清单", (
        text("task_id", "任务编号"), ref("unit_id", "单位", "units"), number("year", "年度"),
        code("list", "清单", TASK_LISTS), code("category", "三栏", TASK_CATEGORIES),
        flag("important", "重要责任目标"), date("due_on", "完成期限"), date("completed_on", "完成日", optional=True),
        date("announced_on", "公示日", optional=True), flag("confidential", "涉密不公示"),
    ), key=("task_id",), future=("completed_on", "announced_on")),
    Table("task_owners", "任务责任人", (
        ref("task_id", "任务", "tasks"), ref("cadre_id", "干部", "cadres"),
    ), key=("task_id", "cadre_id")),
    Table("findings", "责任认定", (
        text("finding_id", "认定编号"), code("kind", "认定类别", FINDING_KINDS), ref("task_id", "任务", "tasks", optional=True),
        ref("team_id", "领导班子", "teams", optional=True), date("decided_on", "认定日"),
        date("annulled_on", "撤销日", optional=True),
    ), key=("finding_id",), known_on="decided_on", future=("annulled_on",), ordered=(("decided_on", "annulled_on"),)),
    Table("finding_cadres", "相关责任干部", (
        ref("finding_id", "责任认定", "findings"), ref("cadre_id", "干部", "cadres"),
        date("excused_on", "特殊原因认定日", optional=True),
    ), key=("finding_id", "cadre_id"), future=("excused_on",)),
    Table("unit_events", "观摩点评", (
        text("event_id", "活动编号"), ref("unit_id", "单位", "units"), code("kind", "活动类别", EVENT_KINDS),
        date("held_on", "举行日"),
    ), key=("event_id",), known_on="held_on"),
    Table("activities", "创先争优活动", (
        text("activity_id", "活动编号"), ref("campaign_id", "攻坚工作", "campaigns"), date("held_on", "举行日"),
    ), key=("activity_id",), known_on="held_on"),
    Table("merits", "功绩", (
        text("merit_id", "功绩编号"), ref("cadre_id", "干部", "cadres", optional=True),
        ref("team_id", "领导班子", "teams", optional=True), code("contribution", "贡献", CONTRIBUTIONS),
        flag("critical", "关键时刻、急难险重"), date("recognised_on", "功绩认定日"),
        date("annulled_on", "撤销日", optional=True),
    ), key=("merit_id",), known_on="recognised_on", future=("annulled_on",), ordered=(("recognised_on", "annulled_on"),)),
    Table("awards", "奖励", (
        text("award_id", "奖励编号"), ref("merit_id", "功绩", "merits", optional=True),
        ref("cadre_id", "干部", "cadres", optional=True), ref("team_id", "领导班子", "teams", optional=True),
        code("level", "奖励等级", AWARD_LEVELS), code("authority", "审批层级", AUTHORITIES), date("decided_on", "奖励决定日"),
        date("annulled_on", "撤销日", optional=True),
    ), key=("award_id",), known_on="decided_on", future=("annulled_on",), ordered=(("decided_on", "annulled_on"),)),
    Table("payments", "待遇发放", (
        text("payment_id", "发放编号"), code("kind", "发放类别", PAYMENT_KINDS),
        ref("team_id", "领导班子", "teams", optional=True), ref("cadre_id", "干部", "cadres", optional=True),
        ref("award_id", "奖励", "awards", optional=True), number("year", "年度", optional=True), date("paid_on", "发放日"),
    ), key=("payment_id",), known_on="paid_on"),
    Table("vacancies", "空缺职位", (
        text("vacancy_id", "空缺编号"), ref("unit_id", "单位", "units"), ref("team_id", "领导班子", "teams", optional=True),
        text("title", "职务"), number("rank", "拟任层次", optional=True, bounds=(1, 8)), flag("chief", "正职"),
    ), key=("vacancy_id",)),
    Table("proposals", "拟任人选", (
        text("proposal_id", "人选编号"), ref("vacancy_id", "空缺职位", "vacancies"), ref("cadre_id", "干部", "cadres"),
        code("action", "用人方式", ACTIONS), number("required_years", "任职资格年限", bounds=(1, 10)),
        number("tier", "综合研判档次", optional=True, bounds=(1, 1_000_000)),
        code("exceptional", "破格种类", EXCEPTIONAL, optional=True), flag("special_need", "工作特殊需要"),
        date("approved_on", "上级同意破格", optional=True), date("decide_on", "讨论决定日", optional=True),
        flag("selected", "拟定人选"),
    ), key=("proposal_id",)),
    Table("expert_nominations", "专家推荐", (
        text("nomination_id", "推荐编号"), ref("cadre_id", "干部", "cadres"), text("programme", "推荐项目"),
        number("year", "年度"),
    ), key=("nomination_id",)),
    Table("composite_scores", "综合评定", (
        ref("cadre_id", "干部", "cadres"), number("year", "年度"), decimal("target_score", "年度目标责任得分", 2, optional=True),
        decimal("party_score", "党建得分", 2, optional=True), decimal("work_score", "重点工作得分", 2, optional=True),
    ), key=("cadre_id", "year")),
    Table("ten_list", "十名名单", (
        ref("cadre_id", "干部", "cadres"), number("year", "年度"), date("announced_on", "公布日"),
    ), key=("cadre_id", "year"), known_on="announced_on"),
    Table("talent_reviews", "研判", (
        text("review_id", "研判编号"), ref("cadre_id", "干部", "cadres"), date("reviewed_on", "研判日"),
        flag("quality", "综合素质高"), flag("potential", "发展潜质好"), flag("performance", "政绩突出"),
        flag("recognition", "群众公认"),
    ), key=("review_id",), known_on="reviewed_on"),
    Table("courses", "专题培训班", (
        text("course_id", "班次编号"), date("held_on", "举办日"),
    ), key=("course_id",), known_on="held_on"),
    Table("course_members", "培训学员", (
        ref("course_id", "专题培训班", "courses"), ref("cadre_id", "干部", "cadres"),
    ), key=("course_id", "cadre_id")),
    Table("talk_triggers", "谈话事由", (
        text("trigger_id", "事由编号"), ref("cadre_id", "干部", "cadres"), code("kind", "事由类别", TRIGGER_KINDS),
        date("occurred_on", "知悉日"), date("hold_from", "暂缓起", optional=True), date("hold_until", "暂缓止", optional=True),
    ), key=("trigger_id",), known_on="occurred_on", ordered=(("hold_from", "hold_until"),)),
    Table("talks", "谈心谈话", (
        text("talk_id", "谈话编号"), ref("cadre_id", "干部", "cadres"), date("held_on", "谈话日"),
    ), key=("talk_id",), known_on="held_on"),
    Table("talk_covers", "谈话销项", (
        ref("talk_id", "谈心谈话", "talks"), ref("trigger", "所销事由", "*"),
    ), key=("talk_id", "trigger")),
    Table("leave", "年休假", (
        ref("cadre_id", "干部", "cadres"), number("year", "年度"), decimal("taken_days", "已休天数", 1),
    ), key=("cadre_id", "year")),
    Table("health_checks", "体检", (
        text("check_id", "体检编号"), ref("cadre_id", "干部", "cadres"), date("checked_on", "体检日"),
    ), key=("check_id",), known_on="checked_on"),
    Table("insurances", "意外险", (
        text("insurance_id", "保险编号"), ref("cadre_id", "干部", "cadres"), date("start_on", "保险起"),
        date("end_on", "保险止"),
    ), key=("insurance_id",), known_on="start_on", ordered=(("start_on", "end_on"),)),
    Table("hardships", "困难家庭", (
        text("hardship_id", "困难编号"), ref("cadre_id", "干部", "cadres"), date("opened_on", "认定日"),
        date("closed_on", "结束日", optional=True),
    ), key=("hardship_id",), known_on="opened_on", future=("closed_on",)),
    Table("visits", "走访慰问", (
        text("visit_id", "走访编号"), ref("hardship_id", "困难家庭", "hardships"), date("visited_on", "走访日"),
    ), key=("visit_id",), known_on="visited_on"),
    Table("hardship_requests", "困难诉求", (
        text("request_id", "诉求编号"), ref("hardship_id", "困难家庭", "hardships"), code("kind", "诉求类别", REQUEST_KINDS),
        date("raised_on", "提出日"), date("resolved_on", "解决日", optional=True),
    ), key=("request_id",), known_on="raised_on", future=("resolved_on",)),
    Table("settlements", "办结说明", (
        text("settlement_id", "办结编号"), text("statement", "所依语句"), code("subject_kind", "对象类别", SUBJECT_KINDS),
        ref("subject", "对象", "*"), text("item", "事项", optional=True), code("kind", "办结方式", SETTLEMENT_KINDS),
        date("decided_on", "办结日"), text("document", "文号", optional=True),
    ), key=("settlement_id",), known_on="decided_on", unique=(("statement", "subject_kind", "subject", "item", "decided_on"),)),
)  # fmt: skip

SCHEMA = Schema(_TABLES)
