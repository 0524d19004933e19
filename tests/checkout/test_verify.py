from __future__ import annotations

from contextlib import suppress

import pytest

from liuke.domains import checkout
from liuke.domains.checkout import Comeback, Item, OrderId, ReceiptClaim, Sale, Tender, Units
from liuke.kernel.db import administer
from liuke.kernel.reader import Reader, reading
from liuke.providers.postgres import Server
from tests.checkout.test_take_back import open_shop, sell
from tests.conftest import Shop

RAISED = (
    "UPDATE checkout_order SET gross_minor = gross_minor + $2 WHERE id = $1",
    "UPDATE checkout_order SET cut_minor = cut_minor + $2 WHERE id = $1",
    "UPDATE checkout_order SET discount_minor = discount_minor + $2 WHERE id = $1",
    "UPDATE checkout_order SET points_minor = points_minor + $2 WHERE id = $1",
    "UPDATE checkout_order SET units = units + $2 WHERE id = $1",
)
PAYMENT = (
    "UPDATE checkout_payment SET kind = 'voucher' WHERE order_id = $1 AND place = 0",
    "UPDATE checkout_payment SET reference = '单|8' WHERE order_id = $1 AND place = 0",
    "UPDATE checkout_payment SET place = 2 WHERE order_id = $1 AND place = 0",
    "UPDATE checkout_payment SET amount_minor = amount_minor + 1 - place * 2 WHERE order_id = $1",
    "UPDATE checkout_payment SET birth = sha256('x') WHERE order_id = $1 AND place = 0",
)
# What a returned order no longer adds up by.
RETURNED = (
    "UPDATE checkout_order SET payable_minor = payable_minor + 1 WHERE id = $1",
    "UPDATE checkout_order SET shipping_minor = shipping_minor - 1 WHERE id = $1",
    "UPDATE checkout_line SET units = units + 1 WHERE order_id = $1",
    "DELETE FROM checkout_line WHERE order_id = $1",
    "DELETE FROM checkout_order WHERE id = $1",
    "UPDATE checkout_payment SET refunded_minor = refunded_minor - 1 WHERE order_id = $1",
    "DELETE FROM checkout_payment WHERE order_id = $1",
    "UPDATE checkout_return SET refund_minor = refund_minor + 1 WHERE order_id = $1",
    "DELETE FROM checkout_return WHERE order_id = $1",
)
# What adds up as before, and is not what was sold or brought back.
REWRITTEN = (
    "UPDATE checkout_order SET placed_at = placed_at - INTERVAL '1 day' WHERE id = $1",
    "UPDATE checkout_order SET business_on = business_on + 7 WHERE id = $1",
    "UPDATE checkout_order SET weekday = weekday % 7 + 1 WHERE id = $1",
    "UPDATE checkout_order SET store = 'S9' WHERE id = $1",
    "UPDATE checkout_order SET store_id = uuidv7() WHERE id = $1",
    "UPDATE checkout_order SET staff = 'eve' WHERE id = $1",
    "UPDATE checkout_order SET external_id = external_id || '-' WHERE id = $1",
    "UPDATE checkout_order SET versions = '{}' WHERE id = $1",
    "UPDATE checkout_order SET decision = decision || '{\"x\": 1}' WHERE id = $1",
    "UPDATE checkout_order SET birth = sha256('x') WHERE id = $1",
    "UPDATE checkout_line SET sku = 'gold', product = 'gold' WHERE order_id = $1",
    "UPDATE checkout_line SET category = 'gold' WHERE order_id = $1",
    "UPDATE checkout_line SET grams = grams + 1 WHERE order_id = $1",
    "UPDATE checkout_line SET line = line + 1 WHERE order_id = $1",
    "UPDATE checkout_return SET units = '[]' WHERE order_id = $1",
    "UPDATE checkout_return SET units = '7' WHERE order_id = $1",
    "UPDATE checkout_return SET returned_at = returned_at + INTERVAL '1 day' WHERE order_id = $1",
    "UPDATE checkout_return SET external_id = 'r2' WHERE order_id = $1",
    "UPDATE checkout_return SET outcome = '{}' WHERE order_id = $1",
    "UPDATE checkout_return SET reason = 'torn' WHERE order_id = $1",
)
EDIT = "UPDATE checkout_line SET gross_minor = $2, due_minor = $2 WHERE order_id = $1"


async def test_orders_with_returns_add_up(shop: Shop, server: Server) -> None:
    async with shop.begin() as tx:
        member = await open_shop(tx)
        receipt = await sell(tx, member, 20800, units={"tee": 2}, shipping_minor=1000)
        await checkout.take_back(tx, [Comeback(receipt.id, "r1", (Units(0, 1),))])
    async with reading(server.verify_url) as reader:
        proven = await checkout.verify(reader)
    assert [b for b in proven.broken if b.merchant_id == shop.actor.merchant_id] == []
    assert proven.orders >= 1


async def test_an_order_that_was_claimed_in_part_is_proved(shop: Shop, server: Server) -> None:
    async with shop.begin() as tx:
        member = await open_shop(tx)
        receipt = await sell(tx, None, 19800, units={"tee": 2})
        await checkout.take_back(tx, [Comeback(receipt.id, "r1", (Units(0, 0),), reason="碎|了")])
        await checkout.claim(tx, [ReceiptClaim(member, receipt.claim_code or "")])
    await require_named(server, shop, "DELETE FROM checkout_return WHERE order_id = $1", receipt.id)


async def test_no_sum_of_an_order_is_edited_unnoticed(shop: Shop, server: Server) -> None:
    async with shop.begin() as tx:
        member = await open_shop(tx)
        receipt = await sell(tx, member, 9900, units={"tee": 1})
    named = []
    async with administer(server.admin_url) as admin, reading(server.verify_url) as reader:
        for edit in RAISED:
            await admin.execute(edit, receipt.id, 1)
            proven = await checkout.verify(reader)
            await admin.execute(edit, receipt.id, -1)
            named.append(receipt.id in [broken.order_id for broken in proven.broken])
    assert named == [True] * len(RAISED)


async def test_an_edited_line_is_named(shop: Shop, server: Server) -> None:
    async with shop.begin() as tx:
        member = await open_shop(tx)
        receipt = await sell(tx, member, 9900, units={"tee": 1})
    async with administer(server.admin_url) as admin:
        await admin.execute(EDIT, receipt.id, 1)
        async with reading(server.verify_url) as reader:
            proven = await checkout.verify(reader)
        # Others prove the whole database as well.
        await admin.execute(EDIT, receipt.id, 9900)
    assert {b.order_id for b in proven.broken if b.merchant_id == shop.actor.merchant_id} == {
        receipt.id
    }


AGAIN = """
    INSERT INTO checkout_return (merchant_id, member_id, order_id, id, external_id, returned_at,
        business_on, units, refund_minor, outcome, reason, birth)
    SELECT merchant_id, member_id, order_id, id, external_id, returned_at, business_on, units, 0,
        outcome, reason, sha256(uuid_send(order_id) || uuid_send(id) || convert_to(CONCAT(
            char_length(external_id), '|', external_id,
            (EXTRACT(EPOCH FROM returned_at) * 1000000)::bigint, '|',
            business_on - DATE '1970-01-01', '|', 0, '|', units, '|', outcome, '|', reason
        ), 'UTF8'))
    FROM (
        SELECT merchant_id, member_id, order_id, gen_random_uuid() AS id, 'again' AS external_id,
            returned_at, business_on, '[{"line":0,"start":%s,"count":1}]'::jsonb AS units, outcome,
            reason
        FROM checkout_return WHERE order_id = $1
    ) one
"""


@pytest.mark.parametrize("start", [1, 2])
async def test_units_come_back_once_and_only_if_they_were_sold(
    shop: Shop, server: Server, start: int
) -> None:
    async with shop.begin() as tx:
        member = await open_shop(tx)
        receipt = await sell(tx, member, 20800, units={"tee": 2}, shipping_minor=1000)
        await checkout.take_back(tx, [Comeback(receipt.id, "r1", (Units(0, 1),))])
    await require_named(server, shop, AGAIN % start, receipt.id)


@pytest.mark.parametrize("forged", ["paid", "cancelled"])
async def test_whether_an_order_was_called_off_is_proved_by_what_came_back(
    shop: Shop, server: Server, forged: str
) -> None:
    async with shop.begin() as tx:
        member = await open_shop(tx)
        receipt = await sell(tx, member, 9900, units={"tee": 1})
        if forged != "cancelled":
            await checkout.cancel(tx, [receipt.id])
    edit = f"UPDATE checkout_order SET state = '{forged}' WHERE id = $1"  # noqa: S608 - ours
    await require_named(server, shop, edit, receipt.id)


class Undo(Exception):
    """Leaves a transaction without keeping anything."""


@pytest.mark.parametrize("edit", PAYMENT)
async def test_no_way_of_paying_is_edited_unnoticed(shop: Shop, server: Server, edit: str) -> None:
    async with shop.begin() as tx:
        member = await open_shop(tx)
        tenders = (Tender("wechat", 4900, "单|7"), Tender("cash", 5000))
        sale = Sale((Item("tee", 1),), member, external_id="1", tenders=tenders)
        (receipt,) = await checkout.commit(tx, [sale])
    await require_named(server, shop, edit, receipt.id)


@pytest.mark.parametrize("edit", [*RETURNED, *REWRITTEN])
async def test_no_part_of_a_returned_order_is_edited_or_removed_unnoticed(
    shop: Shop, server: Server, edit: str
) -> None:
    async with shop.begin() as tx:
        member = await open_shop(tx)
        receipt = await sell(tx, member, 20800, units={"tee": 2}, shipping_minor=1000)
        await checkout.take_back(tx, [Comeback(receipt.id, "r1", (Units(0, 1),))])
    await require_named(server, shop, edit, receipt.id)


async def require_named(server: Server, shop: Shop, edit: str, order_id: OrderId) -> None:
    """Forge an order, see it named and no other, and undo it."""
    async with administer(server.admin_url) as admin:
        assert await of_shop(Reader(admin), shop) == set()
        with suppress(Undo):
            async with admin.transaction():
                await admin.execute("SET LOCAL session_replication_role = replica")
                await admin.execute(edit, order_id)
                assert await of_shop(Reader(admin), shop) == {order_id}
                raise Undo


async def of_shop(reader: Reader, shop: Shop) -> set[OrderId | None]:
    """Return the orders of a shop that do not add up."""
    broken = (await checkout.verify(reader)).broken
    return {b.order_id for b in broken if b.merchant_id == shop.actor.merchant_id}
