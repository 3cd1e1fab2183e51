"""A whole folder of forms goes through the database and comes out as it went in."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from jili.access.actor import Actor
from jili.access.models import Event
from jili.access.roles import Role
from jili.exchange import files as stored
from jili.exchange.lrmx.dossiers import dossier_export, dossier_import
from jili.exchange.lrmx.folder import read_folder
from jili.exchange.lrmx.person import Read
from jili.exchange.models import Upload
from jili.records.models import Cadre, Dossier, FamilyMember
from tests.access import cast
from tests.exchange.desk import Desk
from tests.exchange.lrmx_city import File, city, files, keep_cadres

CLERK = Actor("zhang", "city_cadres", "导入任免审批表")


def sees_all(table: str, column: str) -> bool:
    return True


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, str]]]:
    return city(tmp_path_factory.mktemp("city") / "register", 300)


def put(folder: Path, forms: list[File]) -> None:
    folder.mkdir()
    for form in forms:
        (folder / form.name).write_bytes(form.data)
        if form.photo and form.name.endswith(".lrm"):
            (folder / form.name).with_suffix(".pic").write_bytes(form.photo)


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def exported(forms: list[File]) -> dict[str, bytes]:
    """All forms as they go out, each of the kind that it came as, by the names under which they came."""
    out = {}
    for kind in ("lrmx", "lrm"):
        chosen = [form for form in forms if form.name.endswith(f".{kind}")]
        rows = Cadre.objects.filter(pk__in=[form.cadre_id for form in chosen])
        made = dossier_export(actor=CLERK, cadres=rows, form=kind, why="报送", sees=sees_all)
        for form, file in zip(sorted(chosen, key=lambda form: form.cadre_id), made, strict=True):
            out[form.name] = file.data
            if file.photo:
                out[form.name.replace(".lrm", file.photo_name[-4:])] = file.photo
    return out


def moved(name: str, data: bytes) -> bytes:
    """A form of somebody whose 籍贯 is another: nothing else in it differs."""
    if name.endswith(".lrmx"):
        return data.replace("<JiGuan>河南鲁山<".encode(), "<JiGuan>河南叶县<".encode())
    if name.endswith(".lrm"):
        return data.replace('"汉族","河南鲁山"'.encode("gb18030"), '"汉族","河南叶县"'.encode("gb18030"))
    return data


@pytest.mark.django_db
def test_three_hundred_forms_come_out_byte_for_byte_and_a_changed_field_changes_only_its_own_element(
    tables: dict[str, list[dict[str, str]]], tmp_path: Path
) -> None:
    keep_cadres(tables["cadres"])
    forms = files(tables, 300)
    put(tmp_path / "in", forms)
    originals = bytes_in(tmp_path / "in")
    cadres = Cadre.objects.in_bulk()
    for form, read in zip(forms, read_folder(tmp_path / "in"), strict=True):
        assert isinstance(read, Read) and not read.refused, read
        dossier_import(actor=CLERK, parsed=read.person, cadre=cadres[form.cadre_id], why="", sees=sees_all)
    for path in (tmp_path / "in").iterdir():
        path.unlink()

    out = exported(forms)
    assert sorted(out) == sorted(originals)
    assert [name for name in out if out[name] != originals[name]] == []
    assert Event.objects.filter(kind="dossier.import").count() == 300
    assert FamilyMember.history.count() == FamilyMember.objects.count() > 300

    Dossier.objects.update(native_place="河南叶县")
    out = exported(forms)
    assert [name for name in out if out[name] != moved(name, originals[name])] == []
    assert len([name for name in out if out[name] != originals[name]]) == 300


@pytest.mark.django_db(transaction=True)
def test_a_zip_of_three_hundred_goes_through_the_door_of_uploads_and_comes_out_the_same(
    tables: dict[str, list[dict[str, str]]], tmp_path: Path
) -> None:
    keep_cadres(tables["cadres"])
    forms = files(tables, 300, seed=8)
    with zipfile.ZipFile(tmp_path / "全部.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for form in forms:
            packed.writestr(form.name, form.data)
            if form.photo and form.name.endswith(".lrm"):
                packed.writestr(form.name.replace(".lrm", ".pic"), form.photo)
    desk = Desk(cast.account("clerk", Role.CITY_CADRES), tmp_path)
    desk.confirm(upload := desk.send(tmp_path / "全部.zip"))
    assert upload.state == Upload.State.CONFIRMED, list(upload.problems.values("sheet", "message"))
    assert upload.counts["dossiers"] == {"new": 300, "changed": 0, "same": 0, "proposed": 0}
    for path in (stored.upload(upload.digest), tmp_path / "全部.zip"):
        path.unlink()
    originals = {form.name: form.data for form in forms}
    photos = {
        form.name.replace(".lrm", ".pic"): form.photo for form in forms if form.photo and ".lrmx" not in form.name
    }
    out = exported(forms)
    assert [name for name in out if out[name] != (originals | photos).get(name)] == []
    assert out.keys() == {*originals, *photos}
