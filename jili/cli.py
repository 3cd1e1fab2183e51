"""The command line: what the engine offers, for people and for scripts. Messages are Chinese."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jili.engine.problems import BadRegister, Unavailable
from jili.policy.readings import BadReading, Readings, read
from jili.policy.sound import on_register

if TYPE_CHECKING:
    import pyarrow as pa

    from jili.engine.backend import Backend
    from jili.engine.program import Program

REFUSED = 2
EARLIEST, LATEST = "1900", "2200"


class Refusal(Exception):
    """Something the user must mend; printed, exit 2."""


def day(text: str) -> date:
    try:
        if len(text) == 10 and EARLIEST <= text[:4] <= LATEST:
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(
        f"{text}: 没有这一天,应写成 2024-06-30 这样的日期({EARLIEST} 年至 {LATEST} 年之间)"
    )


def parser() -> argparse.ArgumentParser:
    top = Parser(prog="jili", description="激励:《平顶山市激励干部干事创业实施办法》对谁、在哪一天、要求什么,为什么")
    commands = top.add_subparsers(dest="command", required=True, metavar="命令")

    def command(name: str, does: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=does, description=does)
        sub.set_defaults(run=run)
        return sub

    def with_register(sub: argparse.ArgumentParser, *, dated: bool = True) -> None:
        sub.add_argument("register", type=Path, metavar="台账", help="台账文件夹(每表一个 csv 或 parquet)")
        sub.add_argument("--engine", choices=["duckdb", "spark"], default="duckdb", help="计算引擎")
        if dated:
            sub.add_argument("--as-of", type=day, required=True, metavar="日期", help="判断日,如 2024-06-30")
            sub.add_argument("--readings", type=Path, metavar="文件", help="改用的口径(YAML,名称: 值)")

    sub = command("evaluate", "对全部台账得出当日全部结论", evaluate)
    with_register(sub)
    sub.add_argument("--out", type=Path, required=True, metavar="文件夹", help="结论写到哪里")
    sub.add_argument("--workbook", action="store_true", help="另写 decisions.xlsx")

    sub = command("validate", "检查台账,列出全部问题", validate)
    with_register(sub, dated=False)

    sub = command("explain", "说明某人、某班子……的每条结论及依据,以及为什么没有", explain)
    with_register(sub)
    sub.add_argument("--subject", required=True, metavar="对象", help="如 cadre:C12、team:T3、proposal:P7、city")
    sub.add_argument("--statement", metavar="语句", help="只说这一条,如 8.1.1")
    sub.add_argument("--json", action="store_true", help="以数据形式输出")

    sub = command("simulate", "改动口径之前,看看影响到谁", simulate)
    with_register(sub)
    sub.add_argument(
        "--set", action="append", required=True, metavar="口径=值", dest="changes", help="试改的口径,可多次给出"
    )
    sub.add_argument("--out", type=Path, metavar="文件", help="把逐条变化写成 CSV")

    sub = command("readings", "列出全部口径及状态", readings)
    sub.add_argument("--readings", type=Path, metavar="文件", help="看这个文件改动后的取值")

    sub = command("make-city", "造一座示例城市", make_city)
    sub.add_argument("--cadres", type=int, default=50_000, metavar="人数", help="在职干部人数,默认 50000")
    sub.add_argument("--seed", type=int, default=1, metavar="整数", help="同一个数造出同一座城,默认 1")
    sub.add_argument("--out", type=Path, required=True, metavar="文件夹", help="台账写到哪里,须尚不存在")

    from jili.operations import commands as operations

    operations.add(command, day)
    return top


CHINESE = {
    "usage: ": "用法:",
    "options": "选项",
    "positional arguments": "参数",
    "show this help message and exit": "显示这段说明",
    "the following arguments are required: %s": "还须给出:%s",
    "unrecognized arguments: %s": "不认识的参数:%s",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s:%(message)s",
    "invalid choice: %(value)r (choose from %(choices)s)": "没有 %(value)s,可选 %(choices)s",
    "invalid %(type)s value: %(value)r": "%(value)s 不是所要的值",
    "expected one argument": "后面须跟一个值",
}
"""argparse's own words; it asks for them through gettext."""

argparse._ = lambda text: CHINESE.get(text, text)  # type: ignore[attr-defined]


class Parser(argparse.ArgumentParser):
    """Says in Chinese what is wrong with the words of a command."""

    def error(self, message: str) -> Any:
        self.print_usage(sys.stderr)
        self.exit(REFUSED, f"{self.prog}: {message}\n")


def main(words: Sequence[str] | None = None) -> int:
    arguments = parser().parse_args(words)
    try:
        return int(arguments.run(arguments))
    except BadRegister as bad:
        print(bad, file=sys.stderr)
        print(f"台账有问题,共列出 {len(bad.problems)} 处,未作任何判断。请改正后再查一次。", file=sys.stderr)
    except (BadReading, Refusal, Unavailable) as problem:
        print(problem, file=sys.stderr)
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except FileExistsError as problem:
        print(f"{problem.filename}: 已有同名文件,请换一个文件夹", file=sys.stderr)
    except OSError as problem:
        print(
            f"{problem.filename or ''}: {problem.strerror or problem}:没有写成,请检查磁盘空间和权限。", file=sys.stderr
        )
    except KeyboardInterrupt:
        print("已中断,没有写出任何结果。", file=sys.stderr)
        return 130
    return REFUSED


def chosen_readings(file: Path | None) -> Readings:
    return read(file) if file else Readings.default()


def evaluate(arguments: argparse.Namespace) -> int:
    from jili.engine.evaluate import evaluate
    from jili.engine.output import whole, write
    from jili.summary import summary

    values = chosen_readings(arguments.readings)
    if arguments.workbook and arguments.engine != "duckdb":
        raise Refusal("--workbook 目前只能与默认引擎一起用")
    if arguments.out.resolve() == arguments.register.resolve():
        raise Refusal(f"{arguments.out}: 这是台账文件夹,结论请写到别处")
    told = Told()
    told("读入、检查台账,逐句判断")

    def work(backend: Backend, program: Program) -> tuple[Backend, pa.Table]:
        return backend, evaluate(backend, program, values.definitions(), arguments.as_of)

    backend, decisions = on_register(arguments.register, arguments.engine, work)
    with whole(arguments.out) as folder:
        told("写出结论")
        write(decisions, folder)
        if arguments.workbook:
            from jili.engine.backend import DuckDB
            from jili.exchange.workbook import write_workbook

            told("写出工作簿")
            name = arguments.register.resolve().name
            assert isinstance(backend, DuckDB)
            write_workbook(
                decisions, backend, values, arguments.as_of, folder / "decisions.xlsx", told.share, register=name
            )
    told.done()
    if arguments.as_of < values.values["effective_on"]:
        print(f"本办法自 {values.values['effective_on']} 起施行,此前不产生结论。")
    print(summary(decisions, arguments.as_of))
    return 0


class Told:
    """Progress on a terminal, one line that is written over; silent where nobody watches."""

    def __init__(self) -> None:
        self.watched = sys.stderr.isatty()
        self.what = ""

    def __call__(self, what: str) -> None:
        self.what = what
        self._write(f"{what}……")

    def share(self, *done: Any) -> None:
        """Further words on the step that is under way."""
        self._write(f"{self.what}…… {' '.join(map(str, done))}")

    def done(self) -> None:
        self._write("")

    def _write(self, line: str) -> None:
        if self.watched:
            print(f"\r\033[K{line}", end="", file=sys.stderr, flush=True)


def validate(arguments: argparse.Namespace) -> int:
    on_register(arguments.register, arguments.engine, lambda *_: None)
    print(f"{arguments.register}: 没有发现问题。")
    return 0


def explain(arguments: argparse.Namespace) -> int:
    from jili.engine.explain import Session
    from jili.policy.program import accounts
    from jili.policy.reasons import NoSubject, Reasons

    values = chosen_readings(arguments.readings)
    kind, _, id = arguments.subject.partition(":")

    def work(backend: Backend, program: Program) -> Reasons:
        session = Session(backend, program, accounts(backend.dialect), values.definitions(), arguments.as_of)
        return Reasons(session, values, kind, id or kind).of(arguments.statement)

    try:
        reasons = on_register(arguments.register, arguments.engine, work)
    except NoSubject as problem:
        raise Refusal(str(problem)) from None
    print(json.dumps(reasons.data(), ensure_ascii=False, indent=1) if arguments.json else reasons.text())
    return 0


def simulate(arguments: argparse.Namespace) -> int:
    from jili.engine.difference import difference
    from jili.engine.evaluate import evaluate
    from jili.engine.output import normal, whole, write_csv
    from jili.policy.places import units_of_subjects
    from jili.summary import changes, with_units

    values = chosen_readings(arguments.readings)
    changed = values.changed(dict(_assignment(text) for text in arguments.changes))

    def work(backend: Backend, program: Program) -> pa.Table:
        before, after = (
            normal(evaluate(backend, program, each.definitions(), arguments.as_of)) for each in (values, changed)
        )
        return with_units(difference(before, after), units_of_subjects(backend))

    rows = on_register(arguments.register, arguments.engine, work)
    print(changes(rows, values, changed, arguments.as_of))
    if arguments.out:
        with whole(arguments.out.parent) as folder:
            write_csv(rows, folder / arguments.out.name)
        print(f"逐条变化已写入 {arguments.out}")
    return 0


def _assignment(text: str) -> tuple[str, Any]:
    """``name=value``, the value as in a readings file."""
    import yaml

    name, equals, value = text.partition("=")
    if not equals:
        raise Refusal(f"{text}: 应写成 口径=值,如 rank_drop_places=5")
    try:
        return name.strip(), yaml.load(value, Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        raise Refusal(f"{text}: 等号后不是有效的值") from None


def readings(arguments: argparse.Namespace) -> int:
    from jili.summary import readings_table

    values = chosen_readings(arguments.readings)
    print(readings_table(values))
    return 0


def make_city(arguments: argparse.Namespace) -> int:
    from jili.city import make_city

    try:
        rows = make_city(arguments.cadres, arguments.seed, arguments.out)
    except (FileExistsError, ValueError) as problem:
        raise Refusal(str(problem)) from None
    print(f"{arguments.out}: {len(rows)} 张表,{sum(rows.values()):,} 条记录。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
