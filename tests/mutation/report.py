"""The report of a hunt: a table by article, and every survivor with the reason that is given for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from tests.mutation.hunt import Result

_HEAD = """# 变异检验

由 `make mutation` 生成,请勿手改。检验的是案例:把规则本身改动一处(去掉或取反一个条件、把未知当作否或是、
去掉或调换一种结论、把“之前”改成“不晚于”、漏掉日期、数或依据、口径挪动最小的一步),看给定台账和各条案例能不能发现。

- 给定台账:`tests/cases/`;各条案例:`tests/policy/statements/`。
- 依规则的条件组合可以证明不产生差别的改动不计在内。
- 没有被发现的,须在 `tests/mutation/survivors.yaml` 写明理由;没有理由的标作“未说明”。

"""


def report(
    results: Sequence[Result], reasons: Mapping[str, str], *, whole: bool = True
) -> tuple[str, float, list[str]]:
    """The text, the share killed in percent (of those that can be), and what is wrong: survivors without a reason
    and reasons without a survivor."""
    survivors = [result for result in results if not result.killed]
    lines = ["| 条 | 变异 | 发现 | 存活 | 其中等价(已说明) |", "|---|---:|---:|---:|---:|"]
    for article, group in groupby(sorted(results, key=_place), key=lambda result: result.article):
        lines.append(_line(article, list(group), reasons))
    lines.append(_line("合计", results, reasons))
    able = len(results) - sum(result.id in reasons for result in survivors)
    share = 100 * (len(results) - len(survivors)) / able
    lines += ["", f"除等价者外,发现 {share:.1f}%。", "", "## 存活的变异", "", "| 变异 | 理由 |", "|---|---|"]
    lines += [f"| `{result.id}` | {reasons.get(result.id, '**未说明**')} |" for result in survivors]
    wrong = [f"survives without a reason: {result.id}" for result in survivors if result.id not in reasons]
    if whole:
        wrong += [f"has a reason and does not survive: {id}" for id in reasons if id not in {r.id for r in survivors}]
    return _HEAD + "\n".join(lines) + "\n", share, wrong


def _line(name: str, results: Sequence[Result], reasons: Mapping[str, str]) -> str:
    left = [result.id for result in results if not result.killed]
    explained = sum(id in reasons for id in left)
    return f"| {name} | {len(results)} | {len(results) - len(left)} | {len(left)} | {explained} |"


def _place(result: Result) -> tuple[int, str]:
    digits = "".join(filter(str.isdigit, result.article))
    return (int(digits) if digits else 99, result.article)
