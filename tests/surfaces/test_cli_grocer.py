"""The grocer's shelves: all that the source lists, or only what the receipts at hand name."""

from __future__ import annotations

from datetime import UTC, datetime

from liuke.surfaces.cli.grocer import Basket, Row, products


def test_a_few_receipts_need_only_the_goods_they_name() -> None:
    listed, _, _, _ = next(products([]))
    rows = [Row(code, 1, 100, 0) for code in ("of-no-list", listed, listed)]
    sold = [Basket("1", 1, "s", datetime(2026, 3, 1, tzinfo=UTC), rows)]
    few = [code for code, *_ in products(sold, unsold=False)]
    assert few == [listed, "of-no-list"]
    every = [code for code, *_ in products(sold)]
    assert len(every) == len(set(every)) > 90_000
    assert set(few) < set(every)
