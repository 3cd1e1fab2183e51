"""The commands that keep an installation running: serve, worker, migrate, check, backup, restore."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from jili.operations.start import MOST, WRONG, answered, ready


@answered
def serve(arguments: argparse.Namespace) -> int:
    made = subprocess.run([sys.executable, "-m", "jili.cli", "migrate"], check=False)
    if made.returncode:
        return made.returncode
    with ready():
        from django.conf import settings
        from django.core.management import call_command
        from django.db import connection

        from jili.operations.people import first_links
        from jili.operations.serving import serve as serve_on

        call_command("collectstatic", verbosity=0, interactive=False)
        for line in first_links():
            print(line, flush=True)
        connection.close()
        home = Path(settings.HOME)
    print(f"http://{arguments.host}:{arguments.port}/ 已启动,按 Ctrl-C 停止。", flush=True)
    return serve_on(host=arguments.host, port=arguments.port, workers=arguments.workers, home=home)


@answered
def worker(_: argparse.Namespace) -> int:
    with ready():
        from jili.decisions.jobs import worker as work

        work()
    return 0


@answered
def migrate(_: argparse.Namespace) -> int:
    with ready(owner=True):
        from django.core.management import call_command

        from jili.records.names import names_mend

        call_command("migrate", verbosity=0, interactive=False)
        names_mend()
    print("表结构和防护已是最新。")
    return 0


@answered
def check(_: argparse.Namespace) -> int:
    with ready():
        from jili.operations.health import check as lines

        wrong = False
        for line in lines():
            print(line, flush=True)
            wrong = wrong or not line.sound
    return WRONG if wrong else 0


@answered
def backup(arguments: argparse.Namespace) -> int:
    with ready():
        from jili.access.actor import Actor
        from jili.operations.backup import backup as write

        made = write(arguments.file, actor=Actor.system("命令行"))
    print(
        f"{arguments.file}:{sum(made.rows.values()):,} 行,{made.files} 个文件,日志 {made.log_size} 件。\n"
        f"登记册内容哈希 {made.register}\n日志根哈希     {made.log_root}\n"
        "备份含个人信息,请加密存放;JILI_HOME/keys 不在其中,须另外保存:没有它,身份证号和上传的文件无法读出。"
    )
    return 0


@answered
def restore(arguments: argparse.Namespace) -> int:
    with ready(owner=True):
        from jili.access.actor import Actor
        from jili.operations.restore import restore as fill

        done = fill(arguments.file, actor=Actor.system("命令行"))
    made = done.manifest
    print(
        f"已恢复 {made.made_at} 的备份:{sum(made.rows.values()):,} 行,{made.files} 个文件,日志 {made.log_size} 件。\n"
        f"登记册内容哈希 {made.register},相符\n日志根哈希     {made.log_root},相符"
    )
    if done.log.problems:
        print("备份时日志已有问题,照原样恢复:", *done.log.problems[:MOST], sep="\n", file=sys.stderr)
        return WRONG
    return 0
