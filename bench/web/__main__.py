"""Measures every page of a demonstration, and writes its section of ``docs/reference/benchmarks.md``.

    python -m bench.web                  (the database of JILI_HOME; with DATABASE_URL, PostgreSQL)
    python -m bench.web --only cadres    (pages whose name has this in it; nothing is written)
    python -m bench.web --alone          (one page at a time, in this process: for a machine that does other work)

For a demonstration (``make demo SERVE=0``), never for an installation in use: somebody is signed in to an account of
each role without asking. The site is served by gunicorn as ``jili serve`` does, on a port of its own, and asked over
HTTP by as many clients at a time, each as soon as it has its answer.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.process import WORK
from bench.sections import WEB, put_section
from bench.web import load, section
from bench.web.alone import Alone, answer
from bench.web.changing import changing
from bench.web.load import Measured
from bench.web.pages import Page, pages
from bench.web.paint import paint
from bench.web.served import served
from bench.web.visitors import access_of, headers

ROLES = ("city_cadres", "city_assessment", "county_office", "unit_personnel", "unit_head", "cadre", "leader",
         "discipline", "auditor", "system_admin", "security_admin")  # fmt: skip
PAINTED = ("home", "cadres", "cadre", "decisions", "city", "measures")
KEPT = WORK / "web.json"
"""What was measured last on each database, so that the section can tell of both."""
CHANGED = 5
"""Seconds after which, in the last round, something is changed again: what is remembered holds until then."""
SETTLED = 4
"""Rounds of all pages before the clock starts: the first answer after a change takes longer, and is told by itself."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.web", description="measure the pages of a demonstration")
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--requests", type=int, default=160, help="of each page and role")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 2, help="processes of gunicorn")
    parser.add_argument("--roles", nargs="+", default=ROLES, help="those that ask")
    parser.add_argument("--only", default="", help="pages whose name has this in it")
    parser.add_argument("--alone", action="store_true", help="processor time of one page at a time, in this process")
    chosen = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jili.site.settings")
    import django

    django.setup()
    asked = _asked(chosen.roles, chosen.only)
    if chosen.alone:
        _alone(asked)
        return 0
    told = _measured(asked, chosen)
    if not chosen.only and tuple(chosen.roles) == ROLES:
        kept = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}
        kept[told["database"]] = told
        KEPT.parent.mkdir(parents=True, exist_ok=True)
        KEPT.write_text(json.dumps(kept, ensure_ascii=False), "utf-8")
        put_section(WEB, section.text(kept))
    return 0


Asked = list[tuple[Page, Mapping[str, str]]]
"""A page, and what shows who asks for it."""


def _asked(roles: Sequence[str], only: str) -> Asked:
    from django.core.management import call_command

    from jili.records.sight import everything

    call_command("collectstatic", verbosity=0, interactive=False)
    found: Asked = []
    for role in roles:
        with everything():
            own = [page for page in pages(role, access_of(role)) if only in page.name]
            shown = {of_api: headers(role, of_api=of_api) for of_api in {page.of_api for page in own}}
        found += [(page, shown[page.of_api]) for page in own]
    return found


def _alone(asked: Asked) -> dict[str, Alone]:
    import logging

    logging.disable(logging.INFO)
    print(f"{'page':<34}{'role':<16}{'CPU':>7}{'server':>7}{'clock':>7}{'first':>7}{'bytes':>9}{'sql':>4}{'all':>4}")
    found = {}
    for page, shown in asked:
        own = found[f"{page.role} {page.name}"] = answer(page, shown)
        print(f"{page.name:<34}{page.role:<16}{own.cpu:7.1f}{own.database_cpu:7.1f}{own.wall:7.1f}{own.first:7.0f}{own.size:9,}"
              f"{own.queries:4}{own.all_queries:4}", flush=True)  # fmt: skip
    return found


def _measured(asked: Asked, chosen: Any) -> dict[str, Any]:
    """Each page of each role by itself, then all of them mixed, then some of them painted; as data."""
    from django.db import connection

    busy = os.getloadavg()[0]
    alone = _alone(asked)
    requests = [load.request(page.address, shown) for page, shown in asked]
    rows = []
    with served(chosen.workers) as port:
        load.ask(port, requests, chosen.clients, SETTLED * chosen.workers * len(requests))
        print(f"load before: {busy:.1f}; {chosen.clients} clients, {chosen.workers} workers")
        print(f"{'page':<34}{'role':<16}{'p50 ms':>7} {'p95 ms':>7} {'req/s':>7}")
        for (page, _), request in zip(asked, requests, strict=True):
            found = load.ask(port, [request], chosen.clients, chosen.requests)
            print(f"{page.name:<34}{page.role:<16}{_said(found)}", flush=True)
            own = alone[f"{page.role} {page.name}"]
            rows.append({"page": page.name, "role": page.role, "typed": page.typed, "p50": found.p50, "p95": found.p95,
                         "rate": found.rate, "bytes": own.size, "queries": own.queries, "cpu": own.cpu,
                         "first": own.first, "database": own.database_cpu})  # fmt: skip
        mixed = load.ask(port, list(load.mixed(requests)), chosen.clients, max(1000, 4 * len(requests)))
        print(f"{'mixed':<50}{_said(mixed)}")
        of_clerk = [(page, shown) for page, shown in asked if page.role == "city_cadres" and page.name in PAINTED]
        painted = paint(port, [page for page, _ in of_clerk], of_clerk[0][1]["Cookie"]) if of_clerk else []
        for one in painted:
            print(f"{one.page.name:<34}painted after {one.painted:.0f} ms, assets {one.assets:,} bytes")
        with changing(CHANGED):
            changed = load.ask(port, list(load.mixed(requests)), chosen.clients, max(2000, 12 * len(requests)))
        print(f"{'mixed, while records change':<50}{_said(changed)}")
    return {
        "database": "PostgreSQL" if connection.vendor == "postgresql" else "SQLite", "busy": busy,
        "clients": chosen.clients, "workers": chosen.workers, "cadres": _cadres(), "rows": rows,
        "mixed": {"p50": mixed.p50, "p95": mixed.p95, "rate": mixed.rate},
        "changed": {"every": CHANGED, "p50": changed.p50, "p95": changed.p95, "rate": changed.rate},
        "painted": [(one.page.name, one.painted, one.assets) for one in painted],
    }  # fmt: skip


def _said(found: Measured) -> str:
    return f"{found.p50:7.0f} {found.p95:7.0f} {found.rate:7.1f}"


def _cadres() -> int:
    from jili.records.models import Cadre

    return int(Cadre.objects.filter(left_on=None).count())


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
    sys.exit(main())
