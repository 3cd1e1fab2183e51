"""Leave, check-ups, insurance, families in hardship (第十一条)."""

from __future__ import annotations

from jili.records.base import Record, whose
from jili.records.declared import Declared

_leave = Declared("leave")
_health_checks = Declared("health_checks")
_insurances = Declared("insurances")
_hardships = Declared("hardships")
_visits = Declared("visits")
_hardship_requests = Declared("hardship_requests")


class Leave(Record):
    facts = "leave"
    cadre = _leave.ref("cadre_id", "records.Cadre")
    year = _leave.number("year")
    taken_days = _leave.decimal("taken_days")

    class Meta:
        db_table = "leave"
        verbose_name = _leave.table.label
        constraints = _leave.constraints()


class HealthCheck(Record):
    facts = "health_checks"
    check_id = _health_checks.key("check_id")
    cadre = _health_checks.ref("cadre_id", "records.Cadre")
    checked_on = _health_checks.date("checked_on")

    class Meta:
        db_table = "health_checks"
        verbose_name = _health_checks.table.label
        constraints = _health_checks.constraints()


class Insurance(Record):
    facts = "insurances"
    insurance_id = _insurances.key("insurance_id")
    cadre = _insurances.ref("cadre_id", "records.Cadre")
    start_on = _insurances.date("start_on")
    end_on = _insurances.date("end_on")

    class Meta:
        db_table = "insurances"
        verbose_name = _insurances.table.label
        constraints = _insurances.constraints()


class Hardship(Record):
    facts = "hardships"
    hardship_id = _hardships.key("hardship_id")
    cadre = _hardships.ref("cadre_id", "records.Cadre")
    opened_on = _hardships.date("opened_on")
    closed_on = _hardships.date("closed_on")

    class Meta:
        db_table = "hardships"
        verbose_name = _hardships.table.label
        constraints = _hardships.constraints()

    def __str__(self) -> str:
        return f"{whose(self)}困难家庭,{self.opened_on}登记"


class Visit(Record):
    facts = "visits"
    visit_id = _visits.key("visit_id")
    hardship = _visits.ref("hardship_id", "records.Hardship")
    visited_on = _visits.date("visited_on")

    class Meta:
        db_table = "visits"
        verbose_name = _visits.table.label
        constraints = _visits.constraints()


class HardshipRequest(Record):
    facts = "hardship_requests"
    request_id = _hardship_requests.key("request_id")
    hardship = _hardship_requests.ref("hardship_id", "records.Hardship")
    kind = _hardship_requests.code("kind")
    raised_on = _hardship_requests.date("raised_on")
    resolved_on = _hardship_requests.date("resolved_on")

    class Meta:
        db_table = "hardship_requests"
        verbose_name = _hardship_requests.table.label
        constraints = _hardship_requests.constraints()
