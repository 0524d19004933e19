"""A script that migrates learns how much there was to do."""

from __future__ import annotations

from tests.surfaces.operator import Operator


def test_a_database_of_today_has_nothing_to_migrate(operator: Operator) -> None:
    assert operator.asks("migrate") == {"migrations": 0}
    assert "0 migrations ran; the schema is of today" in operator.types("migrate").stderr
