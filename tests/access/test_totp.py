"""The six digits fit for half a minute and its neighbours, and are sealed to their person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from liuke.domains.access.totp import address, new_secret, seal, step_of, unseal
from liuke.domains.access.values import StaffId
from liuke.kernel.crypto import Keys, Unreadable
from liuke.kernel.ids import MerchantId

AT = datetime(2026, 3, 1, 12, 0, 10, tzinfo=UTC)


@pytest.mark.parametrize(("seconds", "fits"), [(-60, False), (-30, True), (0, True), (30, True),
                                               (60, False)])  # fmt: skip
def test_a_code_fits_its_step_and_the_neighbours(seconds: int, *, fits: bool) -> None:
    secret = new_secret()
    code = pyotp.TOTP(secret).at(AT + timedelta(seconds=seconds))
    assert (step_of(secret, code, AT) is not None) is fits


def test_digits_of_another_script_do_not_fit() -> None:
    assert step_of(new_secret(), "１２３４５６", AT) is None


def test_a_secret_is_sealed_to_its_person() -> None:
    keys, merchant, person = Keys.for_tests(), MerchantId.new(), StaffId.new()
    sealed = seal(keys, merchant, person, "SECRET")
    assert unseal(keys, merchant, person, sealed) == "SECRET"
    with pytest.raises(Unreadable):
        unseal(keys, merchant, StaffId.new(), sealed)


def test_the_address_names_the_person() -> None:
    assert address(new_secret(), "chen@example.com").startswith("otpauth://totp/Liuke:chen")
