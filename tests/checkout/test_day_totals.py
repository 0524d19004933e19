"""A store's day is read by the store, not by the day of the whole shop."""

from __future__ import annotations

import json

import pytest

from liuke.domains.checkout import day_totals as totals
from liuke.kernel.clock import day_end, day_start
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql


@pytest.mark.parametrize("statement", [totals.SOLD, totals.TENDERS, totals.BOOKS])
async def test_a_days_orders_are_found_by_their_store(tx: Tx, statement: Sql[object]) -> None:
    asked = "S1", day_start(tx.today, tx.zone), day_end(tx.today, tx.zone)
    explain = Sql[str]("EXPLAIN (FORMAT JSON) " + statement.text)
    ((plan,),) = await tx.records(explain, *asked)
    scan = next(node for node in nodes(json.loads(plan)) if node.get("Alias") in ALIASES)
    assert scan["Index Name"] == "checkout_order_day"
    assert "store = " in scan["Index Cond"]


ALIASES = ("checkout_order", "o")


def nodes(plan: object) -> list[dict[str, str]]:
    """Return every node of a plan."""
    if isinstance(plan, list):
        return [node for part in plan for node in nodes(part)]
    if not isinstance(plan, dict):
        return []
    return [plan, *(node for part in plan.values() for node in nodes(part))]
