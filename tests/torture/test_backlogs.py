"""A till's backlog in any order, in any pieces, twice and late: the same as once and in order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from liuke.domains import checkout, points
from liuke.domains.checkout import Item, Sale, Tender
from liuke.domains.points import BookSpec
from liuke.domains.points.ledger import lots
from liuke.domains.points.values import Rolling
from liuke.domains.promotions import Earn, Rule, StageName
from liuke.domains.tiers import TierSet
from liuke.domains.tiers.values import Basis, Level, Window
from liuke.kernel.db import Database, Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from tests import make
from tests.torture.undone import undone

PRICES = {"tee": 9_900, "cap": 4_500}
EARN = Rule(
    code="earn", stage=StageName.EARNING, effects=(Earn(book="stars", points=1, per_minor=100),)
)
CARD = TierSet(
    code="card",
    name="Card",
    basis=Basis(kind="spend"),
    window=Window(kind="calendar"),
    levels=(
        Level(code="silver", name="Silver", entry_threshold=0),
        Level(code="gold", name="Gold", entry_threshold=20_000),
    ),
)
PROGRESS = Sql[str]("""
    SELECT progress::text || ' ' || level FROM tiers_standing WHERE member_id = $1::uuid
""")
ORDERS = Sql[int]("SELECT COUNT(*) FROM checkout_order WHERE member_id = $1::uuid")
SALES = st.tuples(
    st.sampled_from(sorted(PRICES)), st.integers(1, 3), st.integers(0, 7 * 24 * 60), st.booleans()
)
CALM = settings(deadline=None, suppress_health_check=[*HealthCheck])


def backlog(tx: Tx, member_id: MemberId, made: Sequence[tuple[str, int, int, bool]]) -> list[Sale]:
    """Return sales of the last seven days, in the order in which they were made."""
    sales = [
        Sale(
            (Item(sku, units),), member_id, external_id=f"{member_id}:{number}",
            tenders=(Tender("cash", PRICES[sku] * units),),
            placed_at=tx.now - timedelta(minutes=minutes),
        )
        for number, (sku, units, minutes, _) in enumerate(made)
    ]  # fmt: skip
    return sorted(sales, key=lambda sale: sale.placed_at or tx.now)


async def stands(tx: Tx, member_id: MemberId) -> object:
    """Return all that the sales have left of one member."""
    months = await lots(tx, member_id, book="stars")
    return (
        [(b.book, b.spendable, b.earned) for b in await points.balances(tx, [member_id])],
        sorted((str(lot.expires_on), lot.points, lot.remaining) for lot in months.items),
        await tx.rows(PROGRESS, member_id),
        await tx.row(ORDERS, member_id),
    )


async def compare(tx: Tx, made: Sequence[tuple[str, int, int, bool]], data: st.DataObject) -> None:
    """Upload once in order for one member, and anyhow for another."""
    await make.programme(tx, BookSpec(code="stars", expiry=Rolling(days=90)), CARD, EARN)
    await make.products(tx, **PRICES)
    neat, wild = await make.members(tx, 2)
    await checkout.commit(tx, backlog(tx, neat, made))
    sales = backlog(tx, wild, made)
    twice = [sale for sale, (*_, again) in zip(sales, made, strict=True) if again]
    left = data.draw(st.permutations([*sales, *twice]), label="order")
    while left:
        size = data.draw(st.integers(1, len(left)), label="piece")
        overlap = data.draw(st.booleans(), label="overlap")
        piece = [replace(sale) for sale in left[:size]]
        await checkout.commit(tx, piece)
        left = left[size - 1 :] if overlap and size > 1 else left[size:]
    assert await stands(tx, wild) == await stands(tx, neat)


@pytest.mark.inv("I3")
@settings(CALM, max_examples=6)
@given(made=st.lists(SALES, min_size=1, max_size=6), data=st.data())
async def test_a_backlog_shuffled_doubled_and_in_pieces_comes_to_the_same(
    tx: Tx, made: list[tuple[str, int, int, bool]], data: st.DataObject
) -> None:
    await compare(tx, made, data)


@pytest.mark.torture
@pytest.mark.inv("I3")
@settings(CALM, max_examples=200)
@given(made=st.lists(SALES, min_size=1, max_size=20), data=st.data())
async def test_many_backlogs_come_to_the_same(
    database: Database, made: list[tuple[str, int, int, bool]], data: st.DataObject
) -> None:
    async with undone(database) as tx:
        await compare(tx, made, data)
