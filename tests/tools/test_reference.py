"""The pages: made from the program as it stands, whole, and true in what they show."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from jili.cli import parser
from jili.engine.formula import all_of, any_of, no, otherwise, unknown
from jili.policy.facts import SCHEMA
from jili.policy.measures import ARTICLES
from jili.policy.outcomes import NAMES
from jili.policy.program import accounts
from jili.policy.readings import declared
from tools.reference import DECISION, EFFECTS, FOLDER, PAGES, ROOT, formula_in_words

DOCS = sorted([*ROOT.glob("*.md"), *ROOT.joinpath("docs").rglob("*.md")])
WRITTEN = [file for file in DOCS if file.parent != FOLDER]
SENTENCES = {said.id: said.text for article in ARTICLES for said in article.sentences}


@pytest.mark.parametrize("name", PAGES)
def test_a_reference_page_is_as_the_program_makes_it(name: str) -> None:
    kept = (FOLDER / f"{name}.md").read_text("utf-8")
    assert kept == PAGES[name](), "docs/reference 已过时:请运行 make docs"


def test_each_sentence_of_the_text_stands_verbatim_in_its_page() -> None:
    decided = [said for article in ARTICLES for said in article.sentences if said.statements]
    pages = {name: made() for name, made in PAGES.items()}
    assert [said.id for said in decided if f"> {said.text}\n" not in pages["statements"]] == []
    silent = [said for article in ARTICLES for said in article.sentences if said.silent]
    assert [s.id for s in silent if f"| {s.id} | {s.text} | 不产生结论:{s.silent} |" not in pages["regulation"]] == []


def test_nothing_that_the_program_has_is_left_out() -> None:
    pages = {name: made() for name, made in PAGES.items()}
    assert [t.name for t in SCHEMA.tables if f'<a id="t-{t.name}"></a>' not in pages["tables"]] == []
    assert [a.name for a in accounts() if f"**`{a.name}`**" not in pages["statements"]] == []
    assert [name for name in declared() if f'<a id="r-{name}"></a>' not in pages["readings"]] == []
    assert [o for o in NAMES if f"| `{o}` |" not in pages["outcomes"]] == []
    assert list(DECISION) == re.findall(r"^\| `(\w+)` \| (?:string|date|decimal|int64)", pages["outcomes"], re.M)
    assert {a.effect for a in accounts()} == EFFECTS.keys()


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        (otherwise, "其余情形"),
        (no("有记录"), "「有记录」不成立"),
        (unknown("有记录"), "「有记录」不明"),
        (all_of("甲", any_of("乙", no("丙"))), "甲,且(乙,或「丙」不成立)"),
        (any_of(all_of("甲", "乙"), all_of("丙")), "(甲,且乙),或丙"),
    ],
)
def test_a_case_is_said_in_words(formula, words: str) -> None:  # type: ignore[no-untyped-def]
    assert formula_in_words(formula) == words


def links() -> Iterator[tuple[str, str]]:
    for file in DOCS:
        for target in re.findall(r"\]\(([^)\s]+)\)", file.read_text("utf-8")):
            if "://" not in target:
                yield str(file.relative_to(ROOT)), target


def test_every_link_leads_somewhere() -> None:
    lost = []
    for file, target in links():
        path, _, place = target.partition("#")
        aim = (ROOT / file).parent / path if path else ROOT / file
        # benchmarks.md is measured, not made here
        found = aim.exists() or aim.name == "benchmarks.md"
        if found and place and aim.suffix == ".md":
            found = f'<a id="{place}"></a>' in aim.read_text("utf-8")
        if not found:
            lost.append((file, target))
    assert lost == []


def shown(file: Path) -> Iterator[tuple[str, str]]:
    """Commands of the program that a page shows, with the answers (empty where none is shown)."""
    for block in re.findall(r"```(?:text|bash|console)\n(.*?)```", file.read_text("utf-8"), re.S):
        for part in re.split(r"^\$ ", "\n" + block, flags=re.M)[1:]:
            command, _, answer = part.partition("\n")
            yield command, answer


def commands(file: Path) -> Iterator[str]:
    """What a reader may type; patterns with [optional parts] are not commands."""
    yield from (command for command, _ in shown(file))
    for block in re.findall(r"```bash\n(.*?)```", file.read_text("utf-8"), re.S):
        yield from (line.strip() for line in block.splitlines() if "[" not in line)


COMMANDS = sorted({command for file in WRITTEN for command in commands(file) if command.startswith("jili ")})


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_is_shown_is_understood(command: str) -> None:
    parser().parse_args(shlex.split(command, comments=True)[1:])


@pytest.mark.parametrize("file", WRITTEN, ids=lambda file: file.stem)
def test_answers_that_are_shown_quote_the_text_as_it_is(file: Path) -> None:
    quoted = [found for _, answer in shown(file) for found in re.findall(r"^【(\S+?)】(.*)$", answer, re.M)]
    assert [(id, text) for id, text in quoted if SENTENCES[id] != text] == []
