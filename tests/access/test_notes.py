"""Checkpoints as text: what is signed is read, what is not is refused."""

from __future__ import annotations

from base64 import b64decode

import pytest

from jili.access.notes import BadNote, Key, Signer, Tree, opened

ROOT = bytes(range(32))
TREE = Tree("市委组织部", 1207, ROOT)
SIGNER = Signer.of("秘密", "ed25519", "市委组织部")
NOTE = SIGNER.sign(TREE)


def test_a_checkpoint_has_three_lines_and_a_signature() -> None:
    text, signature = NOTE.split("\n\n")
    assert text == "市委组织部\n1207\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    assert signature.startswith("— 市委组织部 ") and signature.endswith("\n") and signature.count("\n") == 1


def test_the_form_is_that_of_the_specification() -> None:
    """The example of C2SP's signed-note."""
    key = Key.read("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    signature = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    assert b64decode(signature)[:4] == key.id
    assert key.signed(b64decode(signature)[4:], text)


def test_what_was_signed_is_read() -> None:
    assert opened(NOTE, [SIGNER.key]) == TREE
    other = Signer.of("别的", "ed25519", "审计员")
    both = NOTE + other.sign(TREE).split("\n\n")[1]
    assert opened(both, [other.key]) == opened(both, [SIGNER.key]) == TREE


def test_the_same_secret_makes_the_same_key() -> None:
    assert Signer.of("秘密", "ed25519", "市委组织部").key == SIGNER.key
    assert Signer.of("秘密二", "ed25519", "市委组织部").key != SIGNER.key


def test_an_unknown_algorithm_is_refused() -> None:
    with pytest.raises(ValueError, match="one of ed25519"):
        Signer.of("秘密", "sm2", "市委组织部")
    assert not Key("市委组织部", 7, bytes(32)).signed(bytes(64), TREE.text())


def test_a_key_is_a_line_that_can_be_kept() -> None:
    assert Key.read(f"{SIGNER.key}\n") == SIGNER.key


@pytest.mark.parametrize(
    "line", ["", "名", "名+00", "名+00000000+AAAA", str(SIGNER.key).replace("市委", "县委"), f"{SIGNER.key}A"]
)
def test_what_is_no_key_is_refused(line: str) -> None:
    with pytest.raises(BadNote, match="公钥"):
        Key.read(line)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        (NOTE.replace("1207", "1208"), "签名与内容不符"),
        (NOTE.replace("AAEC", "AAED"), "签名与内容不符"),
        (NOTE.replace("市委组织部\n1207", "县委组织部\n1207"), "签名与内容不符"),
        (NOTE.replace("1207", "01207"), "三行"),
        (NOTE.replace("1207", "０１２"), "三行"),
        (NOTE.replace("1207", "0"), "三行"),
        (NOTE.replace("Hh8=", "HR4f"), "三行"),
        (NOTE.replace("\n\n", "\n另一行\n\n"), "三行"),
        (NOTE.replace("\n\n", "\n"), "三行"),
        (NOTE.partition("\n\n")[0] + "\n", "三行"),
        (NOTE.rstrip("\n"), "没有签名"),
        (NOTE.replace("— ", "- "), "签名一行不完整"),
        (NOTE[:-8] + "\n", "签名一行不完整"),
        (NOTE.replace("— 市委组织部", "— 别人"), "不是由已知的密钥签发的"),
        ("", "三行"),
        ("一\n二\n三\n\n— 一 AAAA\n", "三行"),
    ],
)
def test_what_was_changed_is_refused(changed: str, says: str) -> None:
    assert changed != NOTE
    with pytest.raises(BadNote, match=says):
        opened(changed, [SIGNER.key])


def test_a_note_of_an_unknown_key_is_refused() -> None:
    with pytest.raises(BadNote, match="不是由已知的密钥签发的"):
        opened(NOTE, [Signer.of("别的", "ed25519", "市委组织部").key])
    with pytest.raises(BadNote, match="不是由已知的密钥签发的"):
        opened(NOTE, [])
