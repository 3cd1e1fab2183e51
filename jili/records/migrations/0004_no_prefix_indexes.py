"""On PostgreSQL Django gives every indexed text column a second index, for searches by prefix. Nothing searches records
by prefix (units are found by ``jili.access.scope`` with ``substr``), and these indexes are dear whenever much comes in."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def drop(apps: Any, editor: Any) -> None:
    if editor.connection.vendor != "postgresql":
        return
    tables = [model._meta.db_table for model in apps.get_app_config("records").get_models()]
    with editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()"
            " AND right(indexname, 5) = '_like' AND tablename = ANY(%s)",
            [tables],
        )
        for (name,) in cursor.fetchall():
            editor.execute(f"DROP INDEX {editor.quote_name(name)}")


class Migration(migrations.Migration):
    dependencies = [("records", "0003_indexes")]
    operations = [migrations.RunPython(drop, migrations.RunPython.noop)]
