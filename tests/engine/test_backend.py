"""The default engine, and the words in which the other declares functions."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from jili.engine import backend as module
from jili.engine.backend import DuckDB, backend
from jili.engine.checks import compile_checks
from jili.engine.function import Definition, Function, subject
from tests.engine.toy import SCHEMA


def test_the_default_engine_is_in_this_process() -> None:
    assert isinstance(backend("duckdb"), DuckDB)
    assert backend("duckdb").dialect == "duckdb"


def test_spark_is_imported_only_where_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    class Spark:
        dialect = "pyspark"

    fake = type(sys)("jili.engine.spark")
    fake.Spark = Spark  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "jili.engine.spark", fake)
    assert backend("spark").dialect == "pyspark"
    code = "import sys, jili.engine.backend as b; b.backend('duckdb'); print({'pyspark', 'ibis'} & set(sys.modules))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert answer.stdout == "set()\n"


def test_it_uses_as_many_threads_as_it_is_given() -> None:
    assert DuckDB(1).rows("SELECT current_setting('threads') AS threads") == [{"threads": 1}]
    assert DuckDB().rows("SELECT current_setting('threads') > 0 AS any") == [{"any": True}]


def test_views_and_tables_are_made_and_made_again() -> None:
    engine = DuckDB(1)
    for number in (1, 2):
        engine.make("a", "table", f"SELECT {number} AS number")
        engine.make("b", "view", "SELECT number * 10 AS number FROM a")
    assert engine.rows("SELECT * FROM b") == [{"number": 20}]
    assert engine.fetch("SELECT * FROM b").to_pylist() == [{"number": 20}]


def test_a_function_is_replaced_by_its_next_definition() -> None:
    engine = DuckDB(1)
    for body in ("1", "2"):
        engine.define(Definition(Function("one", "int64"), body))
    assert engine.rows("SELECT jili_one() AS one") == [{"one": 2}]


def test_queries_are_asked_for_one_subject_after_another() -> None:
    engine = DuckDB(1)
    engine.make("loans", "table", "SELECT * FROM (VALUES ('ann', 1), ('ben', 2), ('it''s', 3)) AS t (who, number)")
    own = f"SELECT number FROM loans WHERE who = {subject.sql_name.upper()}()"
    queries = [own, f"{own} AND FALSE", own.replace("number", "number * 10 AS number", 1)]
    answers = {id: engine.ask(queries, id) for id in ("ann", "ben", "it's", "nobody")}
    assert answers == {
        "ann": [[{"number": 1}], [], [{"number": 10}]],
        "ben": [[{"number": 2}], [], [{"number": 20}]],
        "it's": [[{"number": 3}], [], [{"number": 30}]],
        "nobody": [[], [], []],
    }


def test_a_query_asked_again_sees_tables_that_were_made_anew() -> None:
    engine = DuckDB(1)
    query = f"SELECT number FROM made WHERE {subject.sql_name.upper()}() = 'ann'"
    answers = []
    for number in (1, 2):
        engine.make("made", "table", f"SELECT {number} AS number")
        answers.append(engine.ask([query], "ann"))
    assert answers == [[[{"number": 1}]], [[{"number": 2}]]]


def test_questions_are_forgotten_before_what_they_read_is_made_for_another_day() -> None:
    engine = DuckDB(1)
    engine.forget_questions()  # there are none yet
    query = f"SELECT number FROM made WHERE {subject.sql_name.upper()}() = 'ann'"
    engine.make("made", "table", "SELECT 1 AS number")
    assert engine.ask([query], "ann") == [[{"number": 1}]]
    engine.forget_questions()
    engine.make("made", "table", "SELECT 'two' AS number")
    assert engine.ask([query], "ann") == [[{"number": "two"}]]


def test_a_query_that_answers_nothing_has_no_rows() -> None:
    assert DuckDB(1).rows("SELECT 1 AS one WHERE false") == []


def test_a_register_is_loaded_and_checked(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(
        "cadre_id,name,child,deposit\nann,安,false,\nann,安,false,1.5\n", encoding="utf-8"
    )
    engine = DuckDB(1)
    engine.load(SCHEMA, tmp_path)
    problems = engine.check(compile_checks(SCHEMA, (), "duckdb"))
    assert [str(problem) for problem in problems] == [
        "people.csv:3: cadre_id: ann: 读者编号与第 2 行重复;请删去一行或改正"
    ]
    assert engine.rows("SELECT count(*) AS people FROM people") == [{"people": 2}]


def test_tables_are_held_from_memory_as_they_are_loaded_from_files(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(
        'cadre_id,name,child,deposit\nben,"阿, ""本""",true,12.5\nann,安,false,\nann,安,false,0.25\n', encoding="utf-8"
    )
    loaded, held = DuckDB(1), DuckDB(1)
    loaded.load(SCHEMA, tmp_path)
    people = loaded.fetch("SELECT deposit, child, name, cadre_id FROM people")  # in whatever order
    held.hold(SCHEMA, {"people": people})
    for query in ("FROM people", "FROM loans"):
        rows = [engine.fetch(query) for engine in (loaded, held)]
        assert rows[1] == rows[0].drop_columns(["_size"])
    checks = compile_checks(SCHEMA, (), "duckdb")
    assert [str(problem) for problem in held.check(checks)] == [str(problem) for problem in loaded.check(checks)]
    assert len(held.check(checks)) == 1


def test_what_is_held_takes_the_place_of_what_was(tmp_path: Path) -> None:
    engine = DuckDB(1)
    (tmp_path / "people.csv").write_text("cadre_id,name,child,deposit\nann,安,false,\n", encoding="utf-8")
    engine.load(SCHEMA, tmp_path)
    person = engine.fetch("SELECT 'ben' AS cadre_id, '本' AS name, true AS child, NULL AS deposit")
    engine.hold(SCHEMA, {"people": person})
    assert engine.rows("FROM people") == [{"cadre_id": "ben", "name": "本", "child": True, "deposit": None}]
    engine.hold(SCHEMA, {})
    assert engine.rows("FROM people") == []


def test_a_table_that_is_not_of_the_register_is_not_held() -> None:
    with pytest.raises(ValueError, match="'person'"):
        DuckDB(1).hold(SCHEMA, {"person": None})


def test_the_protocol_names_all_that_an_engine_must_do() -> None:
    asked = {name for name in vars(module.Backend) if not name.startswith("_")}
    assert asked == {"load", "check", "define", "make", "fetch", "rows", "gather", "ask"}
    assert asked <= set(dir(DuckDB))
