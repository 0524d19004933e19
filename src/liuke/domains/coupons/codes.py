"""Coupon codes: 64 random bits a person can read out, with a check character.

Thirteen Crockford base32 characters hold the number, a fourteenth checks it. The check is a
weighted sum over GF(32), which notices every single wrong character and every swap of two.
"""

from __future__ import annotations

import secrets
from hashlib import blake2b
from typing import Self
from uuid import UUID

from liuke.kernel.ids import Id

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_BYTES = 8
OLD_BYTES = 16
DIGITS = 13
# Crockford reads what people confuse; separators are for the eye only.
CLEAN = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None})
VALUES = {character: value for value, character in enumerate(ALPHABET)}


def clean(text: str) -> str:
    """Return what a person typed as its code's characters, read generously.

    >>> clean("io-l 7x")
    '1017X'
    """
    return text[:60].upper().translate(CLEAN)


def _powers() -> tuple[int, ...]:
    """Return the powers of x in GF(32) = GF(2)[x] / (x^5 + x^2 + 1)."""
    powers = [1]
    while len(powers) < 31:
        doubled = powers[-1] << 1
        powers.append(doubled ^ 0b100101 if doubled & 32 else doubled)
    return tuple(powers)


POWERS = _powers()
LOGS = {power: exponent for exponent, power in enumerate(POWERS)}


def check_character(digits: str) -> str:
    """Return the check character of clean base32 digits.

    >>> check_character("0000000000001"), check_character("0000000000010")
    ('2', '4')
    """
    total = 0
    for place, character in enumerate(reversed(digits), start=1):
        if value := VALUES[character]:
            total ^= POWERS[(LOGS[value] + place) % 31]
    return ALPHABET[total]


class CouponCode(Id):
    """The secret on a coupon, eight random bytes; on the wire `XXXX-XXXXX-XXXXX`.

    >>> CouponCode.parse("0000-00000-00012")
    CouponCode('0000-00000-00012')
    """

    prefix = "code"
    __slots__ = ()

    @classmethod
    def new(cls) -> Self:
        """Draw one code from the system's random source."""
        return cls(secrets.token_bytes(CODE_BYTES))

    @classmethod
    def of(cls, value: UUID | bytes) -> Self:
        """Wrap a `bytea` column."""
        assert isinstance(value, bytes), "codes are stored as bytes"
        return cls(value)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what a person typed: any case, spaces, dashes, I for 1 and O for 0.

        Raises:
            ValueError: a character is wrong or missing.
        """
        characters = clean(text)
        digits, check = characters[:-1], characters[-1:]
        if len(digits) != DIGITS or not VALUES.keys() >= set(characters):
            raise ValueError("not a coupon code")
        number = 0
        for character in digits:
            number = number << 5 | VALUES[character]
        if number >> 64 or check_character(digits) != check:
            raise ValueError("not a coupon code")
        return cls(number.to_bytes(CODE_BYTES))

    @classmethod
    def find(cls, text: str) -> Self | None:
        """Read what a person typed, or None where it cannot be a code."""
        try:
            return cls.parse(text)
        except ValueError:
            return None

    @classmethod
    def shape(cls) -> str:
        """Return the pattern of a code as we write it."""
        return rf"^[{ALPHABET}]{{4}}-[{ALPHABET}]{{5}}-[{ALPHABET}]{{5}}$(?!\n)"

    @classmethod
    def example(cls) -> Self:
        """Return the code that descriptions show."""
        return cls.parse("0000-00000-00012")

    def __str__(self) -> str:
        number = int.from_bytes(self.bytes)
        digits = "".join(ALPHABET[number >> shift & 31] for shift in range(60, -1, -5))
        text = digits + check_character(digits)
        return f"{text[:4]}-{text[4:9]}-{text[9:]}"


def mint(count: int) -> list[bytes]:
    """Draw `count` codes at once, as stored; one call to the system's random source."""
    drawn = secrets.token_bytes(CODE_BYTES * count)
    return [drawn[at : at + CODE_BYTES] for at in range(0, len(drawn), CODE_BYTES)]


def spelled(text: str) -> bytes:
    """Return what a typed code is kept under: our own bytes, else the digest of an old code.

    What cannot be a code has a digest too: it is looked up all the same, and takes as long.

    >>> len(spelled("0000-00000-00012")), len(spelled("old 7")), spelled("OLD-7") == spelled("old7")
    (8, 16, True)
    """
    code = CouponCode.find(text)
    return code.bytes if code else _digest(clean(text), b"code")


def numbered(source: str, number: str) -> bytes:
    """Return what the number of a coupon in another system is kept under."""
    return _digest(f"{source}\0{number}", b"number")


def _digest(text: str, person: bytes) -> bytes:
    raw = text.encode("utf-8", "surrogatepass")
    return blake2b(raw, digest_size=OLD_BYTES, person=person).digest()
