"""Whatever is kept of a member is read for their own copy of it, or stands here with the reason."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from liuke.domains import checkout, members
from liuke.domains.checkout import Item, Sale, Tender
from liuke.domains.members import Merging
from liuke.kernel.actor import system
from liuke.kernel.db import Database, Tx, begin
from liuke.kernel.ids import MemberId, MerchantId
from liuke.kernel.rows import Sql
from tests import make
from tests.coupons.templates import cash, given

# Tables about members that their copy leaves out, and why that is right.
LEFT_OUT: Mapping[str, str] = {
    "analytics_forgotten": "which members the lake has to forget: of those erased, who get no copy",
    "checkout_key": "from a till's number of an order to the order, which is in the copy with it",
    "coupons_code": "from a code to the coupon, which is in the copy with it",
    "members_shown": "digests of codes their card showed, for minutes, against a second use",
    "members_token": "digests of parts of their name and numbers, which are in the copy themselves",
    "tiers_gone": "that a record is counted nowhere: the copy has the merge that made it so",
}
TABLES = Sql[str]("""
    SELECT DISTINCT t.relname::text
    FROM pg_class t
    JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname = 'public'
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.atttypid = 'uuid'::regtype
        AND NOT a.attisdropped
    WHERE t.relkind IN ('r', 'p') AND (
        t.relname = 'members_member' OR a.attname = 'member_id' OR EXISTS (
            SELECT FROM pg_constraint f
            WHERE f.conrelid = t.oid AND f.confrelid = 'members_member'::regclass
                AND f.contype = 'f' AND a.attnum = ANY (f.conkey)
                AND a.attname NOT IN ('merchant_id', 'store_id')
        )
    )
    ORDER BY 1
""")
# What was looked at, how often; what the connection did for others before may count too.
LOOKS = Sql[tuple[str, int]]("""
    SELECT relname::text, seq_scan + COALESCE(idx_scan, 0) FROM pg_stat_xact_user_tables
""")


async def furnish(tx: Tx) -> MemberId:
    """Give a shop a member with a child, a coupon, a purchase and a past as two records."""
    await make.merchant(tx)
    await make.programme(tx, cash())
    await make.products(tx, tee=9_900)
    one, other = await make.members(tx, 2)
    await given(tx, one, "ten")
    sale = Sale((Item("tee"),), one, external_id="1", tenders=(Tender("cash", 9_900),))
    await checkout.commit(tx, [sale])
    await members.merge(tx, [Merging(one, other, "one person")])
    return one


@pytest.mark.inv("P4")
async def test_all_that_is_kept_of_a_member_is_in_their_copy_or_left_out_for_a_reason(
    database: Database,
) -> None:
    actor = system(MerchantId.new(), "test")
    async with begin(database, actor) as tx:
        one = await furnish(tx)
    async with begin(database, actor) as tx:
        tables = await tx.rows(TABLES)
        before = set(await tx.records(LOOKS))
        await members.export_members(tx, [one], reason="asked")
        read = {table for table, _ in set(await tx.records(LOOKS)) - before}
    assert [t for t in tables if t not in read and t not in LEFT_OUT] == []
    assert [t for t in LEFT_OUT if t not in tables or t in read] == []
