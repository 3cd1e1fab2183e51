"""Vacancies, proposals and what they are weighed by (第八条)."""

from __future__ import annotations

from jili.records.base import Record
from jili.records.declared import Declared

_vacancies = Declared("vacancies")
_proposals = Declared("proposals")
_expert_nominations = Declared("expert_nominations")
_composite_scores = Declared("composite_scores")
_ten_list = Declared("ten_list")
_talent_reviews = Declared("talent_reviews")


class Vacancy(Record):
    facts = "vacancies"
    vacancy_id = _vacancies.key("vacancy_id")
    unit = _vacancies.ref("unit_id", "records.Unit")
    team = _vacancies.ref("team_id", "records.Team")
    title = _vacancies.text("title")
    rank = _vacancies.number("rank")
    chief = _vacancies.flag("chief")

    class Meta:
        db_table = "vacancies"
        verbose_name = _vacancies.table.label
        constraints = _vacancies.constraints()

    def __str__(self) -> str:
        return str(self.title)


class Proposal(Record):
    facts = "proposals"
    proposal_id = _proposals.key("proposal_id")
    vacancy = _proposals.ref("vacancy_id", "records.Vacancy")
    cadre = _proposals.ref("cadre_id", "records.Cadre")
    action = _proposals.code("action")
    required_years = _proposals.number("required_years")
    tier = _proposals.number("tier")
    exceptional = _proposals.code("exceptional")
    special_need = _proposals.flag("special_need")
    approved_on = _proposals.date("approved_on")
    decide_on = _proposals.date("decide_on")
    selected = _proposals.flag("selected")

    class Meta:
        db_table = "proposals"
        verbose_name = _proposals.table.label
        constraints = _proposals.constraints()


class ExpertNomination(Record):
    facts = "expert_nominations"
    nomination_id = _expert_nominations.key("nomination_id")
    cadre = _expert_nominations.ref("cadre_id", "records.Cadre")
    programme = _expert_nominations.text("programme")
    year = _expert_nominations.number("year")

    class Meta:
        db_table = "expert_nominations"
        verbose_name = _expert_nominations.table.label
        constraints = _expert_nominations.constraints()


class CompositeScore(Record):
    facts = "composite_scores"
    cadre = _composite_scores.ref("cadre_id", "records.Cadre")
    year = _composite_scores.number("year")
    target_score = _composite_scores.decimal("target_score")
    party_score = _composite_scores.decimal("party_score")
    work_score = _composite_scores.decimal("work_score")

    class Meta:
        db_table = "composite_scores"
        verbose_name = _composite_scores.table.label
        constraints = _composite_scores.constraints()


class TenListing(Record):
    facts = "ten_list"
    cadre = _ten_list.ref("cadre_id", "records.Cadre")
    year = _ten_list.number("year")
    announced_on = _ten_list.date("announced_on")

    class Meta:
        db_table = "ten_list"
        verbose_name = _ten_list.table.label
        constraints = _ten_list.constraints()


class TalentReview(Record):
    facts = "talent_reviews"
    review_id = _talent_reviews.key("review_id")
    cadre = _talent_reviews.ref("cadre_id", "records.Cadre")
    reviewed_on = _talent_reviews.date("reviewed_on")
    quality = _talent_reviews.flag("quality")
    potential = _talent_reviews.flag("potential")
    performance = _talent_reviews.flag("performance")
    recognition = _talent_reviews.flag("recognition")

    class Meta:
        db_table = "talent_reviews"
        verbose_name = _talent_reviews.table.label
        constraints = _talent_reviews.constraints()
