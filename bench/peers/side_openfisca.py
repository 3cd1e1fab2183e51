"""The job in OpenFisca: cadres who belong to teams, grades by year, formulas on the day, the last closed year as a
parameter with the dates from which it holds."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import numpy as np
from columns import GRADES, OUTCOMES, TEAM_GRADES, TRUTH, Register, load, write
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

Cadre = build_entity(key="cadre", plural="cadres", label="A cadre", is_person=True)
Team = build_entity(key="team", plural="teams", label="A team", roles=[{"key": "member"}])

Grade = Enum("Grade", {name: name for name in GRADES})
TeamGrade = Enum("TeamGrade", {name: name for name in TEAM_GRADES})
Truth = Enum("Truth", {name: name for name in TRUTH})
Outcome = Enum("Outcome", {name: name for name in OUTCOMES})


class grade(Variable):
    value_type = Enum
    possible_values = Grade
    default_value = Grade.missing
    entity = Cadre
    definition_period = DateUnit.YEAR
    label = "Grade of the annual assessment"


class decided_on(Variable):
    value_type = date
    entity = Cadre
    definition_period = DateUnit.YEAR
    label = "Day of the annual assessment"


class in_a_team(Variable):
    value_type = bool
    entity = Cadre
    definition_period = DateUnit.DAY
    label = "Is a member of a team"


class team_grade(Variable):
    value_type = Enum
    possible_values = TeamGrade
    default_value = TeamGrade.missing
    entity = Team
    definition_period = DateUnit.YEAR
    label = "Grade of the team's annual assessment"


def years_back(period, parameters, count):
    """The last closed year and those before it, ``count`` in all."""
    last = parameters(period).last_closed_year
    return range(last, last - count, -1)


class latest_year(Variable):
    value_type = int
    entity = Cadre
    definition_period = DateUnit.DAY
    label = "Year of the latest assessment"

    def formula(cadre, period, parameters):
        first = parameters(period).first_year
        years = range(parameters(period).last_year, first - 1, -1)
        return np.select([cadre("grade", str(year)) != Grade.missing for year in years], years, 0)


class latest_is_basic(Variable):
    value_type = bool
    entity = Cadre
    definition_period = DateUnit.DAY
    label = "The latest assessment is basic and a year from it is not over"

    def formula(cadre, period, parameters):
        latest = cadre("latest_year", period)
        bars = np.zeros(cadre.count, bool)
        for year in range(parameters(period).first_year, parameters(period).last_year + 1):
            basic = (cadre("grade", str(year)) == Grade.basic) & (latest == year)
            bars |= basic & (anniversary(cadre("decided_on", str(year))) > np.datetime64(str(period.start)))
        return bars


def anniversary(day):
    month = day.astype("datetime64[M]")
    later = month + 12
    last = (later + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    return np.minimum(later.astype("datetime64[D]") + (day - month.astype("datetime64[D]")), last)


class low_year(Variable):
    value_type = int
    entity = Cadre
    definition_period = DateUnit.DAY
    label = "Greatest of the five years with a grade below competent; 0 for none"

    def formula(cadre, period, parameters):
        years = years_back(period, parameters, 5)
        grades = [cadre("grade", str(year)) for year in years]
        low = [(given == Grade.basic) | (given == Grade.incompetent) for given in grades]
        return np.select(low, years, 0)


class open_year(Variable):
    value_type = int
    entity = Cadre
    definition_period = DateUnit.DAY
    label = "Greatest of the five years without a grade; 0 for none"

    def formula(cadre, period, parameters):
        years = years_back(period, parameters, 5)
        grades = [cadre("grade", str(year)) for year in years]
        without = [(given == Grade.missing) | (given == Grade.none) for given in grades]
        return np.select(without, years, 0)


class excellent_year(Variable):
    value_type = int
    entity = Cadre
    definition_period = DateUnit.DAY
    label = "Greatest of the five years graded excellent; 0 for none"

    def formula(cadre, period, parameters):
        years = years_back(period, parameters, 5)
        return np.select([cadre("grade", str(year)) == Grade.excellent for year in years], years, 0)


class team_excellent_year(Variable):
    value_type = int
    entity = Team
    definition_period = DateUnit.DAY
    label = "Greatest of the three years in which the team is excellent; 0 for none"

    def formula(team, period, parameters):
        years = years_back(period, parameters, 3)
        return np.select([team("team_grade", str(year)) == TeamGrade.excellent for year in years], years, 0)


class team_has_gap(Variable):
    value_type = bool
    entity = Team
    definition_period = DateUnit.DAY
    label = "One of the three years of the team is not assessed"

    def formula(team, period, parameters):
        years = years_back(period, parameters, 3)
        return sum(team("team_grade", str(year)) == TeamGrade.missing for year in years) > 0


class all_good(Variable):
    value_type = Enum
    possible_values = Truth
    default_value = Truth.unknown
    entity = Cadre
    definition_period = DateUnit.DAY
    label = "All of the five years are competent or better"

    def formula(cadre, period):
        cases = [cadre("low_year", period) > 0, cadre("open_year", period) > 0]
        return np.select(cases, [Truth.false.index, Truth.unknown.index], Truth.true.index)


class once_excellent(Variable):
    value_type = Enum
    possible_values = Truth
    default_value = Truth.unknown
    entity = Cadre
    definition_period = DateUnit.DAY
    label = "One of the five years is excellent"

    def formula(cadre, period):
        cases = [cadre("excellent_year", period) > 0, cadre("open_year", period) > 0]
        return np.select(cases, [Truth.true.index, Truth.unknown.index], Truth.false.index)


class team_excellent(Variable):
    value_type = Enum
    possible_values = Truth
    default_value = Truth.unknown
    entity = Cadre
    definition_period = DateUnit.DAY
    label = "The team has been excellent in the last three years, or there is no team"

    def formula(cadre, period):
        excellent = cadre.team("team_excellent_year", period) > 0
        cases = [~cadre("in_a_team", period) | excellent, cadre.team("team_has_gap", period)]
        return np.select(cases, [Truth.true.index, Truth.unknown.index], Truth.false.index)


class outcome(Variable):
    value_type = Enum
    possible_values = Outcome
    default_value = Outcome.incomplete
    entity = Cadre
    definition_period = DateUnit.DAY
    label = "What follows"

    def formula(cadre, period):
        good, once = cadre("all_good", period), cadre("once_excellent", period)
        team = cadre("team_excellent", period)
        barred = cadre("latest_is_basic", period) | (good == Truth.false)
        unknown = (good == Truth.unknown) | (once == Truth.unknown) | (team == Truth.unknown)
        lacking = (once == Truth.false) | (team == Truth.false)
        cases = [Outcome.barred.index, Outcome.incomplete.index, Outcome.justify.index]
        return np.select([barred, unknown, lacking], cases, Outcome.qualified.index)


def system(register: Register) -> TaxBenefitSystem:
    made = TaxBenefitSystem([Cadre, Team])
    made.add_variables(*(kind for kind in globals().values() if isinstance(kind, type) and kind.__base__ is Variable))
    closed, last = {}, 0
    for closed_on, year in register.closed.items():
        last = max(last, year)
        closed[closed_on] = {"value": last}
    ever = {"1900-01-01": {"value": register.years[0]}}, {"1900-01-01": {"value": register.years[-1]}}
    made.parameters = ParameterNode(
        "", data={name: {"values": values} for name, values in
                  (("last_closed_year", closed), ("first_year", ever[0]), ("last_year", ever[1]))}
    )  # fmt: skip
    return made


def simulation(register: Register, day: str) -> Simulation:
    builder, law = SimulationBuilder(), system(register)
    builder.create_entities(law)
    builder.declare_person_entity("cadre", range(len(register.cadres)))
    # A person of OpenFisca belongs to one group: those without a team to one of their own, the last.
    teams = builder.declare_entity("team", range(len(register.teams) + 1))
    teams.members_entity_id = np.where(register.team < 0, len(register.teams), register.team)
    made = builder.build(law)
    made.set_input("in_a_team", day, register.team >= 0)
    for year in register.years:
        made.set_input("grade", str(year), EnumArray(register.of(register.grade, year), Grade))
        made.set_input("decided_on", str(year), register.of(register.decided_on, year))
        of_team = np.append(register.of(register.team_grade, year), np.int8(0))
        made.set_input("team_grade", str(year), EnumArray(of_team, TeamGrade))
    return made


def main(folder: Path, day: str, out: Path) -> None:
    register = load(folder, day)
    made = simulation(register, day)

    def value(name: str) -> np.ndarray:
        return np.asarray(made.calculate(name, day))

    fallback = np.where(value("open_year") > 0, value("open_year"), register.y0)
    year2 = np.where(value("low_year") > 0, value("low_year"), fallback)
    year4 = made.populations["cadre"].team("team_excellent_year", day)
    truths = [value("latest_is_basic").astype(np.int8), *map(value, ("all_good", "once_excellent", "team_excellent"))]
    write(out, register.cadres, truths, value("outcome"), [value("latest_year"), year2, value("excellent_year"), year4])


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
