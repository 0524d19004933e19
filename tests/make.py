"""The one builder of test data."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from msgspec import structs

from liuke.domains import catalog
from liuke.domains import programme as programmes
from liuke.domains.programme.document import SECTIONS
from liuke.domains.promotions import (
    Basket,
    Decision,
    Group,
    Line,
    Rule,
    View,
    compile_rules,
    decide,
)
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId, StoreId, to_wire
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

SATURDAY = datetime(2026, 11, 21, 12, tzinfo=ZoneInfo("Asia/Shanghai"))

MERCHANT = Sql[None]("""
    INSERT INTO stores_merchant (name) VALUES ('测试店')
""")
STORE = Sql[None]("""
    INSERT INTO stores_store (id, code, name) VALUES ($1::uuid, $2, $2)
""")
MEMBERS = Sql[None]("""
    INSERT INTO members_member (id, joined_on) SELECT id, $2::date FROM UNNEST($1::uuid[]) AS m (id)
""")
DEFERRED = Sql[None]("SET CONSTRAINTS ALL IMMEDIATE")


async def merchant(tx: Tx) -> None:
    """Make the transaction's own merchant."""
    await tx.run(MERCHANT)


async def store(tx: Tx, code: str = "S1") -> StoreId:
    """Make one store."""
    store_id = StoreId.new()
    await tx.run(STORE, store_id, code)
    return store_id


async def members(tx: Tx, count: int = 1) -> Sequence[MemberId]:
    """Make bare members, oldest id first."""
    ids = sorted(MemberId.new() for _ in range(count))
    await tx.run(MEMBERS, ids, tx.today)
    return ids


async def check_deferred(tx: Tx) -> None:
    """Fire deferred constraints now."""
    await tx.run(DEFERRED)


def line(product: str, gross_minor: int, units: int = 1, **more: Any) -> Line:
    """Make a basket line of `units` whose list price together is `gross_minor`."""
    return Line(product, gross_minor, units, **more)


def decided(
    rules: Sequence[Rule],
    *lines: Line,
    view: View | None = None,
    at: datetime = SATURDAY,
    groups: Sequence[Group] = (),
    **more: Any,
) -> Decision:
    """Decide a basket of lines by a few rules, on a Saturday noon in Shanghai."""
    compiled = compile_rules(rules, groups)
    return decide(compiled, view or View(), Basket(lines, **more), at)


async def programme(tx: Tx, *items: Any, code: str = "test") -> None:
    """Publish a programme made of items of any sections, ruling since the year 2000."""
    sections: dict[str, list[Any]] = {}
    for item in items:
        name = next(s.name for s in SECTIONS.values() if s.kind is type(item))
        sections.setdefault(name, []).append(msgspec.to_builtins(item, enc_hook=to_wire))
    document = {"code": code, "name": code, "name_zh": code} | sections
    (draft,) = await programmes.save(tx, [programmes.DraftText(document)])
    since = datetime(2000, 1, 1, tzinfo=UTC)
    await programmes.publish(tx, [programmes.Publication(draft.id, since)])


async def products(tx: Tx, **prices: int) -> None:
    """Stock products of one SKU each, at prices in minor units."""
    await catalog.stock(
        tx,
        [
            catalog.Product(code, code, skus=(catalog.Sku(code, price_minor=price),))
            for code, price in prices.items()
        ],
    )


async def live(tx: Tx) -> programmes.Live:
    """Return what rules now."""
    return await programmes.live(tx)


def limited(tx: Tx, *permissions: str) -> Tx:
    """Return the same transaction in the hands of an actor who may do only this."""
    twin = copy.copy(tx)
    twin.actor = structs.replace(tx.actor, permissions=frozenset(permissions))
    return twin


class Audited(Value, frozen=True):
    """What was done to what, and why."""

    subject: str
    reason: str


AUDITED = Sql[Audited]("""
    SELECT subject, reason FROM kernel_audit WHERE action = $1 ORDER BY id
""")


async def audited(tx: Tx, action: str) -> list[tuple[str, str]]:
    """Return subject and reason of every audited act of a kind, in order."""
    return [(act.subject, act.reason) for act in await tx.rows(AUDITED, action)]
