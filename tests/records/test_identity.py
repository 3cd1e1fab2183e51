"""ID numbers: read, kept so that nobody reads them, found again."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from jili.records import identity
from jili.records.identity import BadIdNumber, check_digit, decipher, digest, digests, encipher, read
from jili.records.models import Cadre, Dossier
from jili.records.suites import suites

TODAY = date(2026, 1, 1)
NUMBER = "11010519491231002X"

valid = st.builds(
    lambda region, day, serial: (first := f"{region}{day:%Y%m%d}{serial:03}") + check_digit(first),
    st.sampled_from(["110105", "410423", "650102"]),
    st.dates(date(1900, 1, 1), date(2025, 12, 31)),
    st.integers(0, 999),
)


def why_not(text: str) -> str:
    with pytest.raises(BadIdNumber) as bad:
        read(text, TODAY)
    assert not any(piece in str(bad.value) for piece in (text, text[6:14]) if len(piece) > 5)
    return str(bad.value)


def test_a_number_says_when_its_holder_was_born_and_the_sex() -> None:
    found = read(NUMBER, TODAY)
    assert (found.text, found.born, found.gender, found.province_known) == (NUMBER, date(1949, 12, 31), "female", True)
    assert read("110105194912310054", TODAY).gender == "male"
    assert not read("990105194912310058", TODAY).province_known


@pytest.mark.parametrize(
    "text", ["11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ", " 110105 19491231 002X\u3000"]
)
def test_full_width_blanks_and_a_small_x_are_put_right(text: str) -> None:
    assert read(text, TODAY).text == NUMBER


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("110105194912310021", "末位校验码与前 17 位不符,有一位写错或两位颠倒"),
        ("110105491231002", "这是 15 位旧号,不能用来认人:请按现在的证件填 18 位号码"),
        ("1101051949123100", "应为 18 位,现为 16 位"),
        ("11010519491231002Y", "前 17 位应为数字,末位为数字或 X"),
        ("1101051949123100²X", "前 17 位应为数字,末位为数字或 X"),
        ("11010519900230003X", "第 7—14 位不是存在的日期"),
        ("110105209912310026", "第 7—14 位的出生日期不可能"),
        ("110105189912310026", "第 7—14 位的出生日期不可能"),
        ("", "应为 18 位,现为 0 位"),
    ],
)
def test_what_is_no_number_is_refused_and_says_why(text: str, why: str) -> None:
    assert why_not(text) == why


@given(valid, st.integers(0, 16), st.integers(1, 9))
def test_any_one_wrong_digit_is_found(number: str, place: int, by: int) -> None:
    wrong = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
    with pytest.raises(BadIdNumber):
        read(wrong, TODAY)


@given(valid, st.integers(0, 15))
def test_any_two_neighbours_swapped_are_found(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if swapped != number:
        with pytest.raises(BadIdNumber):
            read(swapped, TODAY)


@pytest.mark.parametrize("suite", suites())
@given(number=valid)
def test_what_is_enciphered_opens_for_its_cadre_alone(suite: str, number: str) -> None:
    with override_settings(IDENTITY_SUITE=suite):
        kept = encipher(read(number, TODAY), "C1")
        assert number.encode() not in kept and number[6:14].encode() not in kept
        assert decipher(kept, "C1") == number
        assert encipher(read(number, TODAY), "C1") != kept
        with pytest.raises(ValueError, match="C2 的身份证号密文打不开"):
            decipher(kept, "C2")


@pytest.mark.parametrize("suite", suites())
def test_every_changed_byte_is_found(suite: str) -> None:
    with override_settings(IDENTITY_SUITE=suite):
        kept = encipher(read(NUMBER, TODAY), "C1")
        for place in range(len(kept)):
            changed = kept[:place] + bytes([kept[place] ^ 1]) + kept[place + 1 :]
            with pytest.raises(ValueError, match="C1 的身份证号密文"):
                decipher(changed, "C1")
        with pytest.raises(ValueError, match="已损坏"):
            decipher(kept[:20], "C1")
        with override_settings(IDENTITY_SECRET="another"), pytest.raises(ValueError, match="密钥不对"):
            decipher(memoryview(kept), "C1")


def test_this_machine_can_do_both_suites_and_prefers_sm() -> None:
    assert suites() == ("sm", "aes")
    with override_settings(IDENTITY_SUITE=""):
        assert encipher(read(NUMBER), "C1")[:1] == b"\x01"


def test_a_digest_is_the_same_each_time_and_another_under_another_key_or_suite() -> None:
    number = read(NUMBER, TODAY)
    assert digest(number) == digest(number) and len(digest(number)) == 64
    assert digests(number) == [digest(number, "sm"), digest(number, "aes")] and len(set(digests(number))) == 2
    with override_settings(IDENTITY_SECRET="another"):
        assert not set(digests(number)) & {digest(number, "sm"), digest(number, "aes")} - {*digests(number)}
    before = digests(number)
    with override_settings(IDENTITY_SECRET="another"):
        assert not set(before) & set(digests(number))


@pytest.mark.django_db
@pytest.mark.parametrize("suite", suites())
def test_a_number_is_found_under_whichever_suite_it_was_kept(suite: str) -> None:
    number = read(NUMBER, TODAY)
    for cadre_id in ("C1", "C2"):
        Cadre.objects.create(
            cadre_id=cadre_id, name="张三", gender="female", birth_on=number.born, work_start_on=date(1970, 1, 1),
            joined_on=date(1970, 1, 1), category="civil_servant", professional=False,
        )  # fmt: skip
        Dossier.objects.create(cadre_id=cadre_id)
    with override_settings(IDENTITY_SUITE=suite):
        Dossier.objects.filter(pk="C2").update(id_number_digest=digest(number))
    assert [dossier.pk for dossier in identity.with_number(Dossier.objects.all(), number)] == ["C2"]
    assert not identity.with_number(Dossier.objects.filter(pk="C1"), number).exists()
