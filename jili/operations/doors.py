"""``jili import`` and ``jili export``: a whole register into an empty database, and out again."""

from __future__ import annotations

import argparse
import sys

from jili.operations.start import REFUSED, answered, ready, told

FORMS = "工作簿和任免审批表(xlsx、lrmx、lrm、zip)请在网页的“数据”中上传:要由有权的人看过改动再确认"
"""Whatever changes single records is somebody's, within their powers; the command line is nobody's."""


@answered
def register_import(arguments: argparse.Namespace) -> int:
    if arguments.register.is_file():
        print(f"{arguments.register}: 不是台账文件夹,没有导入。{FORMS}。", file=sys.stderr)
        return REFUSED
    with ready():
        from jili.access.actor import Actor
        from jili.exchange.door import register_import as bring_in

        event = bring_in(
            actor=Actor.system("命令行"),
            folder=arguments.register,
            why=arguments.why,
            records_from=arguments.records_from,
            progress=lambda table, done, of: told(f"{table} {done:,}/{of:,}"),
        )
    told("")
    print(f"{arguments.register} 已导入(事件 {event.seq})。台账自 {arguments.records_from} 起记全。")
    return 0


@answered
def register_export(arguments: argparse.Namespace) -> int:
    with ready():
        from jili.access.actor import Actor
        from jili.exchange.door import register_export as take_out

        event = take_out(actor=Actor.system("命令行"), folder=arguments.register, why=arguments.why)
    print(f"登记册已写到 {arguments.register}(事件 {event.seq})。含个人信息,请按规定保管。")
    return 0
