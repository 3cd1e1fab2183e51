"""Renews the real answers that README.md and the docs show, and the pictures made of them.

``make demo && .venv/bin/python docs/examples.py`` runs again every ``$ jili …`` that names ``demo/city``.
A block after ``<!-- a name -->`` asks about whom ``PICKS`` finds under that name, so that it still shows
what it is there for when the city is made differently. An answer that is cut off (its last line is ``……``)
stays cut off at the same length.
"""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import sys
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from pathlib import Path

import duckdb

from jili.cli import main as jili

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
CITY = "demo/city"
CUT = "……"
DAY = "--as-of 2025-12-31"
CELL, LINE, EDGE, WIDTH = 8, 20, 16, 96
_UNIQUE = "(SELECT subject FROM d WHERE statement = '{0}' GROUP BY subject HAVING count(*) = 1)"
PICKS = {
    "restricted": """cadre: SELECT subject FROM d JOIN annual_assessments a ON a.cadre_id = subject
        WHERE statement = '6.6' AND outcome = 'no_promotion_no_reuse' AND evidence LIKE '%tasks:%'
        AND a.year = 2024 AND a.grade = 'excellent' AND a.annulled_on IS NULL
        AND subject NOT IN (SELECT subject FROM d WHERE statement = '4.2')""",
    "basic": """cadre: SELECT subject FROM d JOIN annual_assessments a ON a.cadre_id = subject
        WHERE statement = '6.4' AND a.grade = 'basic' AND a.decided_on < DATE '2024-01-01'""",
    "quota": """team: SELECT subject FROM d WHERE statement = '6.2' AND item = '2017' AND outcome = 'exceeded'
        AND base = 7 AND actual = 2""",
    "barred": """proposal: SELECT subject FROM d WHERE statement = '8.1.1' AND outcome = 'fail'
        AND base = 3 AND actual = 2 AND subject NOT IN (SELECT subject FROM d WHERE statement = '8.3.3')""",
    "incomplete": """proposal: SELECT subject FROM d JOIN proposals p ON p.proposal_id = subject
        JOIN cadres c ON c.cadre_id = p.cadre_id
        WHERE statement = '8.1.1' AND outcome = 'unknown' AND base = 3 AND actual = 2
        AND len(string_split(evidence, ';')) = 2 AND c.work_start_on < DATE '2012-01-01'""",
    "candidate": """cadre: SELECT subject FROM d WHERE statement = '4.2' AND subject_kind = 'cadre'
        AND evidence LIKE 'annual%;appointments:%' AND len(string_split(evidence, ';')) = 2""",
    "missed": f"""cadre: SELECT subject FROM d WHERE statement = '11.4b' AND outcome = 'missed'
        AND subject IN {_UNIQUE.format("11.4b")}""",
    "leave": """cadre: SELECT e.subject FROM d e JOIN d f ON f.subject = e.subject AND f.statement = '11.5'
        AND f.item = '2025' WHERE e.statement = '11.5' AND e.item = '2024' AND e.outcome = 'overdue' AND e.actual > 4
        AND f.outcome = 'fulfilled'""",
    "ten": "cadre: SELECT subject FROM d WHERE statement = '8.4.2' AND outcome = 'listed' AND rank > 7",
    "drop": """team: SELECT subject FROM d WHERE statement = '6.6' AND outcome = 'suspect_rank_drop'
        AND actual - base >= 6""",
    "favoured": """team: SELECT subject FROM d WHERE statement = '8.2.1' AND subject_kind = 'team'
        AND evidence NOT LIKE '%demonstrations%' AND subject IN (SELECT team_id FROM teams WHERE name LIKE '%镇%')""",
}
"""Name → whom to ask about: the kind of subject and a query; of several the first."""
COLOURS = {"✓": "#1a7f37", "✗": "#b3261e", "？": "#9a6700", "【": "#0b57d0"}


def answer(command: str) -> str:
    """What a command of the program prints."""
    with tempfile.TemporaryDirectory() as out, contextlib.redirect_stdout(io.StringIO()) as said:
        words = [f"{out}/{Path(word).name}" if word.startswith("demo/dec") else word for word in shlex.split(command)]
        code = jili(words[1:])
    if code:
        raise SystemExit(f"{command}: 退出码 {code}")
    return said.getvalue().rstrip("\n").replace(out, "demo")


def picked() -> dict[str, str]:
    """Whom each of ``PICKS`` finds in the city."""
    con = duckdb.connect()
    with tempfile.TemporaryDirectory() as out, contextlib.redirect_stdout(io.StringIO()):
        jili(["evaluate", CITY, *DAY.split(), "--out", out])
        con.execute(f"CREATE TABLE d AS FROM '{out}/decisions.parquet'")
    for table in ("annual_assessments", "proposals", "cadres", "teams"):
        con.execute(f"CREATE VIEW {table} AS FROM '{CITY}/{table}.csv'")
    found = {}
    for name, asked in PICKS.items():
        kind, _, query = asked.partition(": ")
        row = con.execute(f"SELECT min(subject) FROM ({query})").fetchone()
        if row is None or row[0] is None:
            raise SystemExit(f"{name}: 示例城市里找不到这样的例子,请改 PICKS")
        found[name] = f"{kind}:{row[0]}"
    return found


def renewed(page: str, picks: dict[str, str]) -> str:
    """The page with its subjects picked and its answers made again."""

    def block(found: re.Match[str]) -> str:
        name, fence, body, end = found.groups()
        if name:
            body = re.sub(r"--subject \S+", f"--subject {picks[name]}", body)
        if fence.strip() == "```text":
            parts = re.split(r"^\$ ", "\n" + body, flags=re.M)
            body = "$ ".join([parts[0], *map(part, parts[1:])]).removeprefix("\n")
        return (f"<!-- {name} -->" if name else "") + fence + body + end

    def part(shown: str) -> str:
        command, _, old = shown.partition("\n")
        if not command.startswith("jili ") or CITY not in command or not old.strip():
            return shown
        lines = answer(command).split("\n")
        if old.rstrip("\n").endswith(CUT):
            lines = [*lines[: len(old.rstrip("\n").split("\n")) - 1], CUT]
        return "\n".join([command, *lines, ""])

    fenced = r"(?:<!-- (\w+) -->)?(\s*```(?:text|bash)\n)(.*?)(```)"
    return re.sub(fenced, block, page, flags=re.S)


def picture(lines: Sequence[str], title: str) -> str:
    """Lines of a terminal as SVG: each run of wide or narrow characters is set to its exact width."""
    rows = [row for line in lines for row in wrapped(line)]
    wide, high = WIDTH * CELL + 2 * EDGE, len(rows) * LINE + 2 * EDGE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}"'
        f' role="img" aria-label="{escape(title)}" font-size="16"'
        " font-family=\"'Noto Sans Mono CJK SC','Sarasa Mono SC','Noto Sans CJK SC','Microsoft YaHei',monospace\">",
        f'<rect width="{wide}" height="{high}" rx="8" fill="#fbfbfd" stroke="#d0d7de"/>',
    ]
    for number, row in enumerate(rows):
        colour = COLOURS.get(row.strip()[:1], "#57606a" if row.lstrip().startswith("口径") else "#1f2328")
        y = EDGE + number * LINE + 15
        for place, run, cells in runs(row):
            x, length = EDGE + place * CELL, cells * CELL
            parts.append(f'<text x="{x}" y="{y}" textLength="{length}" fill="{colour}">{escape(run)}</text>')
    return "\n".join([*parts, "</svg>", ""])


def width(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WF" or character in "“”…" else 1


def wrapped(line: str) -> Iterator[str]:
    """A line cut to the picture's width, its further parts drawn in."""
    indent, used, start = " " * (len(line) - len(line.lstrip()) + 4), 0, 0
    for place, character in enumerate(line):
        used += width(character)
        if used > WIDTH:
            yield (indent if start else "") + line[start:place]
            start, used = place, len(indent) + width(character)
    yield (indent if start else "") + line[start:]


def runs(row: str) -> Iterator[tuple[int, str, int]]:
    """Runs of characters of one width: place in cells, text, cells. The program counts “ and … as narrow when
    it sets columns, most fonts have them wide; so what stands after two blanks begins where the program put it."""
    for chunk in re.finditer(r"\S+(?: \S+)*", row):
        place = sum(1 + (unicodedata.east_asian_width(character) in "WF") for character in row[: chunk.start()])
        for run in re.finditer(r"\S+| +", chunk[0]):
            for _, same in groupby(run[0], key=width):
                text = "".join(same)
                cells = sum(map(width, text))
                if text.strip():
                    yield place, text, cells
                place += cells


def main() -> int:
    picks = picked()
    for file in sorted([ROOT / "README.md", *ROOT.joinpath("docs").rglob("*.md")]):
        old = file.read_text("utf-8")
        new = renewed(old, picks)
        if new != old:
            file.write_text(new, "utf-8")
    PICTURES.mkdir(exist_ok=True)
    command = f"jili evaluate {CITY} {DAY} --out demo/decisions"
    table = answer(command).split("\n")
    first = next(number for number, line in enumerate(table) if line.startswith("6.2"))
    last = next(number for number, line in enumerate(table) if line.startswith("8.2.1"))
    shown = [f"$ {command}", *table[:2], f"  {CUT}", *table[first:last], f"  {CUT}"]
    (PICTURES / "decisions.svg").write_text(picture(shown, "全市结论一览"), "utf-8")
    command = f"jili explain {CITY} {DAY} --subject {picks['restricted']} --statement 6.6"
    shown = [f"$ {command}", *answer(command).split("\n")]
    (PICTURES / "explanation.svg").write_text(picture(shown, "为什么某人受限制,何时解除"), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
