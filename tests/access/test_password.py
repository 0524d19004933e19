"""A password that everybody tries first is refused; hashes are as strong as we say."""

from __future__ import annotations

import pytest

from liuke.domains.access.errors import WeakPassword
from liuke.domains.access.password import (
    LENGTH_MIN,
    NOBODY,
    check_password,
    common_passwords,
    fits,
    make_hash,
    outdated,
)


@pytest.mark.parametrize(
    "password",
    [
        "", "short1!", "password", "PASSWORD123", "Woaini1314", "admin888", "qwerty1234",
        "aaaaaaaaaa", "abcabcabcabc"[:8] * 0 + "aabbaabb", "abcdefghij", "9876543210", "12345678",
        "chen.wei-2026", "woaini5201314!", "trustno1", "Butterfly1", "starwars2026"[:8],
    ],
)  # fmt: skip
def test_a_password_others_would_guess_is_refused(password: str) -> None:
    with pytest.raises(WeakPassword) as refusal:
        check_password(password, "chen.wei@example.com", "陈伟")
    assert refusal.value.reason_zh


@pytest.mark.parametrize(
    "password", ["correct horse battery", "豆浆油条配咸菜最好吃", "Zt7!kq-2mV"]
)
def test_a_good_password_is_taken(password: str) -> None:
    check_password(password, "chen.wei@example.com", "陈伟")


def test_a_hash_fits_its_password_alone_and_says_its_strength() -> None:
    stored = make_hash("correct horse")
    assert stored.startswith("$argon2id$v=19$m=47104,t=2,p=1$")
    assert fits(stored, "correct horse")
    assert not fits(stored, "Correct horse")
    assert not outdated(stored)


def test_a_weaker_hash_is_known_as_outdated() -> None:
    assert outdated("$argon2id$v=19$m=8,t=1,p=1$bGl1a2Uta2V5cw$dGhpcyBpcyBubyBoYXNoIGF0IGFsbCE")


def test_nobody_has_a_password() -> None:
    assert not fits(None, "anything")
    assert not outdated(NOBODY)


def test_the_list_of_common_passwords_is_read() -> None:
    known = common_passwords()
    assert {"woaini1314", "password123", "12345678", "iloveyou1", "jordan23"} <= known
    assert sum(len(password) >= LENGTH_MIN for password in known) >= 3_000
