from __future__ import annotations

from liuke.domains import members
from liuke.kernel.db import Tx
from tests.checkout.test_take_back import open_shop, sell


async def test_a_members_export_holds_what_they_bought(tx: Tx) -> None:
    member = await open_shop(tx)
    await sell(tx, member, 14400, units={"tee": 1, "cap": 1})
    (export,) = await members.export_members(tx, [member], reason="asked by the member")
    assert [row["sku"] for row in export.sections["orders"]] == ["tee", "cap"]
