"""Settings that contradict themselves are refused with the place and the reason."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from liuke.domains.analytics.models.settings import NINE, Borders, Cuts, Settings
from liuke.domains.analytics.models.sound import check, unsound
from liuke.kernel.problems import InvalidField

RISING = (10, 20, 20, 40)


def test_the_defaults_contradict_nothing() -> None:
    assert list(unsound(Settings())) == []
    assert list(unsound(Settings(cuts=Cuts(RISING, RISING, RISING)))) == []


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        (Settings(cuts=Cuts(RISING, (1, 2, 9, 3), RISING)), "cuts.frequency"),
        (Settings(borders=Borders(dormant_tenths=19)), "borders.dormant_tenths"),
        (Settings(borders=Borders(lost_days=29)), "borders.lost_days"),
        (Settings(layers=(NINE[0], replace(NINE[1], code=NINE[0].code))), "layers"),
    ],
)
def test_what_contradicts_the_rest_is_named(settings: Settings, field: str) -> None:
    with pytest.raises(InvalidField) as refused:
        check(settings)
    assert refused.value.field == field
    assert refused.value.reason != refused.value.reason_zh
