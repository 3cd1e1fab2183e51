"""What holds between the addresses and the table: every route has a name and a row, every row a route."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from jili.access.table import MENU, ROWS, SCOPES, Anybody, Row


def routes(resolver: Any = None, before: str = "") -> Iterator[tuple[str, str, set[str]]]:
    """Every address: its name (with its namespace; empty if it has none), its pattern, the names of its parts."""
    for found in (resolver or get_resolver()).url_patterns:
        if isinstance(found, URLResolver):
            namespace = f"{before}{found.namespace}:" if found.namespace else before
            yield from routes(found, namespace)
        elif isinstance(found, URLPattern):
            name = f"{before}{found.name}" if found.name else ""
            yield name, str(found.pattern), set(found.pattern.regex.groupindex)


@register("access")
def check_table(app_configs: Sequence[Any] | None, **_: Any) -> list[CheckMessage]:
    del app_configs
    return [Error(message, id="access.E001") for message in problems(list(routes()), ROWS)]


def problems(known: Sequence[tuple[str, str, set[str]]], rows: Sequence[Row]) -> list[str]:
    """What does not fit, in words."""
    parts = {name: names for name, _, names in known}
    twice = Counter((row.route, method) for row in rows for method in row.methods.split())
    written = {row.route for row in rows}
    return [
        *(f"the address {pattern!r} has no name" for name, pattern, _ in known if not name),
        *(f"the route {name} has no row in jili.access.table" for name in parts if name and name not in written),
        *(f"the row {name} is no route" for name in sorted(written - parts.keys())),
        *(f"{route} {method} stands in two rows" for (route, method), count in twice.items() if count > 1),
        *(problem for row in rows for problem in _of_row(row, parts.get(row.route, set()))),
        *(f"the menu names {entry.route}, which nobody may GET" for entry in MENU if not twice[entry.route, "GET"]),
    ]


def _of_row(row: Row, parts: set[str]) -> Iterator[str]:
    asked = SCOPES.get(row.scope, set())
    if row.scope not in (*SCOPES, "", "view"):
        yield f"{row.route}: no such scope rule: {row.scope}"
    if not asked <= parts and row.scope:
        yield f"{row.route}: its scope rule {row.scope} looks at parts that its address has not"
    for scope, names in SCOPES.items():
        if names <= parts and row.scope != scope:
            yield f"{row.route}: its address names a {scope}, but its scope rule does not look"
    if not isinstance(row.who, Anybody):
        for role in row.who:
            if not row.permits(role, keeps_holds=True):
                yield f"{row.route}: {role} does not see what the row needs"
