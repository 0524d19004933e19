"""Write sold baskets: orders, keys, lines and payments, one statement whatever the batch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from liuke.domains.checkout.birth import LineRow, birth_of
from liuke.domains.checkout.values import OrderId, Sale, State
from liuke.domains.programme import VersionId
from liuke.domains.promotions import Decision, Line
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId, StoreId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value

# One statement, whose references are checked when all of its rows are there.
RECORD = Sql[None]("""
    WITH orders AS (
        INSERT INTO checkout_order
            (member_id, id, source, external_id, store_id, store, channel, staff, state,
             placed_at, business_on, weekday, gross_minor, cut_minor, discount_minor,
             points_minor, shipping_minor, payable_minor, units, guest, decision, birth, versions,
             decided)
        SELECT o.*, $1::uuid[],
            sha256(uuid_send(o.id) || convert_to(CONCAT($1::uuid[], o.decision), 'UTF8'))
        FROM UNNEST(
            $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::uuid[], $7::text[], $8::text[],
            $9::text[], $10::text[], $11::timestamptz[], $12::date[], $13::smallint[],
            $14::bigint[], $15::bigint[], $16::bigint[], $17::bigint[], $18::bigint[],
            $19::bigint[], $20::bigint[], $21::boolean[], $22::jsonb[], $23::bytea[]
        ) AS o (member_id, id, source, external_id, store_id, store, channel, staff, state,
             placed_at, business_on, weekday, gross_minor, cut_minor, discount_minor,
             points_minor, shipping_minor, payable_minor, units, guest, decision, birth)
    ), keys AS (
        INSERT INTO checkout_key
            (source, external_id, member_id, order_id, fingerprint, claim, claim_until_on)
        SELECT k.*
        FROM UNNEST(
            $24::text[], $25::text[], $26::uuid[], $27::uuid[], $28::bytea[], $29::bytea[],
            $30::date[]
        ) AS k
    ), lines AS (
        INSERT INTO checkout_line
            (member_id, order_id, line, product, sku, category, units, grams, gross_minor,
             cut_minor, discount_minor, points_minor, due_minor)
        SELECT l.*
        FROM UNNEST(
            $31::uuid[], $32::uuid[], $33::integer[], $34::text[], $35::text[], $36::text[],
            $37::bigint[], $38::bigint[], $39::bigint[], $40::bigint[], $41::bigint[],
            $42::bigint[], $43::bigint[]
        ) AS l
    )
    INSERT INTO checkout_payment (member_id, order_id, place, kind, amount_minor, reference, birth)
    SELECT member_id, order_id, place, kind, amount_minor, reference,
        sha256(uuid_send(order_id) || convert_to(CONCAT(
            place, '|', amount_minor, '|', char_length(kind), '|', kind, '|', reference
        ), 'UTF8'))
    FROM UNNEST(
        $44::uuid[], $45::uuid[], $46::integer[], $47::text[], $48::bigint[], $49::text[]
    ) AS p (member_id, order_id, place, kind, amount_minor, reference)
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
    """Write baskets under the programme versions that decided them, in one statement."""
    await tx.run(
        RECORD,
        list(versions),
        *_across(22, (_order(basket) for basket in sold)),
        *_across(7, (_key(basket) for basket in sold)),
        *_across(13, (row for basket in sold for row in _lines(basket))),
        *_across(6, (row for basket in sold for row in _payments(basket))),
    )


def _across(width: int, rows: Iterable[tuple[Any, ...]]) -> list[list[Any]]:
    """Turn rows into columns; no rows are `width` empty columns."""
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(width)]


def _order(basket: Sold) -> tuple[Any, ...]:
    sale, decided = basket.sale, basket.decision
    figures = (
        decided.gross_minor,
        decided.cut_minor,
        decided.discount_minor,
        decided.points_minor,
        decided.shipping_minor - decided.shipping_off_minor,
        decided.payable_minor,
        sum([line.units for line in basket.lines]),
    )
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
        *figures,
        basket.guest,
        decided,
        birth_of(
            basket.id,
            (sale.source, sale.external_id, sale.store, sale.channel, sale.staff),
            (basket.store_id, basket.placed_at, basket.business_on),
            figures,
            (row[2:] for row in _lines(basket)),
        ),
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


def _lines(basket: Sold) -> Iterable[tuple[MemberId, OrderId, *LineRow]]:
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
