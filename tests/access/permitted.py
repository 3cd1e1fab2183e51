"""Who may do what, written by hand from the product's description of its roles. Imports nothing from ``jili``: it is what
the table of ``jili.access`` is held against. A new route gets its line here and there.

``Route(what, get=…, post=…)``: who may GET (and HEAD) it, who may POST to it: a set of roles, ``ANYBODY`` (signed in or
not) or ``SIGNED_IN``. Other methods, nobody. ``what`` is the kind of thing that the address names, if any; for each
kind ``SEEN`` says whose such things a role sees.
"""

from __future__ import annotations

from dataclasses import dataclass

CADRES, ASSESSMENT, COUNTY = "city_cadres", "city_assessment", "county_office"
PERSONNEL, HEAD, SELF, LEADER, DISCIPLINE = "unit_personnel", "unit_head", "cadre", "leader", "discipline"
SYSTEM, SECURITY, AUDITOR = "system_admin", "security_admin", "auditor"

BUSINESS = {CADRES, ASSESSMENT, COUNTY, PERSONNEL, HEAD, SELF, LEADER, DISCIPLINE}
"""Whoever has to do with cadres; the three administrators have not."""
ROLES = BUSINESS | {SYSTEM, SECURITY, AUDITOR}
FILL_IN = {CADRES, ASSESSMENT, COUNTY, PERSONNEL}
"""Whoever keeps records."""

EXPLAINED = BUSINESS - {DISCIPLINE}
"""Whoever may ask why; 纪检会签 answers without conclusions and reasons."""
LEDGERS = EXPLAINED - {SELF}
"""Whoever looks after others: lists and ledgers of their own scope."""
OVERSEE = {CADRES, ASSESSMENT, COUNTY, LEADER}
"""Whoever looks at the whole of a city or county: its runs and the readings behind them."""
SETTLE = {CADRES, ASSESSMENT, COUNTY, PERSONNEL, HEAD}
"""Whoever answers for what is open."""

SERVED = BUSINESS - {SELF}
"""Whom another system may act for at the HTTP API."""
CONCLUDED = SERVED - {DISCIPLINE}
"""Of these, who sees conclusions and reasons."""

ANYBODY, SIGNED_IN = "anybody", "signed in"

OWN, BELOW, BESIDE, MOVED, NONE = "own", "below", "beside", "moved away", "not existing"
"""Where a thing stands to whoever asks: of their own unit, of one below it, of another, gone from it, nowhere."""


@dataclass(frozen=True)
class Route:
    what: str = ""
    get: frozenset[str] | set[str] | str = frozenset()
    post: frozenset[str] | set[str] | str = frozenset()

    def who(self, method: str) -> frozenset[str] | set[str] | str:
        return {"GET": self.get, "HEAD": self.get, "POST": self.post}.get(method, frozenset())


PERMITTED = {
    "sign-in": Route(get=ANYBODY, post=ANYBODY),
    "second-factor": Route(get=ANYBODY, post=ANYBODY),
    "provider": Route(get=ANYBODY),
    "provider-return": Route(get=ANYBODY),
    "first-use": Route("link", get=ANYBODY, post=ANYBODY),
    "sign-out": Route(post=SIGNED_IN),
    "role-switch": Route(post=SIGNED_IN),
    "home": Route(get=SIGNED_IN),
    "style": Route(get=SIGNED_IN),
    "cadres": Route(get=BUSINESS),
    "cadres-columns": Route(post=BUSINESS),
    "cadres-export": Route(post=OVERSEE | SETTLE),
    "people-found": Route(get=BUSINESS),
    "units-found": Route(get=BUSINESS),
    "cadre": Route("cadre", get=BUSINESS, post=BUSINESS),
    "cadre-records": Route("cadre", get=BUSINESS),
    "cadre-reason": Route("cadre", get=EXPLAINED),
    "cadre-day": Route("cadre", get=EXPLAINED),
    "cadre-history": Route("cadre", get=EXPLAINED),
    "mine": Route(get={SELF}, post={SELF}),
    "units": Route(get=BUSINESS),
    "unit": Route("unit", get=BUSINESS),
    "unit-records": Route("unit", get=BUSINESS),
    "team": Route("team", get=BUSINESS),
    "team-records": Route("team", get=BUSINESS),
    "cadre-record-new": Route("table of cadre", get=FILL_IN, post=FILL_IN),
    "unit-record-new": Route("table of unit", get=FILL_IN, post=FILL_IN),
    "record": Route("record", get=FILL_IN, post=FILL_IN),
    "record-remove": Route("record", get=FILL_IN, post=FILL_IN),
    "city": Route(get=OVERSEE),
    "decisions": Route(get=LEDGERS),
    "reason": Route("subject", get=LEDGERS),
    "changed": Route(get=LEDGERS),
    "ledger-tasks": Route(get=LEDGERS),
    "ledger-assessment": Route(get=LEDGERS),
    "ledger-honours": Route(get=LEDGERS),
    "ledger-selection": Route(get=LEDGERS),
    "ledger-training": Route(get=LEDGERS),
    "ledger-care": Route(get=LEDGERS),
    "measures": Route(get=BUSINESS),
    "sentence": Route("sentence", get=BUSINESS),
    "runs": Route(get=OVERSEE),
    "run": Route("run", get=OVERSEE),
    "runs-compare": Route(get=OVERSEE),
    "run-make": Route(post={CADRES}),
    "run-publish": Route("run", get={CADRES}, post={CADRES}),
    "job": Route("job", get=BUSINESS),
    "settlements": Route(get=SETTLE),
    "decision-settle": Route("decision", get=SETTLE, post=SETTLE),
    "settlement-proposal": Route("proposal", get=SETTLE),
    "proposal-confirm": Route("proposal", post=SETTLE),
    "proposal-decline": Route("proposal", post=SETTLE),
    "readings": Route(get=OVERSEE),
    "reading": Route("reading", get=OVERSEE),
    "reading-simulate": Route("reading", post={CADRES}),
    "simulation": Route("simulation", get={CADRES}, post={CADRES}),
    "reading-change": Route("reading-change", get={CADRES}),
    "reading-approve": Route("reading-change", post={CADRES}),
    "reading-decline": Route("reading-change", post={CADRES}),
    "missing": Route(get={PERSONNEL}),
    "missing-workbook": Route(post={PERSONNEL}),
    "data": Route(get=FILL_IN),
    "data-template": Route(get=FILL_IN),
    "upload-receive": Route(post=FILL_IN),
    "paste-receive": Route(post=FILL_IN),
    "upload": Route("upload", get=FILL_IN),
    "upload-problems": Route("upload", get=FILL_IN),
    "upload-changes": Route("upload", get=FILL_IN),
    "upload-annotated": Route("upload", get=FILL_IN),
    "upload-check": Route("upload", post=FILL_IN),
    "upload-keep": Route("upload", post=FILL_IN),
    "upload-discard": Route("upload", post=FILL_IN),
    "upload-confirm": Route("upload", get=FILL_IN, post=FILL_IN),
    "upload-undo": Route("upload", get=FILL_IN, post=FILL_IN),
    "export-request": Route(get=FILL_IN, post=FILL_IN),
    "export": Route("export", get=FILL_IN),
    "export-file": Route("export", get=FILL_IN),
    "accounts": Route(get={SYSTEM, SECURITY}),
    "account": Route("account", get={SYSTEM, SECURITY}),
    "account-create": Route(get={SYSTEM}, post={SYSTEM}),
    "account-link": Route("account", post={SYSTEM}),
    "account-close": Route("account", get={SYSTEM}, post={SYSTEM}),
    "account-open": Route("account", get={SYSTEM}, post={SYSTEM}),
    "account-unlock": Route("account", get={SECURITY}, post={SECURITY}),
    "account-revoke": Route("account", get={SECURITY}, post={SECURITY}),
    "grant-give": Route("account", get={SECURITY}, post={SECURITY}),
    "grant-end": Route("grant", get={SECURITY}, post={SECURITY}),
    "tokens": Route("service", get={SYSTEM, SECURITY}),
    "token-make": Route("service", get={SYSTEM}, post={SYSTEM}),
    "token-release": Route("token", get={SECURITY}, post={SECURITY}),
    "token-end": Route("token", get={SYSTEM, SECURITY}, post={SYSTEM, SECURITY}),
    "classes": Route(get={SECURITY}),
    "export-release": Route("waiting export", get={SECURITY}, post={SECURITY}),
    "export-decline": Route("waiting export", get={SECURITY}, post={SECURITY}),
    "events": Route(get={AUDITOR}),
    "log-verify": Route(post={AUDITOR}),
    "health": Route(get=ANYBODY),
    "metrics": Route(get=ANYBODY),
    "api-docs": Route(get=SIGNED_IN),
    "api:openapi": Route(get=SIGNED_IN),
    "api:units": Route(get=SERVED),
    "api:unit": Route("unit", get=SERVED),
    "api:cadres": Route(get=SERVED),
    "api:cadre": Route("cadre", get=SERVED),
    "api:cadre-records": Route("cadre", get=SERVED),
    "api:decisions": Route(get=CONCLUDED),
    "api:explanation": Route("subject", get=CONCLUDED),
    "api:runs": Route(get=OVERSEE),
    "api:run": Route("run", get=OVERSEE),
    "api:uploads": Route(get=FILL_IN, post=FILL_IN),
    "api:upload": Route("upload", get=FILL_IN),
    "api:upload-problems": Route("upload", get=FILL_IN),
    "api:upload-changes": Route("upload", get=FILL_IN),
    "api:upload-check": Route("upload", post=FILL_IN),
    "api:upload-confirm": Route("upload", post=FILL_IN),
    "api:upload-undo": Route("upload", post=FILL_IN),
}

EVERYWHERE = {OWN, BELOW, BESIDE, MOVED}
THERE = {role: {OWN} for role in ROLES}
SEEN: dict[str, dict[str, set[str]]] = {
    "account": THERE, "grant": THERE, "link": THERE, "job": THERE, "run": THERE, "reading": THERE,
    "simulation": THERE, "reading-change": THERE, "service": THERE, "token": THERE,
    "waiting export": THERE,
    "unit": {
        CADRES: EVERYWHERE, ASSESSMENT: EVERYWHERE, LEADER: EVERYWHERE, DISCIPLINE: EVERYWHERE,
        COUNTY: {OWN, BELOW}, PERSONNEL: {OWN, BELOW}, HEAD: {OWN, BELOW}, SELF: {OWN},
    },
    "cadre": {
        CADRES: EVERYWHERE, ASSESSMENT: EVERYWHERE, LEADER: EVERYWHERE, DISCIPLINE: set(),
        COUNTY: {OWN, BELOW}, PERSONNEL: {OWN, BELOW}, HEAD: {OWN, BELOW}, SELF: {OWN},
    },
}  # fmt: skip
SEEN["record"] = SEEN["subject"] = SEEN["decision"] = SEEN["proposal"] = SEEN["cadre"]
SEEN["table of cadre"], SEEN["table of unit"] = SEEN["cadre"], SEEN["unit"]
SEEN["team"] = {**SEEN["unit"], SELF: set()}  # whoever is the cadre of the cast is in no team
SEEN["upload"] = SEEN["export"] = SEEN["sentence"] = THERE
"""Kind of thing → role → whose such things it sees. What is the same for everybody is just there (``OWN``)."""

READ = {
    "units": BUSINESS, "teams": BUSINESS, "cadres": BUSINESS, "appointments": BUSINESS,
    "assessment_rounds": BUSINESS - {DISCIPLINE}, "annual_assessments": BUSINESS - {DISCIPLINE},
    "usual_assessments": BUSINESS - {DISCIPLINE}, "team_assessments": BUSINESS - {DISCIPLINE},
    "demonstrations": BUSINESS - {DISCIPLINE}, "campaigns": BUSINESS - {DISCIPLINE},
    "campaign_service": BUSINESS - {DISCIPLINE}, "activities": BUSINESS - {DISCIPLINE},
    "merits": BUSINESS - {DISCIPLINE}, "awards": BUSINESS - {DISCIPLINE}, "payments": BUSINESS - {DISCIPLINE},
    "tasks": BUSINESS - {DISCIPLINE}, "task_owners": BUSINESS - {DISCIPLINE}, "unit_events": BUSINESS - {DISCIPLINE},
    "findings": {CADRES, ASSESSMENT, COUNTY, HEAD, LEADER},
    "finding_cadres": {CADRES, ASSESSMENT, COUNTY, HEAD, LEADER},
    "vacancies": {CADRES, COUNTY, LEADER, DISCIPLINE}, "proposals": {CADRES, COUNTY, LEADER, DISCIPLINE},
    "composite_scores": {CADRES, ASSESSMENT, COUNTY, LEADER}, "ten_list": BUSINESS - {DISCIPLINE},
    "talent_reviews": {CADRES, COUNTY, LEADER}, "expert_nominations": BUSINESS - {DISCIPLINE, ASSESSMENT},
    "courses": BUSINESS - {DISCIPLINE, ASSESSMENT}, "course_members": BUSINESS - {DISCIPLINE, ASSESSMENT},
    "talks": {CADRES, COUNTY, HEAD, LEADER, SELF}, "talk_triggers": {CADRES, COUNTY, HEAD, LEADER},
    "talk_covers": {CADRES, COUNTY, HEAD, LEADER}, "leave": BUSINESS - {DISCIPLINE, ASSESSMENT},
    "health_checks": BUSINESS - {DISCIPLINE, ASSESSMENT}, "insurances": BUSINESS - {DISCIPLINE, ASSESSMENT},
    "hardships": BUSINESS - {DISCIPLINE, ASSESSMENT}, "visits": BUSINESS - {DISCIPLINE, ASSESSMENT},
    "hardship_requests": BUSINESS - {DISCIPLINE, ASSESSMENT}, "settlements": BUSINESS - {DISCIPLINE},
    "dossiers": BUSINESS - {DISCIPLINE}, "family_members": BUSINESS - {DISCIPLINE, ASSESSMENT, HEAD},
}  # fmt: skip
"""Table → who may read any of its columns. Of the dossier 考核办 reads only what it says of assessments."""

INSIDE, ABOVE = BUSINESS - {DISCIPLINE}, {CADRES, COUNTY, LEADER}
FILE = {CADRES, COUNTY, PERSONNEL, SELF, LEADER}
UNREAD = {
    (table, column): who
    for table, who, columns in (
        ("annual_assessments", {CADRES}, "reason"),
        ("talk_triggers", {CADRES}, "hold_from hold_until"),
        ("team_assessments", {CADRES, ASSESSMENT, COUNTY, HEAD, LEADER}, "group rank group_size"),
        ("proposals", ABOVE, "action required_years exceptional special_need approved_on decide_on selected tier"),
        ("cadres", INSIDE, "gender birth_on work_start_on joined_on left_on category professional"),
        ("appointments", INSIDE, "rank exceptional start_on end_on harsh harsh_listed"),
        ("dossiers", INSIDE - {ASSESSMENT},
         "cadre_id name gender born work_started ethnicity native_place birth_place party_joined professional_title"
         " speciality full_time_education full_time_degree full_time_school full_time_major in_service_education"
         " in_service_degree in_service_school in_service_major job_grade present_post resume reporting_unit"
         " age_counted_on filled_on filled_by retires_on age_limit_before format_version"),
        ("dossiers", FILE, "id_number_cipher id_number_digest health rewards_and_punishments photo style"),
        ("dossiers", ABOVE, "proposed_post relieved_post reason unknown_tags"),
    )
    for column in columns.split()
}  # fmt: skip
"""Every column that fewer may read than something of its table → who may."""

SETTLED = {
    "11.5": INSIDE - {ASSESSMENT}, "11.4b": {CADRES, COUNTY, HEAD, LEADER}, "11.4c": {CADRES},
    "6.3": INSIDE, "8.1.1": {CADRES}, "8.4.4": INSIDE,
}  # fmt: skip
"""Sentence → who may know of a settlement of it; for others see the classes of what it settles."""
HOLDS = {CADRES}
"""Who sees signs and held talks; and the head of a unit who keeps its holds."""
