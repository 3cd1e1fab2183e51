"""The invented city: the same for the same seed, whole, and close to what its constants say."""

from __future__ import annotations

import itertools
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import csv, parquet

from jili.city import make_city
from jili.city.places import read_places
from jili.policy.facts import SCHEMA

City = dict[str, list[dict[str, Any]]]

CADRES = 1_000
AS_OF = date(2025, 12, 31)
RULE_YEARS = {2: 3, 3: 2, 4: 3, 5: 2, 6: 2, 7: 2}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("city") / "平顶山"
    make_city(CADRES, 1, out)
    return out


@pytest.fixture(scope="module")
def city(folder: Path) -> City:
    return {name: _read(folder, name).to_pylist() for name in SCHEMA.names()}


def _read(folder: Path, name: str) -> pa.Table:
    types = {"text": pa.string(), "date": pa.date32(), "bool": pa.bool_(), "int": pa.int64(), "decimal": pa.string()}
    options = csv.ConvertOptions(
        column_types={column.name: types[column.type] for column in SCHEMA[name].columns},
        strings_can_be_null=True,
        null_values=[""],
        true_values=["true"],
        false_values=["false"],
    )
    return csv.read_csv(folder / f"{name}.csv", convert_options=options)


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_the_same_seed_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    make_city(CADRES, 1, tmp_path / "again")
    assert _bytes(tmp_path / "again") == _bytes(folder)


def test_another_seed_gives_another_city(folder: Path, tmp_path: Path) -> None:
    make_city(CADRES, 2, tmp_path / "other")
    assert (tmp_path / "other" / "cadres.csv").read_bytes() != (folder / "cadres.csv").read_bytes()


def test_every_table_of_the_schema_is_there_with_its_columns_and_rows(folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == sorted(f"{name}.csv" for name in SCHEMA.names())
    for table in SCHEMA.tables:
        rows = _read(folder, table.name)
        assert rows.column_names == [column.name for column in table.columns]
        assert rows.num_rows > 0, table.name


def test_parquet_holds_the_same_rows(folder: Path, tmp_path: Path) -> None:
    counts = make_city(CADRES, 1, tmp_path / "parquet", format="parquet")
    for name in SCHEMA.names():
        rows = parquet.read_table(tmp_path / "parquet" / f"{name}.parquet")
        assert rows.num_rows == counts[name] == _read(folder, name).num_rows
        first = SCHEMA[name].columns[0].name
        assert rows.column(first).to_pylist() == _read(folder, name).column(first).to_pylist()


def test_the_number_of_cadres_is_that_of_those_in_service(city: City) -> None:
    assert sum(row["left_on"] is None for row in city["cadres"]) == CADRES


def test_obligatory_cells_are_filled_and_codes_are_known(city: City) -> None:
    for table in SCHEMA.tables:
        for column in table.columns:
            values = {row[column.name] for row in city[table.name]}
            assert column.optional or None not in values, (table.name, column.name)
            assert column.codes is None or values - {None} <= set(column.codes), (table.name, column.name)


def test_ids_are_unique_and_references_resolve(city: City) -> None:
    keys = {table.name: [tuple(row[k] for k in table.key) for row in city[table.name]] for table in SCHEMA.tables}
    for table in SCHEMA.tables:
        assert len(set(keys[table.name])) == len(keys[table.name]), table.name
        for column in table.columns:
            if column.refers and column.refers != "*":
                there = {key[0] for key in keys[column.refers]}
                assert {row[column.name] for row in city[table.name]} - {None} <= there, (table.name, column.name)


def test_talks_cover_only_what_happened_to_the_same_cadre(city: City) -> None:
    cadre_of = {row["appointment_id"]: row["cadre_id"] for row in city["appointments"]}
    cadre_of |= {f"{row['appointment_id']}/end": row["cadre_id"] for row in city["appointments"]}
    cadre_of |= {row["trigger_id"]: row["cadre_id"] for row in city["talk_triggers"]}
    talker = {row["talk_id"]: row["cadre_id"] for row in city["talks"]}
    assert all(cadre_of[row["trigger"]] == talker[row["talk_id"]] for row in city["talk_covers"])


def test_dates_that_belong_together_are_in_order(city: City) -> None:
    for table in SCHEMA.tables:
        for first, second in table.ordered:
            for row in city[table.name]:
                assert row[second] is None or row[first] <= row[second], (table.name, row)


def test_assessments_of_one_cadre_and_year_never_stand_together(city: City) -> None:
    spans = defaultdict(list)
    for row in city["annual_assessments"]:
        spans[row["cadre_id"], row["year"]].append((row["decided_on"], row["annulled_on"] or date.max))
        assert (row["grade"] == "none") == (row["reason"] is not None)
    assert any(len(of_year) > 1 for of_year in spans.values())
    for of_year in spans.values():
        assert all(before[1] <= after[0] for before, after in itertools.pairwise(sorted(of_year)))


def test_grades_come_in_the_stated_proportions(city: City) -> None:
    grades = [row["grade"] for row in city["annual_assessments"]]
    shares = {grade: grades.count(grade) / len(grades) for grade in set(grades)}
    assert 0.13 < shares["excellent"] < 0.21
    assert 0.008 < shares["basic"] < 0.02
    assert 0.0003 < shares["incompetent"] < 0.004
    assert 0.015 < shares["none"] < 0.04
    teams = [row["grade"] for row in city["team_assessments"]]
    assert 0.15 < teams.count("excellent") / len(teams) < 0.3


def test_places_of_a_group_run_from_one_to_its_size(city: City) -> None:
    # Rows without group and place on record leave a hole, so places are unique and never beyond the size.
    groups = defaultdict(list)
    for row in city["team_assessments"]:
        if row["group"] is not None:
            groups[row["year"], row["group"]].append((row["rank"], row["group_size"]))
    for rows in groups.values():
        assert len({rank for rank, _ in rows}) == len(rows)
        assert len({size for _, size in rows}) == 1
        assert max(rank for rank, _ in rows) <= rows[0][1]


def test_ranks_never_rise_faster_than_the_rule(city: City) -> None:
    regular = [row for row in city["appointments"] if row["kind"] == "regular"]
    regular.sort(key=lambda row: (row["cadre_id"], row["start_on"], row["appointment_id"]))
    rises = 0
    for _, posts in itertools.groupby(regular, key=lambda row: row["cadre_id"]):
        rank, reached = 0, date.min
        for post in posts:
            if rank and post["rank"] > rank:
                years = 1 if post["exceptional"] else RULE_YEARS[post["rank"]]
                assert post["rank"] == rank + 1
                assert (post["start_on"].year - reached.year, post["start_on"].month, post["start_on"].day) >= (
                    years,
                    reached.month,
                    min(reached.day, 28),
                ), post
                rises += 1
            if post["rank"] != rank:
                rank, reached = post["rank"], post["start_on"]
    assert rises > 50


def test_a_team_has_one_chief_at_a_time_and_mostly_has_one(city: City) -> None:
    chiefs = defaultdict(list)
    for row in city["appointments"]:
        if row["chief"] and row["team_id"]:
            chiefs[row["team_id"]].append((row["start_on"], row["end_on"] or date.max))
    for spans in chiefs.values():
        assert all(before[1] <= after[0] for before, after in itertools.pairwise(sorted(spans)))
    led = sum(any(end > AS_OF for _, end in spans) for spans in chiefs.values())
    assert led > 0.9 * len(city["teams"])


def test_nobody_holds_a_post_after_leaving(city: City) -> None:
    left = {row["cadre_id"]: row["left_on"] for row in city["cadres"] if row["left_on"]}
    for row in city["appointments"]:
        if row["cadre_id"] in left:
            assert row["end_on"] is not None and row["end_on"] <= left[row["cadre_id"]]


def test_rare_characters_and_names_with_a_dot_occur(city: City) -> None:
    names = "".join(str(row["name"]) for row in city["cadres"])
    assert "·" in names
    assert set("𠮷㛃䶮镕喆昇") & set(names)


def test_the_places_are_those_of_the_source() -> None:
    places = read_places()
    kinds = [place.kind for place in places]
    assert (kinds.count("county"), kinds.count("zone"), kinds.count("township")) == (10, 2, 148)
    assert {"鲁山县", "汝州市", "石龙区"} <= {place.name for place in places}
    assert any(place.remote for place in places)


def test_an_existing_folder_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "有人用").mkdir()
    (tmp_path / "有人用" / "a.txt").write_text("重要")
    with pytest.raises(FileExistsError, match="已经存在且不是空的"):
        make_city(200, 1, tmp_path / "有人用")
    assert (tmp_path / "有人用" / "a.txt").read_text() == "重要"


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    assert make_city(100, 1, tmp_path / "空")["cadres"] > 100
    assert (tmp_path / "空" / "cadres.csv").exists()


def test_too_few_cadres_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="太少"):
        make_city(99, 1, tmp_path / "城")
    assert list(tmp_path.iterdir()) == []


def test_another_day_of_evaluation_moves_the_ten_years(tmp_path: Path) -> None:
    said: list[str] = []
    make_city(100, 1, tmp_path / "城", as_of=date(2024, 2, 29), progress=said.append)
    rounds = _read(tmp_path / "城", "assessment_rounds").to_pylist()
    assert [row["year"] for row in rounds] == list(range(2015, 2023))
    assert len(said) == len(SCHEMA.tables)
