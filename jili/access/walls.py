"""Walls inside the database, raised by its owner after every ``migrate``.

The application's role (setting ``APP_ROLE``) owns nothing on PostgreSQL: it reads and writes rows. To the log it only
adds, and triggers refuse the rest to everybody who has not first taken them down; so they do on SQLite. Of the
sensitive tables it sees what the connection's sight says (``jili.records.sight``), whatever a query forgets to ask.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from functools import cache
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections, transaction

from jili.access.classes import COLUMNS, Area, Level
from jili.access.roles import Role
from jili.records.sight import NOTHING, Sight, seeing

if TYPE_CHECKING:
    from jili.access.scope import Access

REFUSED: Mapping[str, tuple[str, ...]] = {
    "access_event": ("UPDATE", "DELETE"),
    "access_lognode": ("UPDATE", "DELETE"),
    "access_checkpoint": ("UPDATE", "DELETE"),
    "access_eventdetail": ("UPDATE",),  # what an event says of a person may lawfully be removed
}
"""Table of the log → what is refused there, besides TRUNCATE."""

_CADRES, _UNITS, _TEAMS = (f"IN (SELECT * FROM {nouns}_in_sight())" for nouns in ("cadres", "units", "teams"))
_SUBJECT = (
    f"CASE subject_kind WHEN 'cadre' THEN subject {_CADRES} WHEN 'unit' THEN subject {_UNITS}"
    f" WHEN 'team' THEN subject {_TEAMS} WHEN 'vacancy' THEN subject IN (SELECT vacancy_id FROM vacancies)"
    " WHEN 'proposal' THEN subject IN (SELECT proposal_id FROM proposals) ELSE subject_kind = 'campaign' END"
)

WALLS: Mapping[str, str] = {
    "annual_assessments": f"cadre_id {_CADRES}",
    "team_assessments": f"team_id {_TEAMS}",
    "findings": f"task_id IN (SELECT task_id FROM tasks WHERE unit_id {_UNITS}) OR team_id {_TEAMS}",
    "finding_cadres": f"cadre_id {_CADRES}",
    "vacancies": f"unit_id {_UNITS}",
    "proposals": f"cadre_id {_CADRES} AND vacancy_id IN (SELECT vacancy_id FROM vacancies)",
    "composite_scores": f"cadre_id {_CADRES}",
    "talent_reviews": f"cadre_id {_CADRES}",
    "talk_triggers": f"cadre_id {_CADRES}",
    "talks": f"cadre_id {_CADRES}",
    "talk_covers": "talk_id IN (SELECT talk_id FROM talks)",
    "hardships": f"cadre_id {_CADRES}",
    "visits": "hardship_id IN (SELECT hardship_id FROM hardships)",
    "hardship_requests": "hardship_id IN (SELECT hardship_id FROM hardships)",
    "settlements": _SUBJECT,
    "dossiers": f"cadre_id {_CADRES}",
    "family_members": "dossier_id IN (SELECT cadre_id FROM dossiers)",
    "decisions_decision": _SUBJECT,
    "decisions_decisionchange": _SUBJECT,
    "decisions_settlementproposal": _SUBJECT,
    "access_eventdetail": "false",
}
"""Sensitive table → the rows that are in sight, of those who do not see everybody. A subquery on another of these
tables answers with what is in sight of it. The history of a table is behind the same wall."""

_FUNCTIONS = """
CREATE OR REPLACE FUNCTION sees_table(name text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(ARRAY[name, '*'] && string_to_array(current_setting('jili.tables', true), ' '), false)
$$;
CREATE OR REPLACE FUNCTION sees_everybody() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(current_setting('jili.scopes', true) = '*', false)
$$;
CREATE OR REPLACE FUNCTION scopes_in_sight() RETURNS TABLE (path text, up_to_rank integer) LANGUAGE sql STABLE AS $$
    SELECT substr(line, strpos(line, ' ') + 1), nullif(split_part(line, ' ', 1), '')::integer
    FROM string_to_table(current_setting('jili.scopes', true), chr(10)) AS line WHERE line <> '*'
$$;
CREATE OR REPLACE FUNCTION units_in_sight() RETURNS SETOF text LANGUAGE plpgsql STABLE AS $$
    DECLARE own text := nullif(current_setting('jili.cadre', true), '');
    today date := nullif(current_setting('jili.day', true), '')::date;
    BEGIN
        RETURN QUERY SELECT unit_id::text FROM units JOIN scopes_in_sight() AS s ON starts_with(units.path, s.path);
        RETURN QUERY SELECT unit_id::text FROM appointments WHERE cadre_id = own AND kind = 'regular'
            AND start_on <= today AND coalesce(end_on, '9999-12-31') > today;
    END
$$;
CREATE OR REPLACE FUNCTION teams_in_sight() RETURNS SETOF text LANGUAGE plpgsql STABLE AS $$
    DECLARE own text := nullif(current_setting('jili.cadre', true), '');
    today date := nullif(current_setting('jili.day', true), '')::date;
    BEGIN
        RETURN QUERY SELECT team_id::text FROM teams WHERE unit_id IN (SELECT * FROM units_in_sight());
        RETURN QUERY SELECT team_id::text FROM appointments WHERE cadre_id = own AND kind = 'regular'
            AND team_id IS NOT NULL AND start_on <= today AND coalesce(end_on, '9999-12-31') > today;
    END
$$;
CREATE OR REPLACE FUNCTION cadres_in_sight() RETURNS SETOF text LANGUAGE plpgsql STABLE AS $$
    DECLARE own text := nullif(current_setting('jili.cadre', true), '');
    today date := nullif(current_setting('jili.day', true), '')::date;
    scope record;
    BEGIN
        FOR scope IN SELECT * FROM scopes_in_sight() LOOP
            RETURN QUERY SELECT post.cadre_id::text FROM appointments AS post
                WHERE post.unit_id = ANY (ARRAY(SELECT unit_id FROM units WHERE starts_with(path, scope.path)))
                AND post.kind = 'regular' AND post.start_on <= today AND coalesce(post.end_on, '9999-12-31') > today
                AND (scope.up_to_rank IS NULL OR NOT EXISTS (
                    SELECT FROM appointments AS other WHERE other.cadre_id = post.cadre_id AND other.kind = 'regular'
                    AND other.start_on <= today AND coalesce(other.end_on, '9999-12-31') > today
                    AND other.rank > scope.up_to_rank));
        END LOOP;
        IF own IS NOT NULL THEN RETURN NEXT own; END IF;
    END
$$;
CREATE OR REPLACE FUNCTION table_counted(name text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path FROM CURRENT AS $$ BEGIN EXECUTE format('ANALYZE %I', name); END
$$;
"""
"""Kept as text by PostgreSQL, so that later migrations may alter what they read. ``table_counted`` lets the
application's role, which owns nothing, have a table's statistics made anew (``jili.records.bulk``)."""


def entered(access: Access | None) -> AbstractContextManager[None]:
    """See in the block what ``access`` may see: for every request."""
    return seeing(sight_of(access))


def sight_of(access: Access | None) -> Sight:
    """What somebody may see of the sensitive tables. None is nobody."""
    if access is None or access.role is None:
        return NOTHING
    tables = _tables(frozenset(access.levels.items()))
    if access.role == Role.CADRE:
        return Sight(tables, cadre=access.account.cadre_id or "", day=access.day)
    scopes = tuple((grant.unit.path, grant.up_to_rank) for grant in access.grants if grant.unit is not None)
    return Sight(tables, everybody=access.everywhere, scopes=scopes, day=access.day)


@cache
def _tables(levels: frozenset[tuple[Area, Level]]) -> tuple[str, ...]:
    """The sensitive tables of which any column may be seen."""
    has = dict(levels)
    seen = {table for (table, _), (area, level) in COLUMNS.items() if has.get(area, 0) >= level}
    if has:  # what of these is shown, their statements say
        seen |= {"decisions_decision", "decisions_decisionchange", "decisions_settlementproposal"}
    return tuple(sorted(seen & WALLS.keys()))


def walls_raise(*, using: str = "default") -> None:
    """Put up all walls, those that stand as well. Does nothing for whoever does not own the tables, nor while tables
    are missing."""
    connection = connections[using]
    walled = tables_behind()
    if not {*REFUSED, *walled} <= set(connection.introspection.table_names()):
        return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            _refuse_on_sqlite(cursor)
        elif _owns(cursor):
            _grant(cursor)
            _refuse_on_postgresql(cursor)
            _hide(cursor, walled)


def walls_missing() -> list[str]:
    """The tables whose wall is not up."""
    connection = connections["default"]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            up = {name for (name,) in cursor.fetchall()}
            wanted = {f"{table}_{action.lower()}": table for table, actions in REFUSED.items() for action in actions}
            return sorted({table for trigger, table in wanted.items() if trigger not in up})
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'log_refuse' AND tgenabled = 'O'")
        guarded = {name for (name,) in cursor.fetchall()}
        cursor.execute(
            "SELECT relname FROM pg_class JOIN pg_policy ON polrelid = pg_class.oid AND polname = 'sight'"
            " WHERE relrowsecurity AND relforcerowsecurity"
        )
        hidden = {name for (name,) in cursor.fetchall()}
    return sorted({*(REFUSED.keys() - guarded), *(tables_behind().keys() - hidden)})


def tables_behind() -> dict[str, str]:
    """Every table behind a wall → the sensitive table that it is, or is the history of."""
    found = {}
    for model in apps.get_models():
        name = model._meta.db_table
        if name in WALLS:
            found[name] = name
            history = getattr(model, "history", None)
            if history is not None:
                found[history.model._meta.db_table] = name
    return found


def _owns(cursor: Any) -> bool:
    cursor.execute("SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = 'access_event'::regclass")
    return bool(cursor.fetchone()[0])


def _grant(cursor: Any) -> None:
    """Rows of all tables, those to come as well; of the log only more of them."""
    cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [settings.APP_ROLE])
    if cursor.fetchone() is None:
        raise ImproperlyConfigured(
            f"PostgreSQL 中没有应用角色 {settings.APP_ROLE}:请由数据库管理员执行"
            f" CREATE ROLE {settings.APP_ROLE} LOGIN,或用 JILI_APP_ROLE 指明所用角色"
        )
    role = '"' + settings.APP_ROLE.replace('"', '""') + '"'
    rows, numbers = "SELECT, INSERT, UPDATE, DELETE ON", "USAGE, SELECT ON"
    statements = [
        f"GRANT USAGE ON SCHEMA public TO {role}",
        f"GRANT {rows} ALL TABLES IN SCHEMA public TO {role}",
        f"GRANT {numbers} ALL SEQUENCES IN SCHEMA public TO {role}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {rows} TABLES TO {role}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {numbers} SEQUENCES TO {role}",
        f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
        *(f"REVOKE {', '.join(refused)} ON {table} FROM {role}" for table, refused in REFUSED.items()),
    ]
    for statement in statements:
        cursor.execute(statement)


def _refuse_on_postgresql(cursor: Any) -> None:
    cursor.execute(
        "CREATE OR REPLACE FUNCTION log_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " RAISE EXCEPTION '% on % is refused: the log is only added to', TG_OP, TG_TABLE_NAME"
        " USING ERRCODE = 'insufficient_privilege'; END $$"
    )
    for table, refused in REFUSED.items():
        cursor.execute(
            f"CREATE OR REPLACE TRIGGER log_refuse BEFORE {' OR '.join((*refused, 'TRUNCATE'))} ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION log_refuse()"
        )


def _refuse_on_sqlite(cursor: Any) -> None:
    for table, refused in REFUSED.items():
        for action in refused:
            cursor.execute(
                f"CREATE TRIGGER IF NOT EXISTS {table}_{action.lower()} BEFORE {action} ON {table} BEGIN"
                f" SELECT RAISE(ABORT, '{action} on {table} is refused: the log is only added to'); END"
            )


def _hide(cursor: Any, walled: Mapping[str, str]) -> None:
    """Rows of sensitive tables from everybody, their owner too, who has not said what they may see. What depends on
    the connection alone is asked for once a query."""
    cursor.execute(_FUNCTIONS)
    for table, as_of in walled.items():
        cursor.execute(
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;"
            f" DROP POLICY IF EXISTS sight ON {table};"
            f" CREATE POLICY sight ON {table} USING ("
            f"(SELECT sees_table('{as_of}')) AND ((SELECT sees_everybody()) OR {WALLS[as_of]}))"
        )
