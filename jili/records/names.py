"""Keeps what follows from the names of cadres (``jili.records.models.names``). Whoever writes cadres calls this in the
same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

import pyarrow as pa
from django.db import transaction

from jili.records.bulk import put
from jili.records.models import Cadre, CadreName, CadreSpelling
from jili.records.spelling import normal, spellings
from jili.records.strokes import strokes_key

CHUNK = 500


def names_keep(cadres: Iterable[str]) -> None:
    """Make anew what follows from the names of these cadres."""
    ids = iter(cadres)
    while chunk := list(islice(ids, CHUNK)):
        names_drop(chunk)
        names = {pk: normal(name) for pk, name in Cadre.objects.filter(pk__in=chunk).values_list("pk", "name")}
        CadreName.objects.bulk_create(CadreName(cadre_id=pk, strokes=strokes_key(name)) for pk, name in names.items())
        CadreSpelling.objects.bulk_create(
            CadreSpelling(cadre_id=pk, spelling=spelling) for pk, name in names.items() for spelling in spellings(name)
        )


def names_drop(cadres: Sequence[str]) -> None:
    """Remove what follows from the names of these cadres, before they are removed themselves."""
    for model in (CadreName, CadreSpelling):
        rows = model._default_manager.filter(cadre__in=cadres)
        rows._raw_delete(rows.db)


def names_tables(names: Mapping[str, str]) -> dict[str, pa.Table]:
    """Table → its rows, of the names (by id of the cadre): for whole registers."""
    forms = {name: normal(name) for name in set(names.values())}
    keys = {form: strokes_key(form) for form in forms.values()}
    spelled = {form: spellings(form) for form in keys}
    own = [forms[name] for name in names.values()]
    rows = [(pk, spelling) for pk, form in zip(names, own, strict=True) for spelling in spelled[form]]
    cells = {
        "cadre_names": {"cadre_id": list(names), "strokes": [keys[form] for form in own]},
        "cadre_spellings": {"cadre_id": [pk for pk, _ in rows], "spelling": [spelling for _, spelling in rows]},
    }
    return {
        table: pa.table({name: pa.array(column, pa.string()) for name, column in columns.items()})
        for table, columns in cells.items()
    }


def names_mend() -> None:
    """Make everything anew if anything is wrong."""
    if next(names_wrong(), None) is None:
        return
    with transaction.atomic():
        for model in (CadreName, CadreSpelling):
            rows = model._default_manager.all()
            rows._raw_delete(rows.db)
        for table, made in names_tables(dict(Cadre.objects.values_list("pk", "name"))).items():
            put(table, made)


def names_wrong() -> Iterator[str]:
    """The ids of cadres of whose name something else is kept than follows from it."""
    wanted = dict(Cadre.objects.values_list("pk", "name"))
    keys = dict(CadreName.objects.values_list("cadre", "strokes"))
    kept: dict[str, list[str]] = {}
    for pk, spelling in CadreSpelling.objects.values_list("cadre", "spelling").iterator(20_000):
        kept.setdefault(pk, []).append(spelling)
    yield from sorted({*keys, *kept} - wanted.keys())
    for pk, name in wanted.items():
        form = normal(name)
        if keys.get(pk) != strokes_key(form) or sorted(kept.get(pk, ())) != sorted(spellings(form)):
            yield pk
