"""优秀 and 称职 without a day of decision take that on which the year's round was closed; other grades need theirs."""

from __future__ import annotations

from functools import cached_property

from jili.access.scope import Access
from jili.exchange.matching.incoming import Incoming, Remarks

_USUAL = ("excellent", "competent")


class Rounds:
    def __init__(self, access: Access, remarks: Remarks) -> None:
        self._access, self._remarks = access, remarks
        self._brought: dict[int, str] = {}

    @cached_property
    def _closed(self) -> dict[int, str]:
        rounds = self._access.of("assessment_rounds").values_list("year", "closed_on")
        return {year: day.isoformat() for year, day in rounds} | self._brought

    def complete(self, row: Incoming) -> None:
        """Learn a round, or give a grade its day."""
        values = row.values
        if row.table == "assessment_rounds" and values.get("year") and values.get("closed_on"):
            self._brought[values["year"]] = values["closed_on"]
        if row.table != "annual_assessments" or "decided_on" not in values or values["decided_on"]:
            return
        if values.get("grade") not in _USUAL:
            what = "基本称职、不称职、不定等次要填审定日"
            self._remarks.problem(row, "decided_on", what, "请填审定文件上的日期")
        elif (closed := self._closed.get(values.get("year") or 0)) is None:
            remedy = "请填审定日,或先登记“考核年度”"
            self._remarks.problem(row, "decided_on", f"{values.get('year')} 年度考核结果何时审定还没有登记", remedy)
        else:
            values["decided_on"] = closed
            row.worked_out.add("decided_on")
            self._remarks.notice(row, "decided_on", "没有填审定日,按该年度考核结果审定之日")
