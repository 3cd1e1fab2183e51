"""The shape of a statement: one sentence of a regulation, its rule beside it, as data.

Nothing here computes. Evaluation, explanation, the pages, the docs and the tests all read these
objects; the expressions in them are Ibis deferreds (``_.grade == "basic"``) over the table ``among``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from jili.engine.formula import Formula, Sayable, all_of, holds, outcome_of

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from jili.engine.relations import Relations

Expression = Any
"""An Ibis deferred over the rows of ``among``, or a constant."""


class Effect(StrEnum):
    """What a statement does to its subject."""

    RESTRICTION = "restriction"
    DUTY = "duty"
    QUOTA = "quota"
    CANDIDACY = "candidacy"
    REVIEW = "review"
    PREFERENCE = "preference"
    PERMISSION = "permission"
    TARGET = "target"
    FINDING = "finding"


class Subject(StrEnum):
    """Whom or what a statement is about; the rows of ``among`` name it in the column ``<subject>_id``."""

    CADRE = "cadre"
    TEAM = "team"
    UNIT = "unit"
    PROPOSAL = "proposal"
    VACANCY = "vacancy"
    CAMPAIGN = "campaign"
    CITY = "city"


REFERENCES = ""
"""Stands in ``evidence`` for an array of whole references, ``table:id``, of any tables."""

EACH = "{each}"
"""Stands in a change's values for the element of ``each``."""

NEW = "{new}"
"""Stands in a change's values for an id made up for the occasion, the same in all changes of a promise."""


@dataclass(frozen=True)
class Change:
    """A change of the register: a new row, or (with ``key``: its key columns) new values in a row.

    ``values`` and ``key`` are expressions over the row that is explained, or constants. With ``each``,
    an array in that row, a new row is made once per element.
    """

    table: str
    values: Mapping[str, Expression]
    key: Mapping[str, Expression] | None = None
    each: Expression = None


def insert(table: str, *, each: Expression = None, **values: Expression) -> Change:
    """A record that is entered."""
    return Change(table, values, each=each)


def update(table: str, key: Mapping[str, Expression], **values: Expression) -> Change:
    """A record that is corrected or completed."""
    return Change(table, values, key=key)


@dataclass(frozen=True)
class Promise:
    """What would change the outcome: 若 ``says``, then the conditions in ``makes`` have these values.

    ``says`` may name columns of the row in braces. The outcome that follows is not written down: it is
    worked out from the statement's own cases; with ``removes`` the row is no longer there at all.
    ``given`` says for which rows the promise can be made.
    """

    says: str
    makes: Mapping[str, Expression]
    changes: tuple[Change, ...]
    given: Expression = True
    removes: bool = False


def if_(
    says: str, *changes: Change, makes: Mapping[str, Expression] | None = None, given: Expression = True
) -> Promise:
    """若…: a promise; without ``makes`` the row is gone."""
    return Promise(says, makes or {}, changes, given, removes=makes is None)


@dataclass(frozen=True)
class Statement:
    """One rule of a sentence.

    name        unique among all statements; begins with the id (``6.5``, ``6.5/bar``)
    about       the kind of subject
    of          in Chinese, what a row of ``among`` is (年度综合考核)
    among       the rows to look at: those in question, not only those that qualify
    when        conditions by name, in the text's own words: true, false or unknown
    then        outcome → formula over the conditions, tried in order; no formula true: no row.
                A single word stands for "all conditions hold".
    item        what tells two rows of one subject apart
    evidence    table → id or array of ids; what the row rests on
    tells       further columns of the row that an explanation shows
    """

    name: str
    effect: Effect
    about: Subject
    of: str
    among: Callable[[Relations], Table]
    when: Mapping[str, Expression]
    then: Mapping[str, Sayable] | str
    item: Expression = ""
    starts_on: Expression = None
    ends_on: Expression = None
    base: Expression = None
    limit: Expression = None
    actual: Expression = None
    rank: Expression = None
    evidence: Mapping[str, Expression] = field(default_factory=dict)
    promises: tuple[Promise, ...] = ()
    tells: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for formula in self.cases.values():
            for name in formula.names():
                if name not in self.when:
                    raise ValueError(f"{self.name}: a case names a condition that is not there: {name}")
        for promise in self.promises:
            for name in promise.makes:
                if name not in self.when:
                    raise ValueError(f"{self.name}: a promise names a condition that is not there: {name}")

    @property
    def id(self) -> str:
        """The number of its sentence, as in decisions."""
        return self.name.partition("/")[0]

    @property
    def cases(self) -> dict[str, Formula]:
        """Outcome → formula, in order."""
        if isinstance(self.then, str):
            return {self.then: all_of(*self.when)}
        return {outcome: holds(said) for outcome, said in self.then.items()}

    def outcome(self, flags: Mapping[str, bool | None]) -> str | None:
        """The outcome for a row whose conditions have these values."""
        return outcome_of(self.cases, flags)


@dataclass(frozen=True)
class Sentence:
    """The words of the regulation, verbatim, and what they decide; or why they decide nothing."""

    id: str
    text: str
    statements: tuple[Statement, ...] = ()
    silent: str = ""

    def __post_init__(self) -> None:
        if bool(self.statements) == bool(self.silent):
            raise ValueError(f"{self.id}: a sentence has either statements or a reason for having none")


def sentence(id: str, text: str, *statements: Statement) -> Sentence:
    """A sentence that decides something."""
    return Sentence(id, text, statements)


def silence(id: str, text: str, *, because: str) -> Sentence:
    """A sentence that decides nothing by itself, and why."""
    return Sentence(id, text, silent=because)


@dataclass(frozen=True)
class Article:
    """An article: all its sentences in the order of the text."""

    number: int
    title: str
    sentences: tuple[Sentence, ...]

    def __iter__(self) -> Iterator[Statement]:
        for said in self.sentences:
            yield from said.statements
