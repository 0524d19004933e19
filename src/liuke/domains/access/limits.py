"""Limits: up to which amount one person may act alone in a day of the merchant."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from liuke.domains.access.errors import UnknownActs
from liuke.domains.access.values import ActLimit
from liuke.kernel import audit
from liuke.kernel.db import Tx
from liuke.kernel.edits import hold_as_seen
from liuke.kernel.rows import Sql

# The amount is points, coupons, people or versions; 0 always asks a second person.
DEFAULTS = {
    "approvals.limits": 0,  # limits raised above what they were
    "coupons.codes": 100,  # codes taken along
    "coupons.issue": 1_000,  # coupons given
    "members.children": 0,  # members whose children's names are opened
    "members.export": 1,  # people exported
    "members.merge": 10,  # members merged
    "points.adjust": 10_000,  # points given or taken by hand, by files too
    "programme.publish": 0,  # versions published
    "tiers.edit": 10,  # members whose level is set by hand
}

LIMIT = Sql[int]("SELECT amount FROM access_limit WHERE act = $1")
LIMITS = Sql[ActLimit]("SELECT act, amount FROM access_limit ORDER BY act")
SET = Sql[None]("""
    INSERT INTO access_limit (act, amount, set_by, set_at)
    SELECT act, amount, $3, $4 FROM UNNEST($1::text[], $2::bigint[]) AS l (act, amount)
    ON CONFLICT (merchant_id, act) DO UPDATE
    SET amount = EXCLUDED.amount, set_by = EXCLUDED.set_by, set_at = EXCLUDED.set_at
""")


async def limit(tx: Tx, act: str) -> int:
    """Return the merchant's limit for an act, or the product's; 0 for an act unheard of."""
    found = await tx.row(LIMIT, act)
    return DEFAULTS.get(act, 0) if found is None else found


async def limits(tx: Tx) -> list[ActLimit]:
    """Return every limit in force, by act."""
    own = {found.act: found.amount for found in await tx.rows(LIMITS)}
    return [ActLimit(act, amount) for act, amount in sorted((DEFAULTS | own).items())]


async def hold_limits(tx: Tx, *, revision: str = "") -> dict[str, int]:
    """Keep the limits from changing until the transaction ends, and return them by act.

    Raises:
        ChangedMeanwhile: they are not of the `revision` that was edited.
    """
    await hold_as_seen(tx, "limits", revision, partial(limits, tx))
    return {found.act: found.amount for found in await limits(tx)}


async def set_limits(tx: Tx, wanted: Sequence[ActLimit]) -> list[ActLimit]:
    """Set limits; an act named twice keeps its last word.

    Raises:
        UnknownActs: no act of that name is ever asked about.
    """
    new = {limit.act: limit.amount for limit in wanted}
    if unknown := tuple(sorted(set(new) - set(DEFAULTS))):
        raise UnknownActs(unknown)
    before = await hold_limits(tx)
    await tx.run(SET, list(new), list(new.values()), tx.actor.name, tx.now)
    acts = [audit.Act("approvals.limit_set", act, before[act], new[act]) for act in new]
    await audit.record(tx, acts)
    return await limits(tx)
