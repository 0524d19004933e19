"""Writers that commit late and out of order, on rows of their own and on each other's."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from liuke.domains.checkout import OrderId
from liuke.kernel.db import Contended, Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from tests import make
from tests.analytics.orders import ORDER
from tests.conftest import Shop

TAG = Sql[None]("""
    INSERT INTO members_tag (member_id, tag, source, tagged_at)
    VALUES ($1::uuid, $2, 'manual', lk_now())
    ON CONFLICT (merchant_id, member_id, tag) DO UPDATE SET tagged_at = lk_now()
""")
UNTAG = Sql[None]("DELETE FROM members_tag WHERE member_id = $1::uuid AND tag = $2")
STATS = Sql[None]("""
    INSERT INTO checkout_stats AS s (
        member_id, orders, units, net_minor, saved_minor, returned_minor
    )
    VALUES ($1::uuid, 1, 1, 100, 0, 0)
    ON CONFLICT (merchant_id, member_id) DO UPDATE SET orders = s.orders + 1
""")
ADVANCE = Sql[None]("""
    WITH moved AS (
        UPDATE checkout_order SET state = CASE state WHEN 'paid' THEN 'shipped' ELSE 'paid' END
        WHERE member_id = $1::uuid RETURNING id
    )
    UPDATE checkout_line SET xid = lk_xid() WHERE order_id IN (SELECT id FROM moved)
""")
EVENT = Sql[None]("""
    INSERT INTO kernel_event (kind, member_id, at, actor, body)
    VALUES ('test.happened', $1::uuid, lk_now(), 'test', '{}')
""")
EARLY = Sql[int]("SELECT lk_xid()")


@dataclass(eq=False)
class Regret(Exception):
    """The writer thinks better of it."""


@dataclass
class Crowd:
    """Some writers at one shop; `late_seconds` is how long a transaction may stay open."""

    shop: Shop
    late_seconds: float = 0.2
    seed: int = 1
    done: Counter[str] = field(default_factory=Counter)
    members: Sequence[MemberId] = ()
    stopping: bool = False

    async def write(self, count: int) -> None:
        """Write with so many writers until `stop`."""
        async with self.shop.begin() as tx:
            self.members = await make.members(tx, 8)
        async with asyncio.TaskGroup() as group:
            for number in range(count):
                group.create_task(self._one(random.Random(self.seed * 1_000 + number)))  # noqa: S311 - load

    async def _one(self, dice: random.Random) -> None:
        while not self.stopping:
            with suppress(Contended, Regret):
                async with self.shop.begin() as tx:
                    # Its number is early; what it writes comes when others have written since.
                    await tx.row(EARLY)
                    for _ in range(dice.randint(1, 4)):
                        await asyncio.sleep(dice.random() * self.late_seconds)
                        await self._write(tx, dice)
                    if dice.random() < 0.1:
                        self.done["undone"] += 1
                        raise Regret
                self.done["committed"] += 1

    async def _write(self, tx: Tx, dice: random.Random) -> None:
        member_id = dice.choice(self.members)
        tag = dice.choice(("a", "b", "c"))
        what = dice.randrange(7)
        if what < 2:
            await tx.run(TAG, member_id, tag)
        elif what == 2:
            await tx.run(UNTAG, member_id, tag)
        elif what == 3:
            await tx.run(STATS, member_id)
        elif what == 4:
            day = tx.today.replace(month=dice.randint(1, 12), day=1)
            await tx.run(ORDER, member_id, OrderId.new(), day, "paid", "s")
        elif what == 5:
            await tx.run(ADVANCE, member_id)
        else:
            await tx.run(EVENT, member_id)
