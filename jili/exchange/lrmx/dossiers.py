"""Services: a form into a cadre's dossier, and dossiers out as forms."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from hashlib import sha256

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from jili.access import log
from jili.access.actor import Actor
from jili.exchange.lrmx.columns import MEMBER_TEXTS, TEXT_COLUMNS, Columns, columns_of, person_from
from jili.exchange.lrmx.elements import VERSION
from jili.exchange.lrmx.folder import Out, named, written
from jili.exchange.lrmx.keeping import Sees, merged, of_cadre
from jili.exchange.lrmx.lint import lint
from jili.exchange.lrmx.person import Form, Person, Remark, Weight
from jili.records import identity
from jili.records.base import under_event
from jili.records.models import Cadre, Dossier, FamilyMember

IMPORT, EXPORT = "dossier.import", "dossier.export"
UNTOLD = frozenset({"photo", "style"})
"""Columns of which an event says only that they changed."""
MEMBER = (*MEMBER_TEXTS, "unknown_tags", "style")
COLUMN = {"family": ("family_members", "name")}
"""Where what is no column of the dossier stands."""


class Refused(ValueError):
    """A form that is not taken; ``remarks`` say why and what to do."""

    def __init__(self, remarks: Sequence[Remark]) -> None:
        super().__init__("\n".join(map(str, remarks)))
        self.remarks = tuple(remarks)


@transaction.atomic
def dossier_import(*, actor: Actor, parsed: Person, cadre: Cadre, why: str, sees: Sees) -> Dossier | None:
    """Keep a form as the cadre's dossier: what differs is written, with one event; where nothing differs, nothing is.

    ``sees`` says which columns the actor may bring; the others stay as they are. Returns the dossier if it was changed.
    Raises Refused: a name or ID number that cannot be right, or the ID number is another cadre's.
    """
    refused = [remark for remark in lint(parsed) if remark.weight is Weight.REFUSED]
    if refused:
        raise Refused(refused)
    kept = Dossier.objects.select_for_update().filter(pk=cadre.pk).first()
    before = kept_columns(kept) if kept else {}
    after = merged(columns_of(parsed), before)
    changes = {
        name: value
        for name, value in after.items()
        if (before.get(name) or None) != (value or None) and sees(*COLUMN.get(name, ("dossiers", name)))
    }
    number = _new_number(parsed, cadre, kept, sees)
    if kept and not changes and not number:
        return None
    told = [*changes, *(["id_number"] if number else [])]
    details = {name: [before.get(name), value] for name, value in changes.items() if name not in UNTOLD}
    body = {"form": parsed.form, "columns": sorted(told)}
    event = log.append(actor=actor, kind=IMPORT, subject=f"cadre:{cadre.pk}", why=why, body=body, details=details)
    with under_event(event.seq):
        return _write(kept or Dossier(cadre=cadre, version=0), changes, number)


def kept_columns(dossier: Dossier) -> Columns:
    """A dossier as the columns of a form."""
    found: Columns = {name: getattr(dossier, name) for name in (*TEXT_COLUMNS, "unknown_tags", "style")}
    found["photo"] = base64.b64encode(bytes(dossier.photo)).decode("ascii") if dossier.photo else None
    found["family"] = [{name: getattr(row, name) for name in MEMBER} for row in dossier.family.all()]
    return found


def _new_number(parsed: Person, cadre: Cadre, kept: Dossier | None, sees: Sees) -> identity.IdNumber | None:
    """The form's ID number, if it is another than the one that is kept. Raises Refused if another cadre has it."""
    if not parsed.text("id_number") or not sees("dossiers", "id_number_cipher"):
        return None
    number = identity.read(parsed.text("id_number"))
    if identity.with_number(Dossier.objects.all(), number).exclude(pk=cadre.pk).exists():
        message = "这个号码已经登记在另一名干部名下"
        raise Refused([Remark(Weight.REFUSED, "身份证号", "", message, "请核对是否选错了人,或原来登记的号码有误")])
    return None if kept and kept.id_number_digest in identity.digests(number) else number


def _write(dossier: Dossier, changes: Columns, number: identity.IdNumber | None) -> Dossier:
    for name, value in changes.items():
        if name not in ("family", "photo"):
            setattr(dossier, name, value)
    if "photo" in changes:
        dossier.photo = base64.b64decode(changes["photo"])
    if number:
        dossier.id_number_cipher = identity.encipher(number, dossier.cadre_id)
        dossier.id_number_digest = identity.digest(number)
    dossier.version += 1
    dossier.save()
    _write_family(dossier, changes.get("family", ()))
    return dossier


def _write_family(dossier: Dossier, wanted: Sequence[Columns]) -> None:
    """Row by row, as there are a few for a person; each keeps its history."""
    standing = {member.place: member for member in dossier.family.all()}
    for place, row in enumerate(wanted, 1):
        member = standing.get(place) or FamilyMember(dossier=dossier, place=place, version=0)
        if member.version and all(getattr(member, name) == row[name] for name in MEMBER):
            continue
        for name in MEMBER:
            setattr(member, name, row[name])
        member.version += 1
        member.save()


def dossier_export(*, actor: Actor, cadres: QuerySet[Cadre], form: Form, why: str, sees: Sees) -> list[Out]:
    """The forms of these cadres as files; who has no dossier is left out. One event tells of all.

    ``sees`` says which columns the actor may take; the others go out empty.
    """
    family = Prefetch("dossier__family", FamilyMember.objects.order_by("place", "pk"))
    rows = cadres.filter(dossier__isnull=False).select_related("dossier").prefetch_related(family).order_by("pk")
    with transaction.atomic():
        people = [(cadre, _person(cadre, form, sees)) for cadre in rows]
        stems = named([(cadre.name, cadre.pk) for cadre, _ in people])
        files = [written(person, stem, form) for (_, person), stem in zip(people, stems, strict=True)]
        ids = [cadre.pk for cadre, _ in people]
        body = {"form": form, "count": len(ids), "cadres": ids, "sha256": _digest(files)}
        log.append(actor=actor, kind=EXPORT, subject="dossiers", why=why, body=body)
    return files


def _person(cadre: Cadre, form: Form, sees: Sees) -> Person:
    dossier: Dossier = cadre.dossier
    kept = kept_columns(dossier)
    seen = {name: value for name, value in kept.items() if sees(*COLUMN.get(name, ("dossiers", name)))}
    if sees("cadres", "birth_on"):
        seen |= of_cadre(cadre, seen)
    if dossier.id_number_cipher and sees("dossiers", "id_number_cipher"):
        seen["id_number"] = identity.decipher(dossier.id_number_cipher, cadre.pk)
    if not dossier.style:
        seen["format_version"] = seen.get("format_version") or VERSION
    return person_from(seen, form)


def _digest(files: Iterable[Out]) -> str:
    """One hash of all bytes that went out."""
    made = sha256()
    for file in files:
        for data in (file.data, file.photo or b""):
            made.update(sha256(data).digest())
    return made.hexdigest()
