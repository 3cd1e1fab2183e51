"""What is signed was read again, and continues what was signed before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from jili.access import log
from jili.access.checkpoint import Unsound, checkpoint_make, keys, keys_add, signer
from jili.access.models import Checkpoint, Event, LogNode
from jili.access.notes import BadNote, Signer, Tree, opened
from tests.access.test_proof import rewrite, undone, write


@pytest.mark.django_db
def test_a_checkpoint_says_size_and_root() -> None:
    write(7)
    made = checkpoint_make()
    assert opened(made.note, keys()) == Tree("jili", 7, log.root()) == Tree("jili", made.size, bytes(made.root))


@pytest.mark.django_db
def test_an_empty_log_is_not_signed() -> None:
    with pytest.raises(Unsound, match="还没有事件"):
        checkpoint_make()


@pytest.mark.django_db
def test_a_log_that_has_not_grown_is_signed_once() -> None:
    write(3)
    made = checkpoint_make()
    assert checkpoint_make() == made
    write(1)
    assert checkpoint_make().size == 4
    assert list(Checkpoint.objects.order_by("size").values_list("size", flat=True)) == [3, 4]


@pytest.mark.django_db
def test_new_events_are_read_again_before_they_are_signed(tampering: None) -> None:
    write(5)
    checkpoint_make()
    write(5)
    Event.objects.filter(seq=7).update(why="改")
    with pytest.raises(Unsound, match="第 7 号事件"):
        checkpoint_make()
    assert Checkpoint.objects.count() == 1


@pytest.mark.django_db
def test_a_shorter_log_is_not_signed(tampering: None) -> None:
    write(5)
    checkpoint_make()
    Event.objects.filter(seq=4).delete()
    with pytest.raises(Unsound, match="日志只有 4 件,检查点却已签到 5 件"):
        checkpoint_make()


@pytest.mark.django_db
@pytest.mark.parametrize("more", [0, 1, 3, 11])
def test_a_log_that_does_not_continue_the_one_signed_before_is_not_signed(more: int, tampering: None) -> None:
    write(6)
    checkpoint_make()
    rewrite(2)
    write(more)
    with pytest.raises(Unsound, match="前 6 件与已签发的检查点不符"):
        checkpoint_make()


@pytest.mark.django_db
def test_a_log_whose_hashes_are_gone_is_not_signed(tampering: None) -> None:
    write(6)
    checkpoint_make()
    write(1)
    LogNode.objects.all().delete()
    with pytest.raises(Unsound, match="第 0 号至第 1 号事件的中间哈希不见了"):
        checkpoint_make()


@pytest.mark.django_db
def test_a_note_kept_elsewhere_must_be_continued_as_well(tampering: None) -> None:
    write(4)
    with undone():
        write(4, "D")
        other = checkpoint_make().note
    with pytest.raises(Unsound, match="日志只有 4 件,检查点却已签到 8 件"):
        checkpoint_make(beside=other)
    write(5)
    with pytest.raises(Unsound, match="前 8 件与已签发的检查点不符"):
        checkpoint_make(beside=other)
    mine = checkpoint_make().note
    write(1)
    assert checkpoint_make(beside=mine).size == 10
    with pytest.raises(BadNote, match="三行"):
        checkpoint_make(beside="什么")


@pytest.mark.django_db
def test_the_algorithm_is_a_setting(settings: Any) -> None:
    write(1)
    assert signer().key.number == 1
    settings.CHECKPOINT_ALGORITHM = "none"
    with pytest.raises(ValueError, match="unknown algorithm none"):
        checkpoint_make()


def test_keys_of_other_installations_can_be_added_once(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    (tmp_path / "keys").mkdir()
    other = Signer.of("别的", "ed25519", "旧机").key
    assert keys() == [signer().key]
    for _ in range(2):
        keys_add(lines=[str(other), str(signer().key)])
        assert keys() == [signer().key, other]
    with pytest.raises(BadNote, match="公钥"):
        keys_add(lines=["什么"])
    assert keys() == [signer().key, other]
