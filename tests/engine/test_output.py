"""Decisions as files: whole or not at all, and the same bytes for the same rows."""

from __future__ import annotations

import csv
import errno
import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from jili.engine.evaluate import evaluate
from jili.engine.output import new_folder, normal, whole, write, write_csv
from jili.engine.program import COLUMNS
from tests.engine.toy import BOOKS, DAY, DEFINITIONS, PROGRAM, library, loan

HEADER = "statement,effect,subject_kind,subject,item,outcome,starts_on,ends_on,base,limit,actual,rank,evidence\n"


def table(**columns: object) -> pa.Table:
    """One decision; what is not given is empty, as text or null."""
    texts = {"starts_on", "ends_on", "base", "limit", "actual", "rank"}
    row = {name: None if name in texts else "" for name in COLUMNS} | columns
    kinds = {"starts_on": pa.date32(), "ends_on": pa.date32(), "rank": pa.int64()}
    kinds |= dict.fromkeys(("base", "limit", "actual"), pa.decimal128(18, 4))
    return pa.table({name: pa.array([value], kinds.get(name, pa.string())) for name, value in row.items()})


def files(folder: Path) -> dict[str, str]:
    return {str(file.relative_to(folder)): file.read_text() for file in folder.rglob("*") if file.is_file()}


def test_a_folder_is_written_whole(tmp_path: Path) -> None:
    with whole(tmp_path / "new" / "out") as folder:
        (folder / "a.txt").write_text("a")
        assert not (tmp_path / "new" / "out").exists()
    assert files(tmp_path) == {"new/out/a.txt": "a"}
    assert sorted(p.name for p in (tmp_path / "new").iterdir()) == ["out"]


def test_files_are_replaced_and_others_stay(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("old")
    (tmp_path / "b.txt").write_text("other")
    with whole(tmp_path) as folder:
        (folder / "a.txt").write_text("new")
    assert files(tmp_path) == {"a.txt": "new", "b.txt": "other"}


@pytest.mark.parametrize("trouble", [ValueError, KeyboardInterrupt, OSError])
def test_nothing_is_left_when_it_is_broken_off(tmp_path: Path, trouble: type[BaseException]) -> None:
    def broken_off() -> None:
        with whole(tmp_path / "out") as folder:
            (folder / "a.txt").write_text("a")
            raise trouble

    with pytest.raises(trouble):
        broken_off()
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_when_the_files_are_moved_leaves_no_folder_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(source: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(target))

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space left on device"), whole(tmp_path / "out") as folder:
        (folder / "a.txt").write_text("a")
    assert files(tmp_path) == {}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_new_folder_takes_its_name_when_all_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for out in (tmp_path / "a" / "new", tmp_path / "empty"):
        with new_folder(out, 0o700) as folder:
            (folder / "a.txt").write_text("a")
            assert files(out) == {}
        assert files(out) == {"a.txt": "a"}
        assert out.stat().st_mode & 0o777 == 0o700


def test_a_new_folder_that_is_not_finished_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), new_folder(tmp_path / "城") as folder:
        (folder / "cadres.csv").write_text("half")
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_holds_anything_and_a_file_are_not_taken(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    for held in (tmp_path / "full" / "a.txt", tmp_path / "file"):
        held.write_text("重要")
    for taken in ("full", "file"):
        with pytest.raises(FileExistsError, match="已经存在且不是空的"), new_folder(tmp_path / taken):
            raise AssertionError
    assert files(tmp_path) == {"full/a.txt": "重要", "file": "重要"}


def test_both_files_hold_the_same_rows(tmp_path: Path) -> None:
    decisions = evaluate(library(*BOOKS), PROGRAM, DEFINITIONS, DAY)
    write(decisions, tmp_path)
    assert pq.read_table(tmp_path / "decisions.parquet") == normal(decisions)
    lines = (tmp_path / "decisions.csv").read_text("utf-8").splitlines(keepends=True)
    assert lines[0] == HEADER
    assert lines[1] == "1,duty,cadre,ann,a1,fulfilled,2024-01-10,2024-02-09,,,,,loans:a1\n"
    assert lines[-1] == "2,target,city,city,,below,,,2,0,2,1,\n"
    assert len(lines) == decisions.num_rows + 1


def test_the_same_rows_give_the_same_bytes_whatever_they_were_computed_as(tmp_path: Path) -> None:
    decisions = evaluate(library(*BOOKS), PROGRAM, DEFINITIONS, DAY)
    otherwise = decisions.set_column(3, "subject", decisions["subject"].dictionary_encode().cast(pa.large_string()))
    chunks = pa.concat_tables([otherwise.slice(0, 2), otherwise.slice(2)])
    written = []
    for name, rows in (("one", decisions), ("two", chunks)):
        (tmp_path / name).mkdir()
        write(rows, tmp_path / name)
        written.append([(tmp_path / name / f"decisions.{kind}").read_bytes() for kind in ("csv", "parquet")])
    assert written[0] == written[1]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("0", "0"), ("10", "10"), ("100.0000", "100"), ("0.5", "0.5"), ("-3.2500", "-3.25"), ("0.0001", "0.0001"),
        ("20.10", "20.1"), ("99999999999999.9999", "99999999999999.9999"),
    ],
)  # fmt: skip
def test_numbers_lose_their_idle_zeros(tmp_path: Path, number: str, text: str) -> None:
    write_csv(table(base=Decimal(number)), tmp_path / "d.csv")
    assert (tmp_path / "d.csv").read_text() == HEADER + f",,,,,,,,{text},,,,\n"


@pytest.mark.parametrize("id", ["a,b", 'a"b', '"', ",", '张,"三"', "'", "=1+1", "a b", "\u200b", ""])
def test_ids_with_quotes_and_commas_read_back(tmp_path: Path, id: str) -> None:
    rows = table(statement="1", subject=id, starts_on=date(2024, 2, 29), limit=Decimal("1.5"), rank=3)
    write_csv(rows, tmp_path / "d.csv")
    with (tmp_path / "d.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [
            list(COLUMNS),
            ["1", "", "", id, "", "", "2024-02-29", "", "", "1.5", "", "3", ""],
        ]


def test_a_file_with_quotes_has_only_those_it_needs(tmp_path: Path) -> None:
    write_csv(pa.concat_tables([table(subject="plain"), table(subject="a,b")]), tmp_path / "d.csv")
    assert (tmp_path / "d.csv").read_text() == HEADER + ",,,plain,,,,,,,,,\n" + ',,,"a,b",,,,,,,,,\n'


def test_no_decisions_are_a_header(tmp_path: Path) -> None:
    write(evaluate(library(), PROGRAM, DEFINITIONS, DAY, only=("1",)), tmp_path)
    assert (tmp_path / "decisions.csv").read_text() == HEADER
    assert pq.read_table(tmp_path / "decisions.parquet").num_rows == 0


def test_decisions_of_many_loans_are_written_in_their_order(tmp_path: Path) -> None:
    loans = [loan(f"x{number:03}", "ann", DAY) for number in range(300)]
    write(evaluate(library(*reversed(loans)), PROGRAM, DEFINITIONS, DAY, only=("1",)), tmp_path)
    lines = (tmp_path / "decisions.csv").read_text().splitlines()[1:]
    assert [line.split(",")[4] for line in lines] == [one["loan_id"] for one in loans]
