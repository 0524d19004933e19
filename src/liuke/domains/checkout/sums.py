"""Each member's running sums, folded in memory and written once a batch."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from msgspec.structs import replace

from liuke.domains.checkout.values import Stats
from liuke.domains.members import followers
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import columns

STATS = Sql[Stats]("""
    SELECT member_id, orders, units, net_minor, saved_minor, returned_minor, first_on, last_on,
           last_at
    FROM checkout_stats
    WHERE member_id = ANY ($1::uuid[])
""")
KEEP = Sql[None]("""
    INSERT INTO checkout_stats
        (member_id, orders, units, net_minor, saved_minor, returned_minor, first_on, last_on,
         last_at)
    SELECT s.*
    FROM UNNEST(
        $1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[],
        $7::date[], $8::date[], $9::timestamptz[]
    ) AS s
    ON CONFLICT (merchant_id, member_id) DO UPDATE SET
        orders = EXCLUDED.orders, units = EXCLUDED.units, net_minor = EXCLUDED.net_minor,
        saved_minor = EXCLUDED.saved_minor, returned_minor = EXCLUDED.returned_minor,
        first_on = EXCLUDED.first_on, last_on = EXCLUDED.last_on, last_at = EXCLUDED.last_at
""")


# What was called off was never bought: only orders that stand give a member's first and last day.
REDATE = Sql[None]("""
    UPDATE checkout_stats s
    SET first_on = d.first_on, last_on = d.last_on, last_at = d.last_at
    FROM (
        SELECT w.member_id, MIN(o.business_on) AS first_on, MAX(o.business_on) AS last_on,
            MAX(o.placed_at) AS last_at
        FROM UNNEST($1::uuid[], $2::uuid[]) AS w (member_id, whose_id)
        LEFT JOIN checkout_order o ON o.member_id = w.whose_id AND o.state <> 'cancelled'
        GROUP BY w.member_id
    ) d
    WHERE s.member_id = d.member_id
        AND (s.first_on, s.last_on, s.last_at)
            IS DISTINCT FROM (d.first_on, d.last_on, d.last_at)
""")


class Leaving(NamedTuple):
    """Units that leave the sums; `whole` when nothing of their order is left.

    `returned_minor` is what they add to what came back; below zero where the whole order is called
    off, which takes along what had come back of it.
    """

    net_minor: int
    saved_minor: int
    units: int
    whole: bool
    returned_minor: int


class Sums:
    """The sums of some members, ready to be folded."""

    def __init__(self, stats: Sequence[Stats]) -> None:
        """Start from what is stored."""
        self.by_member = {row.member_id: row for row in stats}
        self.changed: set[MemberId] = set()

    def of(self, member_id: MemberId) -> Stats:
        """Return a member's sums, zero before the first order."""
        return self.by_member.get(member_id) or Stats(member_id)

    def sold(
        self,
        member_id: MemberId,
        net_minor: int,
        saved_minor: int,
        units: int,
        when: tuple[date, datetime],
    ) -> None:
        """Count a basket; `when` is its business date and its instant."""
        (on, at), old = when, self.of(member_id)
        self.put(
            replace(
                old,
                orders=old.orders + 1,
                units=old.units + units,
                net_minor=old.net_minor + net_minor,
                saved_minor=old.saved_minor + saved_minor,
                first_on=min(old.first_on or on, on),
                last_on=max(old.last_on or on, on),
                last_at=max(old.last_at or at, at),
            )
        )

    def returned(self, member_id: MemberId, left: Leaving) -> None:
        """Take back units."""
        old = self.of(member_id)
        self.put(
            replace(
                old,
                orders=old.orders - left.whole,
                units=old.units - left.units,
                net_minor=old.net_minor - left.net_minor,
                saved_minor=old.saved_minor - left.saved_minor,
                returned_minor=old.returned_minor + left.returned_minor,
            )
        )

    def brought_back(self, member_id: MemberId, amount_minor: int) -> None:
        """Count what came back of an order before it was this member's."""
        old = self.of(member_id)
        self.put(replace(old, returned_minor=old.returned_minor + amount_minor))

    def add(self, member_id: MemberId, more: Stats) -> None:
        """Count somebody else's sums for a member as well."""
        old = self.of(member_id)
        if more.first_on is None or more.last_on is None or more.last_at is None:
            return
        self.put(
            replace(
                _moved(old, more, 1),
                first_on=min(old.first_on or more.first_on, more.first_on),
                last_on=max(old.last_on or more.last_on, more.last_on),
                last_at=max(old.last_at or more.last_at, more.last_at),
            )
        )

    def subtract(self, member_id: MemberId, less: Stats) -> None:
        """Count somebody else's sums for a member no longer; their days are found by `redate`."""
        if less.first_on is not None:
            self.put(_moved(self.of(member_id), less, -1))

    def put(self, stats: Stats) -> None:
        """Take over a member's new sums."""
        self.by_member[stats.member_id] = stats
        self.changed.add(stats.member_id)


def _moved(old: Stats, other: Stats, sign: int) -> Stats:
    return replace(
        old,
        orders=old.orders + sign * other.orders,
        units=old.units + sign * other.units,
        net_minor=old.net_minor + sign * other.net_minor,
        saved_minor=old.saved_minor + sign * other.saved_minor,
        returned_minor=old.returned_minor + sign * other.returned_minor,
    )


async def open_sums(tx: Tx, member_ids: Sequence[MemberId]) -> Sums:
    """Read the sums of members already locked."""
    return Sums(await tx.rows(STATS, list(member_ids)))


async def save_sums(tx: Tx, sums: Sums) -> None:
    """Write the sums that changed, in one statement."""
    changed = [sums.by_member[member_id] for member_id in sorted(sums.changed)]
    await tx.run(KEEP, *columns(Stats, changed))


async def redate(tx: Tx, member_ids: Sequence[MemberId]) -> None:
    """Find anew when members bought first and last, of all that counts for them now."""
    whose = await followers(tx, member_ids)
    pairs = [(member_id, each) for member_id in sorted(whose) for each in whose[member_id]]
    await tx.run(REDATE, [member_id for member_id, _ in pairs], [each for _, each in pairs])
