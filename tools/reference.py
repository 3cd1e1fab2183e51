"""The reference pages, made from the objects that the program itself runs on.

``python -m tools.reference`` writes ``docs/reference/*.md``; a test fails when they are stale. The examples
and pictures in the other pages are real answers too: ``docs/examples.py`` renews those.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from evidence.report import document as evidence
from jili.engine.account import StatementAccount
from jili.engine.program import COLUMNS
from jili.engine.schema import Column, Table
from jili.engine.statement import Effect, Sentence, Statement
from jili.policy.aloud import chinese, formula_in_words
from jili.policy.checks import policy_checks
from jili.policy.facts import RANKS, SCHEMA, SUBJECT_KINDS
from jili.policy.measures import ARTICLES, MEASURES
from jili.policy.outcomes import NAMES, SETTLEABLE, UNRECORDABLE
from jili.policy.reading import reading_of
from jili.policy.readings import Reading, declared
from jili.policy.sentences import TITLES
from jili.policy.words import COLUMNS as WORDS
from tools.access_reference import access

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "reference"
TEXT = ROOT / "jili" / "policy" / "text"
HEAD = "<!-- 由 python -m tools.reference 生成,请勿手改。 -->\n"

EFFECTS = {
    "restriction": "限制", "duty": "应办", "quota": "名额", "candidacy": "人选", "review": "资格审查",
    "preference": "优先", "permission": "许可", "target": "监测", "finding": "疑似、提示",
}  # fmt: skip
TYPES = {"text": "文本", "date": "日期", "bool": "是否", "int": "整数", "decimal": "小数"}
KINDS = {
    "date": "日期", "optional_date": "日期或空", "whole": "整数", "bool": "true 或 false", "fraction": "小数或分数",
    "dated_fraction": "起始日: 比例", "month_day": "月-日", "weights": "三个权重", "years_by_rank": "现任-拟任: 年数",
    "steps": "满几年: 天数", "choice": "任选其一", "text": "文字(不能只改数值)",
}  # fmt: skip
DECISION = {
    "statement": "语句号,如 6.4",
    "effect": "效力(见下)",
    "subject_kind": "对象类别:" + "、".join(f"{code} {name}" for code, name in SUBJECT_KINDS.items()),
    "subject": "对象编号;全市写作 city",
    "item": "同一语句、同一对象有几条时的区别;没有则空",
    "outcome": "结论代码(见下)",
    "starts_on": "限制:第一日。应办:发生之日",
    "ends_on": "限制:解除之日(当日已不受限)。应办:最后一日(空:没有期限)",
    "base": "名额、监测、审查的基数",
    "limit": "名额、目标或应达到的数",
    "actual": "实际的数",
    "rank": "名次,1 为最先,并列者同",
    "evidence": "所依记录,表:编号,以分号相连",
}


def page(title: str, *parts: str) -> str:
    return "\n".join([f"# {title}\n", HEAD, *parts]).rstrip() + "\n"


def grid(headings: Sequence[str], rows: Iterator[Sequence[str]] | Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [" | ".join(headings), " | ".join("---" for _ in headings)]
    lines += [" | ".join(cell.replace("|", "\\|") for cell in row) for row in rows]
    return "\n".join(f"| {line} |" for line in lines) + "\n"


def anchor(kind: str, name: str) -> str:
    return f'<a id="{kind}-{name}"></a>'


def link(page: str, kind: str, name: str, said: str = "") -> str:
    return f"[{said or name}]({page}.md#{kind}-{name})"


# Tables


def tables() -> str:
    parts = [
        "台账是一个文件夹,每张表一个 `表名.csv`(UTF-8,首行为列名)或 `表名.parquet`。没有的文件当作空表。",
        "日期写作 `2024-06-30`,是否写作 `true`、`false`,空格表示不知道。一格只写一个值,格内不得换行。\n",
        "“何日起算”:判断日早于这一天,这条记录还不存在。“未到视同没有”:这些日期晚于判断日,当作空。"
        "撤销日(annulled_on)一到,这条记录当作从来没有。期间一律含首日、不含止日。\n",
        grid(("表", "中文", "列数", "用它的语句"), [_table_line(table) for table in SCHEMA.tables]),
        "职务层次(rank):" + "、".join(f"{rank} {name}" for rank, name in RANKS.items()) + "。\n",
    ]
    return page("表", *parts, *map(_table, SCHEMA.tables))


def _table_line(table: Table) -> Sequence[str]:
    used = [link("statements", "s", name) for name in _readers().get(table.name, ())]
    return link("tables", "t", table.name), table.label, str(len(table.columns)), " ".join(used)


def _table(table: Table) -> str:
    rows = [(f"`{c.name}`", c.label, TYPES[c.type], "" if c.optional else "必填", _values(c)) for c in table.columns]
    checks = [c.message for c in policy_checks(_kinds()) if c.table == table.name]
    words = [f"- 主键:{'、'.join(f'`{name}`' for name in table.key)}"]
    if table.known_on:
        words.append(f"- 何日起算:`{table.known_on}` {table[table.known_on].label}")
    if table.future:
        words.append("- 未到视同没有:" + "、".join(f"`{name}`" for name in table.future))
    words += [f"- `{last}` 不得早于 `{first}`" for first, last in table.ordered]
    words += ["- 不得重复:" + "、".join(f"`{name}`" for name in columns) for columns in table.unique]
    words += [f"- {message.replace('{other}', '…')}" for message in dict.fromkeys(checks)]
    body = grid(("列", "中文", "类型", "", "取值"), rows)
    return "\n".join([anchor("t", table.name), f"\n## {table.name} {table.label}\n", body, *words, ""])


def _values(column: Column) -> str:
    if column.codes:
        return "、".join(f"`{code}` {label}" for code, label in column.codes.items())
    if column.refers == "*":
        return "见下面的说明"
    if column.refers:
        return link("tables", "t", column.refers, SCHEMA[column.refers].label) + "的编号"
    if column.bounds:
        return f"{column.bounds[0]} 至 {column.bounds[1]}"
    return f"至多 {column.places} 位小数" if column.places else ""


def _kinds() -> dict[str, set[str]]:
    kinds: dict[str, set[str]] = {}
    for statement in MEASURES:
        kinds.setdefault(statement.id, set()).add(statement.about.value)
    return kinds


@cache
def _readers() -> Mapping[str, list[str]]:
    """Table → the sentences whose rule rests on it, read off the compiled steps."""
    from jili.policy.program import program

    rules = program()
    found: dict[str, list[str]] = {}
    for account in _accounts().values():
        needs = {need for step in rules.steps_for(*account.needs) for need in step.needs} | set(account.needs)
        for name in SCHEMA.names():
            if name in needs and account.sentence not in found.setdefault(name, []):
                found[name].append(account.sentence)
    return found


@cache
def _accounts() -> Mapping[str, StatementAccount]:
    from jili.policy.program import accounts

    return {account.name: account for account in accounts()}


# Statements


def statements() -> str:
    parts = [
        "每一句原文、它的条件和结论。条件有三种值:成立、不成立、不明;不明不是不成立。"
        "情形自上而下,第一个成立的算数;都不成立,就没有结论。\n",
        "对所有语句都成立的:施行日(`effective_on`)之前不出结论;对象是干部的,只对当日在册者出结论;"
        "应办事项早于台账启用日(`records_from`)的,没办的记作“未记录”;有办结说明的,可办结的结论改为“已办结”。\n",
    ]
    for article in ARTICLES:
        decided = [said for said in article.sentences if said.statements]
        if decided:
            parts.append(f"## 第{chinese(article.number)}条 {article.title}\n")
            parts += [_sentence(said) for said in decided]
    return page("语句", *parts)


def _sentence(said: Sentence) -> str:
    lines = [anchor("s", said.id), f"\n### {said.id} {TITLES[said.id]}\n", f"> {said.text}\n"]
    for statement in said.statements:
        lines += _statement(statement)
    own = [r for r in declared().values() if said.id in r.statements.split()]
    lines.append("- 口径:" + ("、".join(link("readings", "r", r.name, r.title) for r in own) or "无") + "\n")
    return "\n".join(lines)


def _statement(statement: Statement) -> Iterator[str]:
    account = _accounts()[statement.name]
    about = SUBJECT_KINDS[statement.about.value]
    yield f"**`{statement.name}`** {EFFECTS[statement.effect.value]},对象:{about};逐一看:{statement.of}\n"
    own = {r.name for r in declared().values() if statement.id in r.statements.split()}
    rows = []
    for number, condition in enumerate(account.conditions, 1):
        rests = dict.fromkeys(name for name in map(reading_of, condition.functions) if name in own)
        reads = "、".join(WORDS[name] for name in condition.reads)
        rows.append((str(number), condition.name, reads, " ".join(link("readings", "r", name) for name in rests)))
    yield grid(("", "条件", "看什么", "口径"), rows)
    cases = statement.cases.items()
    yield grid(("结论", "情形"), [(f"{NAMES[o]} `{o}`", formula_in_words(formula)) for o, formula in cases])
    tables = [f"{SCHEMA[name].label} `{name}`" if name else "限制和审查所依的各表" for name in statement.evidence]
    yield "- 依据:" + ("、".join(tables) or "无")
    if statement.tells:
        yield f"- 说明时另列:{'、'.join(WORDS[name] for name in statement.tells)}"
    settles = [NAMES[outcome] for outcome in statement.cases if _settles(statement, outcome)]
    if settles:
        yield f"- 可办结:{'、'.join(settles)}"
    for promise in statement.promises:
        words = re.sub(r"{(\w+)}", lambda found: f"〔{WORDS[found[1]]}〕", promise.says)
        yield f"- 若{words},则" + ("不再有此项" if promise.removes else "按上表重新判断")
    yield ""


def _settles(statement: Statement, outcome: str) -> bool:
    kinds = (Effect.DUTY, Effect.FINDING, Effect.REVIEW)
    return outcome in SETTLEABLE and statement.effect in kinds and str(statement.item) != "conclusion"


# Readings, outcomes, the text


def readings() -> str:
    known = declared()
    status = [(link("readings", "r", r.name), r.title, _value(r.text), _status(r)) for r in known.values()]
    parts = [
        "口径:原文没有写定、而判断必须取定的数和选择。依第十二条,由市委组织部解释;未经解释的一律是**暂行**。\n",
        f"共 {len(known)} 项,其中暂行 {sum(r.status != 'official' for r in known.values())} 项。"
        "改口径不用改程序,见[改一项口径](../guides/change-a-reading.md)。\n",
        grid(("名称", "口径", "取值", "状态"), status),
    ]
    return page("口径", *parts, *map(_reading, known.values()))


def _reading(r: Reading) -> str:
    used = [link("statements", "s", s) if s in TITLES else s for s in r.statements.split()]
    lines = [anchor("r", r.name), f"\n## {r.name} {r.title}\n", f"- 取值:{_value(r.text)}"]
    lines += [f"  - `{code}`:{meaning}" for code, meaning in (r.choices or {}).items()]
    lines += [f"- 写法:{KINDS[r.kind]}", f"- 语句:{' '.join(used)}", f"- 理由:{r.reason}"]
    lines += [f"- 其他读法:{';'.join(r.alternatives) or '无'}", f"- 出处:{r.source}", f"- 状态:{_status(r)}", ""]
    return "\n".join(lines)


def _status(r: Reading) -> str:
    return ("已定" if r.status == "official" else "暂行") + (",由规则结构决定,不能只改数值" if r.fixed else "")


def _value(text: object) -> str:
    if isinstance(text, dict):
        return "、".join(f"`{key}: {value}`" for key, value in text.items())
    values = text if isinstance(text, list) else [text]
    return "、".join(f"`{value}`" for value in values if value not in ("", None)) or "未设"


def outcomes() -> str:
    given: dict[str, list[str]] = {outcome: [] for outcome in NAMES}
    for statement in MEASURES:
        for outcome in statement.cases:
            if statement.id not in given[outcome]:
                given[outcome].append(statement.id)
    rows = []
    for outcome, name in NAMES.items():
        by = " ".join(link("statements", "s", id) for id in given[outcome]) or "各句(见下)"
        marks = [word for word, those in (("可办结", SETTLEABLE), ("可转未记录", UNRECORDABLE)) if outcome in those]
        rows.append((f"`{outcome}`", name, "、".join(marks), by))
    effects = [(f"`{code}`", name, _of_effect(code)) for code, name in EFFECTS.items()]
    parts = [
        "`jili evaluate` 写出 `decisions.csv` 和 `decisions.parquet`,一行一条结论。列依次为:\n",
        grid(("列", "类型", "意思"), [(f"`{name}`", kind, DECISION[name]) for name, kind in COLUMNS.items()]),
        "行按语句、对象类别、对象、事项排序(按字符编码,故 `10.2` 在 `3.1` 之前)。"
        "同样的台账、日期、口径,得出同样的文件。\n",
        "## 效力\n",
        grid(("代码", "中文", "语句"), effects),
        "## 结论\n",
        grid(("代码", "中文", "", "语句"), rows),
        "“可办结”:应办、提示、审查(8 的总结论除外)有办结说明时改为 `settled`。应办事项的办结日不得早于它的发生之日。",
        "“可转未记录”:应办事项发生在台账启用日(口径 `records_from`)之前的,改为 `unrecorded`。\n",
        "“未见本办法障碍”不等于合格;“待核”不等于不符合。程序不给人打分。",
    ]
    return page("结论", *parts)


def _of_effect(code: str) -> str:
    ids = dict.fromkeys(s.id for s in MEASURES if s.effect.value == code)
    return " ".join(link("statements", "s", id) for id in ids)


def regulation() -> str:
    parts = [(TEXT / "notice.txt").read_text("utf-8").strip().replace("\n", "\n\n") + "\n"]
    for article in ARTICLES:
        verbatim = (TEXT / f"article_{article.number:02}.txt").read_text("utf-8").strip()
        rows = [(said.id, said.text, _decides(said)) for said in article.sentences]
        parts += [f"## 第{chinese(article.number)}条 {article.title}\n", verbatim.replace("\n", "\n\n") + "\n"]
        parts.append(grid(("号", "句", "怎样落实"), rows))
    decided = sum(bool(said.statements) for article in ARTICLES for said in article.sentences)
    silent = sum(bool(said.silent) for article in ARTICLES for said in article.sentences)
    parts += [(TEXT / "colophon.txt").read_text("utf-8").strip().replace("\n", "\n\n") + "\n"]
    parts.append(
        f"共 {len(ARTICLES)} 条,{decided + silent} 句:{decided} 句产生结论,{silent} 句不产生结论,理由各在其后。"
    )
    return page("办法原文与落实", *parts)


def _decides(said: Sentence) -> str:
    return link("statements", "s", said.id, TITLES[said.id]) if said.statements else f"不产生结论:{said.silent}"


# The command line


def command_line() -> str:
    from jili.cli import parser

    top = parser()
    (commands,) = (a for a in top._actions if isinstance(a, argparse._SubParsersAction))
    helps = {action.dest: action.help or "" for action in commands._choices_actions}
    parts = [f"{top.description}。\n", grid(("命令", "做什么"), [(f"`jili {n}`", h) for n, h in helps.items()])]
    for name, sub in commands.choices.items():
        rows = [_option(action) for action in sub._actions if action.dest != "help"]
        parts += [f"## jili {name}\n", f"{sub.description}。\n", grid(("写法", "", "意思"), rows)]
    parts += [
        "## 退出码\n",
        grid(("码", "意思"), [("0", "做完了"), ("2", "台账、口径或命令有问题;没有写出任何结果"), ("130", "被中断")]),
        "出错的话在标准错误上,每处一行:`文件:行: 列: 值: 哪里不对、应当怎样`。`JILI_CACHE` 可以另定缓存文件夹。",
    ]
    return page("命令", *parts)


def _option(action: argparse.Action) -> Sequence[str]:
    shown = "|".join(map(str, action.choices)) if action.choices else action.metavar or action.dest.upper()
    words = (
        f"{action.option_strings[0]} {shown if action.nargs != 0 else ''}".strip() if action.option_strings else shown
    )
    optional = f"可省,默认 {action.default}" if action.default not in (None, False) else "可省"
    return f"`{words}`", "必给" if action.required else optional, action.help or ""


PAGES: Mapping[str, Callable[[], str]] = {
    "tables": tables,
    "statements": statements,
    "readings": readings,
    "outcomes": outcomes,
    "regulation": regulation,
    "command-line": command_line,
    "access": access,
    "evidence": evidence,
}


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, made in PAGES.items():
        (FOLDER / f"{name}.md").write_text(made(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
