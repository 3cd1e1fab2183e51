"""The job by hand in DuckDB's SQL."""

import sys
from pathlib import Path

import duckdb

folder, day, out = sys.argv[1:]
con = duckdb.connect()
con.execute("SET enable_progress_bar = false")
con.execute(f"SET VARIABLE folder = '{folder}'; SET VARIABLE today = DATE '{day}'")
con.execute(Path(__file__).with_suffix(".sql").read_text("utf-8").replace("{out}", out))
