"""Apache Spark as the engine, in a local session of this process or on a cluster (``SPARK_MASTER``).

For registers that outgrow one machine. The same compiled rules, the same checks and the same words about a bad
register as with DuckDB, which is never imported here.
"""

from __future__ import annotations

import atexit
import logging
import os
import re
import shutil
import tempfile
import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from jili.engine.function import PREFIX, Definition, add_days, joined, listed, literal, quotient, sql_type, subject
from jili.engine.problems import BadRegister, Unavailable

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

    from jili.engine.checks import CompiledCheck
    from jili.engine.problems import Problem
    from jili.engine.schema import Schema
    from jili.engine.spark_register import Register

Macros = dict[str, tuple[list[str], str]]
"""Function → the names of its arguments and its body."""

_CALL = re.compile(rf"\b({PREFIX}\w+)\(", re.IGNORECASE)
_TOKEN = re.compile(r"'(?:[^'\\]|\\.)*'|`[^`]*`|[(),]", re.DOTALL)


SMALL = 24_000_000
"""Bytes of a register. Up to here planning takes longer than running: one part, nothing compiled."""
_PART = 32_000_000


_BODIES = {
    add_days: "date_add(day, CAST(days AS INT))",
    quotient: "dividend div divisor",
    listed: "nullif(array_join(array_sort(array_distinct(ids)), between), '')",
    joined: "nullif(concat_ws(';', first, second), '')",
}


class Spark:
    """The second engine. Each has a session (tables, functions) of its own on the one Spark of the process, which
    starts when a register is loaded."""

    dialect = "pyspark"
    hands = 1

    def __init__(self) -> None:
        self._macros: Macros = {}
        self._register: Register | None = None

    def load(self, schema: Schema, folder: Path) -> None:
        from jili.engine.spark_register import load

        size = sum(file.stat().st_size for file in folder.glob("*.*") if file.is_file()) if folder.is_dir() else 0
        self.session = _spark(size <= SMALL).newSession()
        self._parts = 1 if size <= SMALL else max(os.cpu_count() or 1, size // _PART)
        for name, value in _planning(self._parts).items():
            self.session.conf.set(name, value)
        for function, body in _BODIES.items():
            self.define(Definition(function, body))
        self._register, problems = load(self.session, schema, folder, self._parts)
        if problems:
            raise BadRegister(problems)

    def check(self, checks: Iterable[CompiledCheck]) -> list[Problem]:
        from jili.engine.spark_register import check

        assert self._register
        return check(self.session, self._register, checks)

    def define(self, definition: Definition) -> None:
        """Functions are put into the text of queries: Spark's own are slow to look up and may not stand in all places
        (SQL functions not beside lambdas)."""
        function = definition.function
        names = [name for name, _ in function.arguments]
        self._macros[function.sql_name] = names, f"CAST({definition.body} AS {sql_type(function.returns)})"

    def make(self, name: str, kind: str, sql: str) -> None:
        if kind == "view" and self._parts > 1:
            # As text: Spark mixes up the columns of a plan that stands twice in another.
            self._query(f"CREATE OR REPLACE TEMPORARY VIEW {name} AS {sql}")
        else:
            # Cuts the plan off: plans that grow from table to table soon take minutes. Small views take longer to
            # be looked through again than to be made.
            self._query(sql).localCheckpoint().createOrReplaceTempView(name)

    def fetch(self, sql: str) -> pa.Table:
        return self._query(sql).toArrow()

    def gather(self, queries: Sequence[str]) -> list[list[dict[str, Any]]]:
        return [self.rows(query) for query in queries]

    def ask(self, queries: Sequence[str], id: str) -> list[list[dict[str, Any]]]:
        """The rows of each query where the function ``subject`` stands for ``id``."""
        self.define(Definition(subject, literal(id, "string")))
        return self.gather(queries)

    def rows(self, sql: str) -> list[dict[str, Any]]:
        return [row.asDict() for row in self._query(sql).collect()]

    def _query(self, sql: str) -> DataFrame:
        return self.session.sql(expanded(sql, self._macros))


def expanded(sql: str, macros: Macros) -> str:
    """``sql`` with the bodies of functions in the place of calls. The last call first: none stands within it."""
    for call in reversed(list(_CALL.finditer(sql))):
        names, body = macros[call[1].lower()]
        given, end = _arguments(sql, call.end())
        arguments = {name: f"({argument})" for name, argument in zip(names, given, strict=True)}
        if arguments:
            words = re.split(rf"\b({'|'.join(names)})\b", body)
            body = "".join(arguments.get(word, word) for word in words)
        sql = sql[: call.start()] + body + sql[end:]
    return sql


def _arguments(sql: str, start: int) -> tuple[list[str], int]:
    """The arguments of a call whose parenthesis opened just before ``start``, and where it ends."""
    given, depth = [], 0
    for token in _TOKEN.finditer(sql, start):
        if token[0] == "(":
            depth += 1
        elif token[0] == ")" and depth:
            depth -= 1
        elif token[0] in (")", ",") and not depth:
            given.append(sql[start : token.start()].strip())
            start = token.end()
            if token[0] == ")":
                break
    return [argument for argument in given if argument], start


_started: list[SparkSession] = []
_starting = Lock()


def _spark(small: bool) -> SparkSession:
    """The one Spark of this process, silent, with all that it writes in a folder that goes when the process ends."""
    with _starting:
        if not _started:
            _started.append(_start(small))
        return _started[0]


def _start(small: bool) -> SparkSession:
    # Nothing that is used here needs what Spark lacks for pandas 3.
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas")
    from pyspark import SparkConf, SparkContext
    from pyspark.java_gateway import launch_gateway
    from pyspark.sql import SparkSession

    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL + 1)
    scratch = Path(tempfile.mkdtemp(prefix="jili-spark-"))
    atexit.register(shutil.rmtree, scratch, ignore_errors=True)
    said = scratch / "said.txt"
    conf = SparkConf().setAll(list(_settings(scratch, small).items()))
    try:
        with said.open("wb") as out:
            gateway = launch_gateway(conf, {"stdout": out, "stderr": out})
    except Exception as problem:
        raise Unavailable(
            f"Spark 没有启动,请检查是否装有 Java 17 或更新的版本({_last_line(said) or problem})"
        ) from problem
    context = SparkContext(conf=conf, gateway=gateway)
    atexit.register(_stop, context)
    return SparkSession(context)


def _settings(scratch: Path, small: bool) -> dict[str, str]:
    master = os.environ.get("SPARK_MASTER", "local[*]")
    java = f"-Djava.io.tmpdir={scratch} -Dderby.system.home={scratch}"
    settings = {
        "spark.master": master,
        "spark.app.name": "jili",
        "spark.log.level": "OFF",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.local.dir": str(scratch),
        "spark.sql.warehouse.dir": (scratch / "warehouse").as_uri(),
        "spark.sql.catalogImplementation": "in-memory",
        "spark.driver.extraJavaOptions": f"{java} -XX:TieredStopAtLevel=1 -XX:+UseSerialGC" if small else java,
    }
    if master.startswith("local"):
        settings |= {
            "spark.driver.host": "localhost",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.memory": os.environ.get("SPARK_DRIVER_MEMORY", f"{_memory() // 4}m"),
        }
    return settings


def _planning(parts: int) -> dict[str, str]:
    """How queries are planned: in ``parts``. With one part nothing need ever be exchanged."""
    large = str(parts > 1).lower()
    return {
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.ansi.enabled": "true",
        "spark.sql.shuffle.partitions": str(parts),
        "spark.sql.adaptive.enabled": large,
        "spark.sql.codegen.wholeStage": large,
        "spark.sql.codegen.factoryMode": "FALLBACK" if parts > 1 else "NO_CODEGEN",
        "spark.sql.autoBroadcastJoinThreshold": "10MB" if parts > 1 else "-1",
        # Costs more than all else with as many columns, and finds nothing.
        "spark.sql.constraintPropagation.enabled": "false",
        "spark.sql.cteRecursionLevelLimit": "10000",
    }


def _memory() -> int:
    """Of this machine, in MB."""
    return max(2048, os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20)


def _last_line(said: Path) -> str:
    lines = said.read_text("utf-8", "replace").split("\n") if said.exists() else []
    return next((line.strip() for line in reversed(lines) if line.strip()), "")


def _stop(context: Any) -> None:
    """Quietly: the process is ending."""
    process = getattr(context._gateway, "proc", None)
    try:
        context.stop()
        context._gateway.shutdown()
        if process:
            process.stdin.close()
            process.wait(10)
    except Exception:
        pass
