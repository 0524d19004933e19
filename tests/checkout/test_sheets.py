"""A file of orders is refused by its own rows and columns."""

from __future__ import annotations

import io

import pytest

from liuke.domains import connect, members
from liuke.domains.checkout.sums import open_sums
from liuke.domains.connect import Fault
from liuke.kernel.db import Tx
from tests import make

HEADER = "order,placed_at,sku,units,grams,gross"


async def faults_of(tx: Tx, *rows: str, header: str = HEADER) -> tuple[Fault, ...]:
    """Return what a file of orders is refused for."""
    raw = "\n".join([header, *rows]).encode()
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


@pytest.mark.parametrize(
    ("more", "column"),
    [
        ("O1,2026-03-09,tee,1,,10", "placed_at"),
        ("O1,2026-03-08,tee,1,,10,S2", "store"),
        ("O1,2026-03-08,tee,1,,10,S1,13900139000", "member"),
        ("O1,2026-03-08,tee,1,,10,S1,,3", "shipping"),
    ],
)
async def test_rows_that_say_two_things_of_one_order_are_not_one_order(
    tx: Tx, more: str, column: str
) -> None:
    await make.products(tx, tee=1000)
    await make.store(tx, "S1")
    await make.store(tx, "S2")
    await members.enrol(tx, [members.Enrolment("13800138000"), members.Enrolment("13900139000")])
    header = f"{HEADER},store,phone,shipping"
    first = "O1,2026-03-08,tee,1,,10,S1,13800138000,2"
    alone, named = await faults_of(tx, first, more, header=header)
    assert (alone.line, named.line, named.column) == (2, 3, column)
    bare = "O1,2026-03-08,tee,1,,10"
    assert await faults_of(tx, first, bare, "O2" + first[2:], header=header) == ()


async def test_orders_of_one_person_s_two_numbers_are_taken(tx: Tx) -> None:
    await make.products(tx, tee=1000)
    one, _ = await members.enrol(
        tx, [members.Enrolment("13800138000", source="import", external_id=n) for n in ("4", "5")]
    )
    header = "order,placed_at,sku,gross,member_external_id"
    lines = ("O1,2026-03-08,tee,10,4", "O2,2026-03-09,tee,10,5")
    assert await faults_of(tx, *lines, header=header) == ()
    assert (await open_sums(tx, [one.member_id])).of(one.member_id).orders == 2
