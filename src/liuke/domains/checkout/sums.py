"""Each member's running sums, folded in memory and written once a batch."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from msgspec.structs import replace

from liuke.domains.checkout.values import Stats
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


class Leaving(NamedTuple):
    """Units that leave the sums; `whole` when nothing of their order is left."""

    net_minor: int
    saved_minor: int
    units: int
    whole: bool
    called_off: bool


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
        """Take back units; what was called off was never bought, and so never brought back."""
        old = self.of(member_id)
        self.put(
            replace(
                old,
                orders=old.orders - left.whole,
                units=old.units - left.units,
                net_minor=old.net_minor - left.net_minor,
                saved_minor=old.saved_minor - left.saved_minor,
                returned_minor=old.returned_minor + (0 if left.called_off else left.net_minor),
            )
        )

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
        """Count somebody else's sums for a member no longer; first and last days stay."""
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
