"""The words of ``jili`` that run an installation."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

from jili.operations.auditing import log_checkpoint, log_key, log_verify
from jili.operations.doors import FORMS, register_export, register_import
from jili.operations.people import (
    user_add,
    user_close,
    user_end,
    user_grant,
    user_link,
    user_list,
    user_open,
    user_revoke,
    user_unlock,
)
from jili.operations.running import backup, check, migrate, restore, serve, worker
from jili.operations.runs import nightly, replay, runs_diff, runs_list, runs_make
from jili.operations.start import Run

Command = Callable[[str, str, Run], argparse.ArgumentParser]


def add(command: Command, day: Callable[[str], date]) -> None:
    """Add the words to the parser, through which ``command`` adds one; ``day`` reads a date."""
    sub = command("serve", "启动网站和后台工作(先更新表结构)", serve)
    sub.add_argument("--host", default="127.0.0.1", metavar="地址", help="在哪个地址上提供服务,默认只对本机")
    sub.add_argument("--port", type=int, default=8000, metavar="端口", help="默认 8000")
    sub.add_argument("--workers", type=int, default=2, metavar="个数", help="网页进程数,默认 2")

    command("worker", "只做后台工作(jili serve 已带一个)", worker)
    command("migrate", "更新数据库的表结构和防护", migrate)
    command("check", "检查配置、磁盘、数据库、时钟、日志、队列;有误时退出码为 1", check)

    sub = command("import", f"把整册台账导入空库。{FORMS}", register_import)
    sub.add_argument("register", type=Path, metavar="台账", help="台账文件夹(每表一个 csv 或 parquet)")
    sub.add_argument("--records-from", type=day, required=True, metavar="日期", help="台账从哪天起记全")
    sub.add_argument("--why", required=True, metavar="事由")

    sub = command("export", "把库中的登记册写成台账文件夹", register_export)
    sub.add_argument("register", type=Path, metavar="台账", help="写到哪里,须尚不存在")
    sub.add_argument("--why", required=True, metavar="事由")

    whats = _whats(command("runs", "对库中的登记册得出结论,列出、比较历次运行", check))
    sub = whats("make", "得出一天的全部结论", runs_make)
    sub.add_argument("--day", type=day, required=True, metavar="日期", help="判断日")
    sub.add_argument("--publish", action="store_true", help="公布到网页上")
    whats("list", "列出历次运行", runs_list)
    sub = whats("diff", "两次运行有什么不同,因为哪条记录", runs_diff)
    sub.add_argument("before", metavar="运行")
    sub.add_argument("after", metavar="运行")

    sub = command("replay", "从快照重算一次运行,与当时的结论比对", replay)
    sub.add_argument("run_id", metavar="运行", help="编号,或它的前 8 位以上")
    command("nightly", "每夜:移除到期的上传文件,得出当日结论、公布、签检查点", nightly)

    sub = command("backup", "备份数据库、快照和上传的文件", backup)
    sub.add_argument("file", type=Path, metavar="文件", help="写到哪里,须尚不存在")

    sub = command("restore", "把备份恢复到空库,并核对内容哈希和日志根哈希", restore)
    sub.add_argument("file", type=Path, metavar="文件", help="jili backup 写出的文件")

    whats = _whats(command("log", "核验事件日志,签发检查点", check))
    sub = whats("verify", "逐件核验日志;有误时退出码为 1", log_verify)
    sub.add_argument("--checkpoint", type=Path, metavar="文件", help="另处保存的检查点,日志须与它一致")
    sub.add_argument("--key", type=Path, metavar="文件", help="另处保存的公钥;不给则用本机所知的")
    sub.add_argument("--from", type=int, default=0, dest="start", metavar="编号", help="从第几号事件起,默认从头")
    sub = whats("checkpoint", "重读新事件,签发检查点", log_checkpoint)
    sub.add_argument("--out", type=Path, metavar="文件", help="写到哪里;已有的须是本日志较早的检查点")
    whats("key", "列出签发检查点的公钥,供审计员另处保存", log_key)

    whats = _whats(command("user", "账户和授权", check))
    sub = whats("add", "建立账户,给出一次性链接", user_add)
    sub.add_argument("username", metavar="账号")
    sub.add_argument("name", metavar="姓名")
    sub.add_argument("--cadre", metavar="干部编号", help="干部本人的账户")
    sub = whats("link", "另给一个一次性链接", user_link)
    sub.add_argument("username", metavar="账号")
    for name, does, run in (("grant", "授予角色", user_grant), ("end", "收回角色", user_end)):
        sub = whats(name, does, run)
        sub.add_argument("username", metavar="账号")
        sub.add_argument("role", metavar="角色", help="如 单位人事科 或 unit_personnel")
        sub.add_argument("--unit", metavar="单位编号", help="管到哪个单位及其下属")
        sub.add_argument("--why", required=True, metavar="事由")
        if run is user_grant:
            sub.add_argument("--from", type=day, dest="from_on", metavar="日期", help="默认今天")
            sub.add_argument("--to", type=day, dest="to_on", metavar="日期", help="当天已不再有效")
            sub.add_argument("--up-to-rank", type=int, metavar="层次", help="只管到这一层次")
            sub.add_argument("--keeps-holds", action="store_true", help="掌握暂缓谈话")
    for name, does, run in (
        ("close", "停用账户", user_close),
        ("open", "启用账户", user_open),
        ("unlock", "解除因多次输错的锁定", user_unlock),
        ("revoke", "作废密码和动态口令,之后可另给链接", user_revoke),
    ):
        sub = whats(name, does, run)
        sub.add_argument("username", metavar="账号")
        sub.add_argument("--why", required=True, metavar="事由")
    whats("list", "列出账户和现有角色", user_list)


def _whats(parser: argparse.ArgumentParser) -> Command:
    """The commands of a command."""
    group = parser.add_subparsers(dest="what", required=True, metavar="做什么")

    def what(name: str, does: str, run: Run) -> argparse.ArgumentParser:
        sub: argparse.ArgumentParser = group.add_parser(name, help=does, description=does)
        sub.set_defaults(run=run)
        return sub

    return what
