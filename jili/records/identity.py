"""ID numbers (公民身份号码, GB 11643): read, kept enciphered, found by a keyed digest.

The database holds only ciphertext (bound to its cadre) and digest, both by a suite of ``jili.records.suites``; what was
kept under another suite than that of today is still read and found.

Reading a number needs neither keys nor database.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hmac

from jili.records.suites import NONCE, SUITES, TAG, Suite, chosen, marked, suites

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from jili.records.models import Dossier

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_FULL_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789Xx")
_PROVINCES = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")


class BadIdNumber(ValueError):
    """Not an ID number; says why in Chinese, without the number."""


@dataclass(frozen=True)
class IdNumber:
    """An 18-digit number whose check digit is right, and what it says of its holder."""

    text: str
    born: date
    gender: Literal["male", "female"]

    @property
    def province_known(self) -> bool:
        return _PROVINCES.match(self.text) is not None


def read(text: str, today: date | None = None) -> IdNumber:
    """The number in ``text``; full-width digits, blanks and a small x are put right. Raises BadIdNumber."""
    number = re.sub(r"[\s\u3000]", "", text).translate(_FULL_WIDTH).upper()
    if re.fullmatch(r"[0-9]{15}", number):
        raise BadIdNumber("这是 15 位旧号,不能用来认人:请按现在的证件填 18 位号码")
    if len(number) != 18:
        raise BadIdNumber(f"应为 18 位,现为 {len(number)} 位")
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        raise BadIdNumber("前 17 位应为数字,末位为数字或 X")
    try:
        born = date.fromisoformat(f"{number[6:10]}-{number[10:12]}-{number[12:14]}")
    except ValueError:
        raise BadIdNumber("第 7—14 位不是存在的日期") from None
    if born > (today or date.today()) or born.year < 1900:
        raise BadIdNumber("第 7—14 位的出生日期不可能")
    if check_digit(number[:17]) != number[17]:
        raise BadIdNumber("末位校验码与前 17 位不符,有一位写错或两位颠倒")
    return IdNumber(number, born, "male" if int(number[16]) % 2 else "female")


def check_digit(first: str) -> str:
    """The last character that belongs to the first 17 digits."""
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(first, _WEIGHTS, strict=True)) % 11]


def encipher(number: IdNumber, cadre_id: str) -> bytes:
    """The number as it is kept; opens only for the same cadre."""
    suite = chosen()
    nonce = secrets.token_bytes(NONCE)
    encryptor = suite.cipher(_key(suite), nonce).encryptor()
    encryptor.authenticate_additional_data(cadre_id.encode())
    ciphertext = encryptor.update(number.text.encode()) + encryptor.finalize()
    return bytes(suite.mark + nonce + ciphertext + encryptor.tag)


def decipher(kept: bytes | memoryview, cadre_id: str) -> str:
    """The number of a cadre. Raises ValueError: the bytes were changed, are another cadre's, or the key is another."""
    data = bytes(kept)
    suite = marked(data[:1])
    if suite is None or len(data) <= 1 + NONCE + TAG:
        raise ValueError(f"干部 {cadre_id} 的身份证号密文已损坏")
    nonce, ciphertext, tag = data[1 : 1 + NONCE], data[1 + NONCE : -TAG], data[-TAG:]
    decryptor = suite.cipher(_key(suite), nonce, tag).decryptor()
    decryptor.authenticate_additional_data(cadre_id.encode())
    try:
        return bytes(decryptor.update(ciphertext) + decryptor.finalize()).decode()
    except InvalidTag:
        raise ValueError(f"干部 {cadre_id} 的身份证号密文打不开:密钥不对,或内容被改过") from None


def digest(number: IdNumber, suite: str | None = None) -> str:
    """64 hex digits that stand for the number, the same each time, worthless without the key."""
    own = SUITES[suite] if suite else chosen()
    made = hmac.HMAC(own.key("digest", 32), own.hash())
    made.update(number.text.encode())
    return made.finalize().hex()


def _key(suite: Suite) -> bytes:
    return suite.key("encipher", suite.key_length)


def digests(number: IdNumber) -> list[str]:
    """All digests under which the number may be kept."""
    return [digest(number, suite) for suite in suites()]


def with_number(dossiers: QuerySet[Dossier], number: IdNumber) -> QuerySet[Dossier]:
    """Of these dossiers the one with the number, whichever suite it was kept under."""
    return dossiers.filter(id_number_digest__in=digests(number))
