"""``jili log``: what an auditor does with the log."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from jili.operations.start import MOST, WRONG, answered, ready, told


@answered
def log_verify(arguments: argparse.Namespace) -> int:
    with ready():
        from jili.access import checkpoint, proof
        from jili.access.notes import Key

        note = arguments.checkpoint.read_text("utf-8") if arguments.checkpoint else None
        known = [Key.read(line) for line in arguments.key.read_text("utf-8").splitlines()] if arguments.key else None
        report = proof.log_verify(
            keys=known or checkpoint.keys(),
            start=arguments.start,
            note=note,
            progress=lambda done, of: told(f"已核验 {done} / {of} 件"),
        )
    told("")
    for line in report.problems[:MOST]:
        print(line)
    if len(report.problems) > MOST:
        print(f"……共 {len(report.problems)} 处,只列出前 {MOST} 处。")
    if report.problems:
        return WRONG
    removed = f",{report.removed} 处内容已依法移除" if report.removed else ""
    print(f"日志 {report.size} 件,{report.checkpoints} 个检查点,全部相符{removed}。\n根哈希 {report.root.hex()}")
    return 0


@answered
def log_checkpoint(arguments: argparse.Namespace) -> int:
    out: Path | None = arguments.out
    with ready():
        from jili.access.checkpoint import checkpoint_make

        beside = out.read_text("utf-8") if out is not None and out.exists() else None
        made = checkpoint_make(beside=beside)
    if out is None:
        print(made.note, end="")
        return 0
    part = out.with_name(f".{out.name}.part")
    part.write_text(made.note, "utf-8")
    os.replace(part, out)
    print(f"{out}:日志 {made.size} 件的检查点。请保存到运维人员改不到的地方。")
    return 0


@answered
def log_key(_: argparse.Namespace) -> int:
    with ready():
        from jili.access.checkpoint import keys

        for key in keys():
            print(key)
    return 0
