"""Declared limits: what is spent of a stock, a day's stock or a budget, in one locked row each.

A grant is ranked: one statement locks the counters in key order, takes what is free of what the
whole batch asks, and says how much; the batch's first asks win. It is the last statement before
the commit, since everybody who wants the same limit waits for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from liuke.domains.coupons.template import CouponTemplate
from liuke.domains.coupons.values import CouponId, Loser, Reason
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value, columns

STOCK, BUDGET = "stock", "budget"
Key = tuple[str, str]


class Ask(Value, frozen=True):
    """One coupon's part of a limit."""

    coupon_id: CouponId
    template: str
    scope: str
    maximum: int
    amount: int


class Want(Value, frozen=True):
    """What a whole batch asks of one counter."""

    template: str
    scope: str
    maximum: int
    amount: int


class Granted(Value, frozen=True):
    """What one counter gave, and whether this was its first time."""

    template: str
    scope: str
    granted: int
    first: bool


class Before(Value, frozen=True):
    """What a template had given before a limit was declared for it."""

    template: str
    coupons: int
    saved_minor: int


SPEND = Sql[Granted]("""
    INSERT INTO coupons_counter AS c (template, scope, maximum, spent)
    SELECT template, scope, maximum, LEAST(amount, maximum)
    FROM UNNEST($1::text[], $2::text[], $3::bigint[], $4::bigint[])
        AS w (template, scope, maximum, amount)
    ORDER BY template, scope
    ON CONFLICT (merchant_id, template, scope) DO UPDATE
    SET maximum = EXCLUDED.maximum,
        spent = GREATEST(c.spent, LEAST(c.spent + EXCLUDED.spent, EXCLUDED.maximum))
    RETURNING c.template, c.scope, new.spent - COALESCE(old.spent, 0) AS granted,
              old.spent IS NULL AS first
""")
BEFORE = Sql[Before]("""
    SELECT template,
           COUNT(*) FILTER (WHERE state <> 'transferred') AS coupons,
           COALESCE(SUM(saved_minor), 0)::bigint AS saved_minor
    FROM coupons_coupon
    WHERE template = ANY ($1::text[])
    GROUP BY template
""")
GIVE_BACK = Sql[None]("""
    UPDATE coupons_counter c SET spent = GREATEST(0, c.spent - b.amount)
    FROM UNNEST($1::text[], $2::text[], $3::bigint[]) AS b (template, scope, amount)
    WHERE c.template = b.template AND c.scope = b.scope
""")
SETTLE = Sql[None]("""
    UPDATE coupons_counter c SET spent = s.spent
    FROM UNNEST($1::text[], $2::text[], $3::bigint[]) AS s (template, scope, spent)
    WHERE c.template = s.template AND c.scope = s.scope
""")


def day_scope(on: date) -> str:
    """Return the counter of one business day."""
    return f"day:{on.isoformat()}"


def asks_of_one(template: CouponTemplate, coupon_id: CouponId, on: date) -> list[Ask]:
    """Return what one new coupon takes of its template's declared limits."""
    limits = ((STOCK, template.stock), (day_scope(on), template.per_day))
    return [
        Ask(coupon_id, template.code, scope, maximum, 1)
        for scope, maximum in limits
        if maximum is not None
    ]


async def spend(tx: Tx, asks: Sequence[Ask], *, written: bool) -> list[Loser]:
    """Take the asks from their counters and return those that got nothing, in order.

    `written` says that the asking coupons are in the table already, which matters where a limit
    is new and what was given before it has to be counted. A loser takes nothing of any limit.
    """
    if not asks:
        return []
    wants = {(want.template, want.scope): want for want in _wants(asks)}
    rows = await tx.rows(SPEND, *columns(Want, list(wants.values())))
    granted = {(row.template, row.scope): row.granted for row in rows}
    late = [wants[r.template, r.scope] for r in rows if r.first and r.scope in (STOCK, BUDGET)]
    if late:
        granted |= await _count_before(tx, late, written=written)
    losers, taken = share(asks, granted)
    surplus = Counter({key: granted[key] - taken[key] for key in granted})
    await give_back(tx, +surplus)
    return losers


async def give_back(tx: Tx, amounts: Counter[Key]) -> None:
    """Return amounts to their counters; a limit nobody declared any more takes nothing."""
    if not amounts:
        return
    keys = sorted(amounts)
    templates, scopes = [template for template, _ in keys], [scope for _, scope in keys]
    await tx.run(GIVE_BACK, templates, scopes, [amounts[key] for key in keys])


def _wants(asks: Iterable[Ask]) -> list[Want]:
    amounts: Counter[tuple[str, str, int]] = Counter()
    for ask in asks:
        amounts[ask.template, ask.scope, ask.maximum] += ask.amount
    return [Want(*key, amount) for key, amount in sorted(amounts.items())]


async def _count_before(tx: Tx, wants: Sequence[Want], *, written: bool) -> dict[Key, int]:
    """Start counters whose limit was declared after coupons were given; return what is granted."""
    rows = await tx.rows(BEFORE, sorted({want.template for want in wants}))
    before = {(row.template, STOCK): row.coupons for row in rows}
    before |= {(row.template, BUDGET): row.saved_minor for row in rows}
    granted, spent = {}, []
    for want in wants:
        key = (want.template, want.scope)
        earlier = before.get(key, 0) - (want.amount if written else 0)
        granted[key] = max(0, min(want.amount, want.maximum - earlier))
        spent.append(max(0, earlier) + granted[key])
    await tx.run(SETTLE, [w.template for w in wants], [w.scope for w in wants], spent)
    return granted


def share(asks: Sequence[Ask], granted: Mapping[Key, int]) -> tuple[list[Loser], Counter[Key]]:
    """Give each coupon, in order, all it asks or nothing; return the losers and what was taken.

    >>> one, two = CouponId(bytes(16)), CouponId(bytes([1] * 16))
    >>> asks = [Ask(one, "tea", "stock", 1, 1), Ask(two, "tea", "stock", 1, 1)]
    >>> [loser.coupon_id == two for loser in share(asks, {("tea", "stock"): 1})[0]]
    [True]
    """
    by_coupon: dict[CouponId, list[Ask]] = {}
    for ask in asks:
        by_coupon.setdefault(ask.coupon_id, []).append(ask)
    losers, taken = [], Counter[Key]()
    for coupon_id, parts in by_coupon.items():
        short = [p for p in parts if _short(p, granted, taken)]
        if short:
            losers.append(Loser(coupon_id, short[0].template, REASONS.get(short[0].scope, DAY)))
            continue
        for part in parts:
            taken[part.template, part.scope] += part.amount
    return losers, taken


DAY = Reason.DAY_LIMIT
REASONS = {STOCK: Reason.OUT_OF_STOCK, BUDGET: Reason.BUDGET_SPENT}


def _short(ask: Ask, granted: Mapping[Key, int], taken: Counter[Key]) -> bool:
    key = (ask.template, ask.scope)
    return taken[key] + ask.amount > granted[key]
