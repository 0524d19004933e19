from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from liuke.domains.coupons.faults import check
from liuke.domains.coupons.template import (
    CashOff,
    Dates,
    FreeItem,
    Goods,
    Got,
    Hours,
    Scope,
    TimesCard,
)
from tests.coupons.templates import cash

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
COFFEE = Goods(products=("coffee",))


@pytest.mark.parametrize(
    ("settings", "path"),
    [
        ({"effect": FreeItem(Goods())}, "effect.item"),
        ({"effect": TimesCard(3, Goods())}, "effect.item"),
        ({"effect": CashOff(500), "budget_minor": 400}, "budget_minor"),
        ({"validity": Dates(JUNE, MAY)}, "validity.ends_on"),
        ({"validity": Dates(None, MAY), "got": "claimed", "claim_from_on": JUNE}, "claim_from_on"),
        ({"got": "claimed", "claim_from_on": JUNE, "claim_until_on": MAY}, "claim_until_on"),
        ({"got": "public_code"}, "public_code"),
        ({"public_code": "SUMMER"}, "public_code"),
        (
            {"got": "public_code", "public_code": "TEA", "effect": TimesCard(2, COFFEE)},
            "got",
        ),
        ({"got": "claimed", "claim_days": 3}, "claim_days"),
        ({"claim_from_on": MAY}, "claim_from_on"),
        ({"got": "public_code", "public_code": "TEA", "transferable": True}, "transferable"),
        ({"stock": 5, "per_day": 6}, "per_day"),
        ({"per_member": 1, "per_member_day": 2}, "per_member_day"),
        ({"scope": Scope(hours=(Hours("25:00", "26:00"),))}, "scope.hours[0]"),
        ({"scope": Scope(hours=(Hours("10:00", "10:00"),))}, "scope.hours[0]"),
        ({"scope": Scope(stores=("a",), stores_excluded=("a", "b"))}, "scope.stores_excluded"),
        # The 1st of May 2026 is a Friday.
        ({"validity": Dates(MAY, MAY), "scope": Scope(weekdays=(6, 7))}, "scope.weekdays"),
    ],
)
def test_a_fault_is_named_by_its_path_in_both_languages(
    settings: dict[str, Any], path: str
) -> None:
    if "got" in settings:
        settings = settings | {"got": Got(settings["got"])}
    (fault,) = check([cash(), cash("bad", **settings)])
    assert fault.path == f"$.coupons[1].{path}"
    assert fault.reason
    assert fault.reason_zh


def test_two_coupons_cannot_share_a_public_code() -> None:
    one, two = (cash(c, got=Got.PUBLIC_CODE, public_code="TEA") for c in ("one", "two"))
    (fault,) = check([one, two])
    assert fault.path == "$.coupons[1].public_code"


def test_a_sound_template_has_no_fault() -> None:
    assert check([cash(), cash("card", effect=TimesCard(3, COFFEE))]) == []
