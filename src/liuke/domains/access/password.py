"""Passwords: argon2id as the standard asks, and what makes one too weak."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from liuke.domains.access.errors import WeakPassword

LENGTH_MIN = 8
# OWASP ASVS 5.0 asks for t=1, m=47,104 KiB, p=1 at least.
HASHER = PasswordHasher(
    time_cost=2, memory_cost=47_104, parallelism=1, salt_len=16, hash_len=32
)  # fmt: skip
# The hash of a password thrown away: judged when nobody has the name, to take as long.
NOBODY = (
    "$argon2id$v=19$m=47104,t=2,p=1$1vLYZmZvhGm3yL/R9B22ug"
    "$LxaWUSOBzG5kmyOljlDtTxUrX9s77dRfH688QZpVM7g"
)


def make_hash(password: str) -> str:
    """Hash a password for keeping; takes tens of milliseconds and 46 MiB."""
    return HASHER.hash(password)


def fits(stored: str | None, password: str) -> bool:
    """Tell whether a password is the one kept; as slow for nobody as for somebody."""
    try:
        HASHER.verify(stored or NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def outdated(stored: str) -> bool:
    """Tell whether a hash was made with older settings and should be made anew."""
    return HASHER.check_needs_rehash(stored)


@cache
def common_passwords() -> frozenset[str]:
    """Return the passwords that everybody tries first: 30,000 of the world's, and China's own."""
    # Whoever never sets a password does not wait a fifth of a second for the list.
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # noqa: PLC0415 - as said

    text = (files(__package__) / "common_passwords.txt").read_text("utf-8")
    return frozenset(FREQUENCY_LISTS["passwords"]) | frozenset(text.split())


def check_password(password: str, *known: str) -> None:
    """Refuse a password that is short, common, monotonous, or made of what is `known`.

    >>> check_password("correct horse battery staple", "chen@example.com")

    Raises:
        WeakPassword: says which of these it is.
    """
    plain = password.lower()
    if len(password) < LENGTH_MIN:
        raise WeakPassword(f"at least {LENGTH_MIN} characters", f"至少 {LENGTH_MIN} 个字符")
    tails = ("", "!.@#", "0123456789!.@#")
    if any(plain.rstrip(tail) in common_passwords() for tail in tails):
        raise WeakPassword("everybody tries this one first", "这个密码太常见")
    if len(set(plain)) < 4 or _is_sequence(plain):
        raise WeakPassword("too monotonous", "字符太单一或是连续字符")
    names = {part for name in known for part in (name.lower(), name.lower().partition("@")[0])}
    if any(len(name) >= 4 and name in plain for name in names):
        raise WeakPassword("it contains your name", "密码里包含了你的账号或姓名")


def _is_sequence(text: str) -> bool:
    steps = {ord(after) - ord(before) for before, after in pairwise(text)}
    return len(steps) == 1
