"""Grant: spend the counters of limited rules, never past their maximum, the earlier order first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from liuke.domains.promotions.counters import Ask, Counters, OwnKey, SharedKey
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value


class Granted(Value, frozen=True):
    """What one shared counter gave to the whole batch."""

    rule: str
    scope: str
    granted: int


class Lost(Value, frozen=True):
    """An order that came too late for a rule's limit, and which."""

    cause: str
    rule: str
    scope: str


COUNT = Sql[None]("""
    INSERT INTO promotions_member_use AS u (member_id, rule, period, uses)
    SELECT member_id, rule, period, uses
    FROM UNNEST($1::uuid[], $2::text[], $3::text[], $4::bigint[])
        AS t (member_id, rule, period, uses)
    ORDER BY member_id, rule, period
    ON CONFLICT (merchant_id, member_id, rule, period) DO UPDATE SET uses = u.uses + EXCLUDED.uses
""")
SPEND = Sql[Granted]("""
    INSERT INTO promotions_counter AS c (rule, scope, maximum, spent)
    SELECT rule, scope, maximum, LEAST(amount, maximum)
    FROM UNNEST($1::text[], $2::text[], $3::bigint[], $4::bigint[])
        AS w (rule, scope, maximum, amount)
    ORDER BY rule, scope
    ON CONFLICT (merchant_id, rule, scope) DO UPDATE
    SET maximum = EXCLUDED.maximum,
        spent = GREATEST(c.spent, LEAST(c.spent + EXCLUDED.spent, EXCLUDED.maximum))
    RETURNING c.rule, c.scope, new.spent - COALESCE(old.spent, 0) AS granted
""")


async def grant(tx: Tx, counters: Counters) -> list[Lost]:
    """Spend what a batch takes, as its last statement; name the orders that came too late.

    Call it inside a savepoint. When it names losers, roll back to the savepoint and decide those
    orders again `without` the rules they lost; nothing of this call may stay.
    """
    if counters.taken:
        await count(tx, counters.taken)
    if not counters.asks:
        return []
    rows = await tx.rows(SPEND, *wanted(counters.asks))
    return losers(counters.asks, {(row.rule, row.scope): row.granted for row in rows})


async def count(tx: Tx, taken: Counter[OwnKey]) -> None:
    """Count what members used themselves."""
    keys = sorted(taken)
    members, rules = [member for member, _, _ in keys], [rule for _, rule, _ in keys]
    await tx.run(COUNT, members, rules, [period for _, _, period in keys], [taken[k] for k in keys])


def wanted(asks: Sequence[Ask]) -> tuple[list[str], list[str], list[int], list[int]]:
    """Return rule, scope, maximum and amount of every counter the batch wants, in key order."""
    amounts = Counter[SharedKey]()
    for ask in asks:
        amounts[ask.rule, ask.scope] += ask.amount
    maxima = {(ask.rule, ask.scope): ask.maximum for ask in asks}
    keys = sorted(amounts)
    rules, scopes = [rule for rule, _ in keys], [scope for _, scope in keys]
    return rules, scopes, [maxima[key] for key in keys], [amounts[key] for key in keys]


def losers(asks: Sequence[Ask], granted: Mapping[SharedKey, int]) -> list[Lost]:
    """Rank the orders as they came: one that does not fit takes nothing of that rule.

    >>> asks = [Ask(order, "tea", "total", 1, 1) for order in ("first", "second")]
    >>> [lost.cause for lost in losers(asks, {("tea", "total"): 1})]
    ['second']
    """
    by_use: dict[tuple[str, str], list[Ask]] = {}
    for ask in asks:
        by_use.setdefault((ask.cause, ask.rule), []).append(ask)
    taken = Counter[SharedKey]()
    lost = []
    for (cause, rule), parts in by_use.items():
        short = [p for p in parts if taken[rule, p.scope] + p.amount > granted[rule, p.scope]]
        if short:
            lost.append(Lost(cause, rule, short[0].scope))
            continue
        for part in parts:
            taken[rule, part.scope] += part.amount
    return lost
