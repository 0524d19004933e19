"""Give back: what returned or cancelled orders took from the counters of limited rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from liuke.domains.promotions.counters import BUDGET, EVER, POINTS, TOTAL, OwnKey, Place, SharedKey
from liuke.domains.promotions.values import Use
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class FreedUses(Value, frozen=True):
    """What of an order's uses comes back, to the counters of where and when it was sold.

    `heir` is who the member stands for since a merge, which counted their uses together.
    """

    place: Place
    uses: tuple[Use, ...]
    heir: MemberId | None = None


GIVE_BACK = Sql[None]("""
    WITH back AS (
        SELECT rule, scope, amount
        FROM UNNEST($1::text[], $2::text[], $3::bigint[]) AS b (rule, scope, amount)
    ), held AS (
        SELECT c.rule, c.scope FROM promotions_counter c
        JOIN back b ON b.rule = c.rule AND b.scope = c.scope
        ORDER BY c.rule, c.scope
        FOR NO KEY UPDATE OF c
    )
    UPDATE promotions_counter c SET spent = GREATEST(0, c.spent - b.amount)
    FROM back b
    JOIN held h ON h.rule = b.rule AND h.scope = b.scope
    WHERE c.rule = b.rule AND c.scope = b.scope
""")
FORGET = Sql[None]("""
    UPDATE promotions_member_use u SET uses = GREATEST(0, u.uses - b.uses)
    FROM UNNEST($1::uuid[], $2::text[], $3::text[], $4::bigint[])
        AS b (member_id, rule, period, uses)
    WHERE u.member_id = b.member_id AND u.rule = b.rule AND u.period = b.period
""")


async def give_back(tx: Tx, freed: Sequence[FreedUses]) -> None:
    """Return uses, money and points to their counters; a limit no longer declared takes nothing.

    The members are locked already; the shared counters come last.
    """
    own, shared = Counter[OwnKey](), Counter[SharedKey]()
    for one in freed:
        for use in one.uses:
            own.update(own_parts(one.place, use))
            if one.heir not in (None, one.place.member_id):
                own.update(own_parts(replace(one.place, member_id=one.heir), use))
            shared.update(shared_parts(one.place, use))
    if keys := sorted(+own):
        members, rules = [member for member, _, _ in keys], [rule for _, rule, _ in keys]
        periods = [period for _, _, period in keys]
        await tx.run(FORGET, members, rules, periods, [own[key] for key in keys])
    if pairs := sorted(+shared):
        rules, scopes = [rule for rule, _ in pairs], [scope for _, scope in pairs]
        await tx.run(GIVE_BACK, rules, scopes, [shared[pair] for pair in pairs])


def own_parts(place: Place, use: Use) -> dict[OwnKey, int]:
    """Return what comes back to the member's own counters."""
    if place.member_id is None:
        return {}
    periods = (EVER, place.on.isoformat())
    return {(place.member_id, use.rule, period): use.uses for period in periods}


def shared_parts(place: Place, use: Use) -> dict[SharedKey, int]:
    """Return what comes back to the shared counters."""
    scopes = (TOTAL, place.day_scope, place.store_scope)
    counted = {(use.rule, scope): use.uses for scope in scopes}
    return counted | {
        (use.rule, BUDGET): use.budget_minor,
        (use.rule, POINTS): use.points,
    }
