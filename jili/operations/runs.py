"""``jili runs`` and ``jili replay``: make runs over the database, compare them, compute them again."""

from __future__ import annotations

import argparse

from jili.operations.start import MOST, WRONG, answered, ready, told

CHANGES = {"appears": "新出现", "vanishes": "不再有", "changes": "有变化"}


@answered
def runs_make(arguments: argparse.Namespace) -> int:
    with ready():
        from jili.decisions.commands import evaluate_database

        run = evaluate_database(arguments.day, arguments.publish, lambda done, of, says: told(f"{says} {done}/{of}"))
        told("")
        print(f"{run.pk}\n{run.day} 的结论 {run.count:,} 条{',已公布' if arguments.publish else ''}。")
    return 0


@answered
def runs_list(_: argparse.Namespace) -> int:
    with ready():
        from jili.decisions.commands import runs_list as found

        for run in found():
            print(f"{run.pk[:12]}  {run.day}  {run.count:>9,} 条  登记册 {run.register[:12]}")
    return 0


@answered
def runs_diff(arguments: argparse.Namespace) -> int:
    with ready():
        from jili.decisions.commands import runs_diff as compare

        found = compare(arguments.before, arguments.after)
        for name, old, new in found.readings:
            print(f"口径 {name}:{old} → {new}")
        if found.other_rules:
            print("程序或办法文本的版本不同。")
        rows = found.rows.to_pylist()
        for row in rows[:MOST]:
            why = ";".join(
                f"{b['table']}:{b['key']} {b['column']} {b['old']} → {b['new']}" for b in row["because"] or ()
            )
            subject = f"{row['subject_kind']}:{row['subject']} {row['item'] or ''}".rstrip()
            print(f"{row['statement']}  {subject}  {CHANGES[row['change']]}{f'  因为 {why}' if why else ''}")
        print(f"共 {len(rows):,} 处不同。")
    return 0


@answered
def replay(arguments: argparse.Namespace) -> int:
    with ready():
        from jili.decisions.commands import replay as again

        found = again(arguments.run_id)
    print(f"{found.run.pk[:12]}:{found.problem or '从快照重算,与当时逐字节相同。'}")
    return 0 if found.same else WRONG


@answered
def nightly(_: argparse.Namespace) -> int:
    with ready():
        from jili.access.actor import Actor
        from jili.decisions.commands import nightly as at_night
        from jili.exchange.retention import files_remove

        removed = files_remove(actor=Actor.system("每夜"))  # first: it is due also when the register has a problem
        run = at_night()
        print(f"已移除到期的上传、导出和残留文件 {removed} 项。")
        print(f"{run.day} 的结论 {run.count:,} 条,已公布;日志检查点已签。")
    return 0
