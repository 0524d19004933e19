"""Somebody is let in for the stores they work for, and for no store that is not there."""

from __future__ import annotations

import asyncio

from liuke.domains import access
from tests import make
from tests.surfaces.operator import Operator


async def test_somebody_is_let_in_for_some_stores(operator: Operator) -> None:
    async with operator.shop.begin() as tx:
        ours = {await make.store(tx, "A1"), await make.store(tx, "B2")}
        await make.store(tx, "C3")
    add = operator.of_shop("staff", "add", "mei", "梅", "--role", "manager")

    two = [*add, "--store", "A1", "--store", "B2"]

    told = await asyncio.to_thread(operator.types, *two, "--store", "Z9", fails=True)
    made = await asyncio.to_thread(operator.asks, *two)

    assert "Z9" in told.stderr
    async with operator.shop.begin() as tx:
        person = next(p for p in await access.staff(tx) if str(p.id) == made["staff_id"])
    assert set(person.store_ids or ()) == ours
