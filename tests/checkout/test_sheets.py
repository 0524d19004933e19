"""A file of orders is refused by its own rows and columns."""

from __future__ import annotations

import io

import pytest

from liuke.domains import connect
from liuke.domains.connect import Fault
from liuke.kernel.db import Tx
from tests import make

HEADER = "order,placed_at,sku,units,grams,gross"


async def faults_of(tx: Tx, *rows: str) -> tuple[Fault, ...]:
    """Return what a file of orders is refused for."""
    raw = "\n".join([HEADER, *rows]).encode()
    found = connect.survey(io.BytesIO(raw))
    plan = await connect.make_plan(tx, connect.find_sheet("orders"), found, {})
    (chunk,) = connect.chunks(plan, connect.records(io.BytesIO(raw), found))
    return (await connect.take(tx, plan, chunk)).faults


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("O2,2026-03-08,ghost,1,,", "sku", "unknown_items"),
        ("O2,2026-03-08,tee,1,500,", "grams", "not_weighed"),
        ("O1,2026-03-08,tee,2,,20", "order", "sale_changed"),
        ("O2,2100-03-08,tee,1,,10", "placed_at", "placed_at_wrong"),
    ],
)
async def test_a_refused_order_names_its_column_and_the_others_are_taken(
    tx: Tx, row: str, column: str, code: str
) -> None:
    await make.products(tx, tee=1000)
    (fault,) = await faults_of(
        tx, "O1,2026-03-08,tee,1,,10", "O3,2026-03-08,tee,1,,10", row, "O4,2026-03-08,tee,1,,10"
    )
    assert (fault.line, fault.column, fault.code) == (4, column, code)
    assert await faults_of(tx, "O4,2026-03-08,tee,1,,10") == ()
