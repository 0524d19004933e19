"""Every number that a shop may set is told with its bounds, its source and what it changes."""

from __future__ import annotations

from liuke.domains.analytics.models.described import at, described, numbers
from liuke.domains.analytics.models.setting_words import WORDS
from liuke.domains.analytics.models.settings import Horizon, Settings


def test_every_number_has_words_and_no_words_stand_without_a_number() -> None:
    assert {path for path, _ in numbers(Settings)} == set(WORDS)


def test_a_number_tells_its_unit_its_bounds_and_who_set_it() -> None:
    own = Settings(horizon=Horizon(discount_bp=500))
    fields = {field.path: field for field in described(own).fields}
    discount = fields["horizon.discount_bp"]
    assert (discount.unit, discount.decimals, discount.least, discount.most) == (
        "percent", 2, 0, 10_000,
    )  # fmt: skip
    assert (discount.default, discount.value, discount.source) == (1_000, 500, "shop")
    assert {field.source for field in fields.values() if field is not discount} == {"default"}
    units = {path: (field.unit, field.decimals) for path, field in fields.items()}
    assert units["window_days"] == ("days", 0)
    assert units["borders.lost_tenths"] == ("gaps", 1)
    assert units["weights.spent"] == ("points", 3)
    assert units["horizon.months"] == ("months", 0)


def test_every_default_lies_within_its_bounds() -> None:
    for field in described(Settings()).fields:
        assert field.least <= at(Settings(), field.path) <= field.most
