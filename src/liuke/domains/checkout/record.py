"""Write sold baskets: orders, keys, lines and payments, one statement each whatever the batch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from liuke.domains.checkout.values import OrderId, Sale, State
from liuke.domains.programme import VersionId
from liuke.domains.promotions import Decision, Line
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId, StoreId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

ORDERS = Sql[None]("""
    INSERT INTO checkout_order
        (member_id, id, source, external_id, store_id, store, channel, staff, state,
         placed_at, business_on, weekday, gross_minor, cut_minor, discount_minor, points_minor,
         shipping_minor, payable_minor, units, guest, decision, versions)
    SELECT o.*, $22::uuid[]
    FROM UNNEST(
        $1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::text[],
        $8::text[], $9::text[], $10::timestamptz[], $11::date[], $12::smallint[],
        $13::bigint[], $14::bigint[], $15::bigint[], $16::bigint[], $17::bigint[],
        $18::bigint[], $19::bigint[], $20::boolean[], $21::jsonb[]
    ) AS o
""")
KEYS = Sql[None]("""
    INSERT INTO checkout_key
        (source, external_id, member_id, order_id, fingerprint, claim, claim_until_on)
    SELECT k.*
    FROM UNNEST(
        $1::text[], $2::text[], $3::uuid[], $4::uuid[], $5::bytea[], $6::bytea[], $7::date[]
    ) AS k
""")
LINES = Sql[None]("""
    INSERT INTO checkout_line
        (member_id, order_id, line, product, sku, category, units, grams, gross_minor, cut_minor,
         discount_minor, points_minor, due_minor)
    SELECT l.*
    FROM UNNEST(
        $1::uuid[], $2::uuid[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::bigint[],
        $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[]
    ) AS l
""")
PAYMENTS = Sql[None]("""
    INSERT INTO checkout_payment (member_id, order_id, place, kind, amount_minor, reference)
    SELECT p.*
    FROM UNNEST(
        $1::uuid[], $2::uuid[], $3::integer[], $4::text[], $5::bigint[], $6::text[]
    ) AS p
""")


class Sold(Value, frozen=True):
    """A basket that was decided: everything its rows are made of."""

    id: OrderId
    member_id: MemberId
    guest: bool
    sale: Sale
    lines: tuple[Line, ...]
    decision: Decision
    state: State
    store_id: StoreId | None
    placed_at: datetime
    business_on: date
    fingerprint: bytes
    claim: bytes | None = None
    claim_until_on: date | None = None


async def record(tx: Tx, sold: Sequence[Sold], versions: Sequence[VersionId]) -> None:
    """Write baskets under the programme versions that decided them."""
    await tx.run(ORDERS, *_across(21, (_order(basket) for basket in sold)), list(versions))
    await tx.run(KEYS, *_across(7, (_key(basket) for basket in sold)))
    await tx.run(LINES, *_across(13, (row for basket in sold for row in _lines(basket))))
    await tx.run(PAYMENTS, *_across(6, (row for basket in sold for row in _payments(basket))))


def _across(width: int, rows: Iterable[tuple[Any, ...]]) -> list[list[Any]]:
    """Turn rows into columns; no rows are `width` empty columns."""
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(width)]


def _order(basket: Sold) -> tuple[Any, ...]:
    sale, decided = basket.sale, basket.decision
    return (
        basket.member_id,
        basket.id,
        sale.source,
        sale.external_id,
        basket.store_id,
        sale.store,
        sale.channel,
        sale.staff,
        basket.state.value,
        basket.placed_at,
        basket.business_on,
        basket.business_on.isoweekday(),
        decided.gross_minor,
        decided.cut_minor,
        decided.discount_minor,
        decided.points_minor,
        decided.shipping_minor - decided.shipping_off_minor,
        decided.payable_minor,
        sum([line.units for line in basket.lines]),
        basket.guest,
        decided,
    )


def _key(basket: Sold) -> tuple[Any, ...]:
    sale = basket.sale
    return (
        sale.source,
        sale.external_id,
        basket.member_id,
        basket.id,
        basket.fingerprint,
        basket.claim,
        basket.claim_until_on,
    )


def _lines(basket: Sold) -> Iterable[tuple[Any, ...]]:
    for place, (line, result) in enumerate(zip(basket.lines, basket.decision.lines, strict=True)):
        yield (
            basket.member_id,
            basket.id,
            place,
            line.product,
            line.sku,
            line.categories[-1] if line.categories else "",
            line.units,
            line.grams,
            result.gross_minor,
            result.cut_minor,
            result.discount_minor,
            result.points_minor,
            result.due_minor,
        )


def _payments(basket: Sold) -> Iterable[tuple[Any, ...]]:
    for place, tender in enumerate(basket.sale.tenders):
        yield (
            basket.member_id,
            basket.id,
            place,
            tender.kind,
            tender.amount_minor,
            tender.reference,
        )
