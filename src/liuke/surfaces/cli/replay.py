"""Replay receipts in the order of their time, through the function the till calls."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from liuke.domains import checkout, coupons, points, tiers
from liuke.domains.checkout import Item, Sale
from liuke.domains.coupons import CouponId
from liuke.kernel.actor import Actor
from liuke.kernel.db import Database, Tx, begin
from liuke.kernel.ids import MemberId
from liuke.surfaces.cli.grocer import Basket, Voucher

# Lanes share no household: one waits for the database while another decides.
LANES = 2
BATCH = 1_000
CHUNK = 1_000
PAYS_EVERY = 10
PAY_MOST = {"stars": 100_000}

Due = Callable[[Tx, MemberId | None], Awaitable[list[MemberId]]]
Night = Callable[[Tx, Sequence[MemberId]], Awaitable[object]]
Told = Callable[[int], object]


@dataclass(frozen=True)
class Till:
    """Where receipts are replayed: the shop, and who its households are."""

    database: Database
    actor: Actor
    members: Mapping[int, MemberId]

    async def ring(self, baskets: Sequence[Basket], advance: Told = lambda _: None) -> None:
        """Commit receipts: each household's in time order, the lanes of households side by side.

        No lane waits for another; `advance` is told how many receipts each batch committed.
        """
        lanes = [[b for b in baskets if b.household % LANES == lane] for lane in range(LANES)]
        await asyncio.gather(*(self._lane(lane, advance) for lane in lanes))

    async def _lane(self, baskets: Sequence[Basket], advance: Told) -> None:
        for start in range(0, len(baskets), BATCH):
            batch = baskets[start : start + BATCH]
            await self._commit(batch)
            advance(len(batch))

    async def _commit(self, baskets: Sequence[Basket]) -> None:
        async with begin(self.database, self.actor, now=baskets[-1].at) as tx:
            await checkout.commit(tx, [self.sale(basket) for basket in baskets])

    def sale(self, basket: Basket) -> Sale:
        """Return a receipt as a sale; every tenth pays with the stars there are."""
        member_id = self.members[basket.household]
        return Sale(
            items=tuple(
                [Item(r.product, r.units, 0, r.gross_minor, r.cut_minor) for r in basket.rows]
            ),
            member_id=member_id,
            source="grocer",
            external_id=basket.id,
            store=basket.store,
            channel="store",
            coupons=tuple([str(made_of(member_id, voucher)) for voucher in basket.coupons]),
            spend=PAY_MOST if int(basket.id) % PAYS_EVERY == 0 else {},
            placed_at=basket.at,
        )

    async def night(self, now: datetime) -> None:
        """Do what the nightly jobs do, as of an instant."""
        await self._sweep(now, lambda tx, after: coupons.due(tx, after, CHUNK), coupons.expire)
        await self._sweep(
            now, lambda tx, after: points.due(tx, after=after, limit=CHUNK), points.expire
        )
        await self._sweep(now, lambda tx, after: tiers.due(tx, after, CHUNK), tiers.close)

    async def _sweep(self, now: datetime, due: Due, work: Night) -> None:
        after: MemberId | None = None
        while True:
            async with begin(self.database, self.actor, now=now) as tx:
                members = await due(tx, after)
                if not members:
                    return
                await work(tx, members)
                after = members[-1]


def made_of(member_id: MemberId, voucher: Voucher) -> CouponId:
    """Return the coupon that a household got for a campaign."""
    return CouponId.made_of(member_id, voucher.template, voucher.cause)


def by_month(baskets: Sequence[Basket]) -> Iterator[Sequence[Basket]]:
    """Cut receipts, which are in the order of time, into months."""
    for _, month in groupby(baskets, key=lambda basket: (basket.at.year, basket.at.month)):
        yield list(month)
