"""Issue cards and read them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from liuke.domains import stores
from liuke.domains.members.card_values import Card, CardPlan, CardState, Issue
from liuke.domains.members.errors import (
    CardNumberTaken,
    Fault,
    FaultyItems,
    NotAsked,
    UnknownCardPlan,
)
from liuke.domains.members.events import CardIssued
from liuke.domains.members.find import resolve
from liuke.domains.members.hold import hold
from liuke.domains.members.rules import card_number, with_check_digit
from liuke.domains.members.values import CardId, CardKind
from liuke.domains.programme import Live, live
from liuke.kernel.clock import add_months
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import columns

# Ours begin with a digit no bank uses and hold 14 random digits: not to be guessed, nor counted.
PREFIX, RANDOM = "9", 10**14
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2999, 12, 31)
PLAIN_PLAN = CardPlan("", "Card", "会员卡")
CARDS = Sql[Card]("""
    SELECT c.id, COALESCE(m.merged_into, m.id) AS member_id, c.number, c.kind, c.state, c.plan,
        c.card_on, c.expires_on, c.fee_minor, c.renewals, c.cause, c.issued_at, c.activated_at,
        c.store_id, c.replaces, c.runs_from_on
    FROM members_member m
    JOIN members_card c ON c.merchant_id = m.merchant_id AND c.member_id = m.id
    WHERE m.id = ANY ($1::uuid[]) OR m.merged_into = ANY ($1::uuid[])
    ORDER BY member_id, c.issued_at, c.id
""")
PAGE = Sql[Card]("""
    SELECT c.id, COALESCE(m.merged_into, m.id) AS member_id, c.number, c.kind, c.state, c.plan,
        c.card_on, c.expires_on, c.fee_minor, c.renewals, c.cause, c.issued_at, c.activated_at,
        c.store_id, c.replaces, c.runs_from_on
    FROM members_member m
    JOIN members_card c ON c.merchant_id = m.merchant_id AND c.member_id = m.id
    WHERE (m.id = $1::uuid OR m.merged_into = $1::uuid)
        AND ($2::timestamptz IS NULL OR (c.issued_at, c.id) > ($2, $3::uuid))
    ORDER BY c.issued_at, c.id
    LIMIT $4
""")
WRITE = Sql[CardId]("""
    INSERT INTO members_card (
        id, member_id, number, kind, state, plan, card_on, expires_on, fee_minor, renewals, cause,
        issued_at, activated_at, store_id, replaces, runs_from_on
    )
    SELECT id, member_id, number, kind, state, plan, card_on, expires_on, fee_minor, renewals,
        cause, issued_at, activated_at, store_id, replaces, runs_from_on
    FROM UNNEST(
        $1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::date[],
        $8::date[], $9::bigint[], $10::integer[], $11::text[], $12::timestamptz[],
        $13::timestamptz[], $14::uuid[], $15::uuid[], $16::date[]
    ) AS n (
        id, member_id, number, kind, state, plan, card_on, expires_on, fee_minor, renewals, cause,
        issued_at, activated_at, store_id, replaces, runs_from_on
    )
    ORDER BY number
    ON CONFLICT DO NOTHING
    RETURNING id
""")


async def issue(tx: Tx, issues: Sequence[Issue]) -> list[Card]:
    """Give members cards, in the order asked; a cause a member has had gives the same card.

    Who was merged has had what whom they stand for has had.

    Raises:
        FaultyItems: a number is malformed, or a date out of range.
        UnknownCardPlan: no live programme has the plan.
        CardNumberTaken: names the items whose number is in use.
        UnknownStores: names stores that do not exist.
        MemberNotActive: names those who were erased.
        UnknownMembers: names members that do not exist.
    """
    members = sorted({wish.member_id for wish in issues})
    await hold(tx, members)
    if places := {wish.store_id for wish in issues if wish.store_id is not None}:
        await stores.get_stores(tx, sorted(places))
    current = await live(tx)
    heirs = await resolve(tx, members)
    held = await cards(tx, sorted(set(heirs.values())))
    had = {(card.member_id, card.cause): card for card in held}
    _check_days(issues)
    numbers = read_numbers([wish.number for wish in issues])
    made: list[Card] = []
    for wish, number in zip(issues, numbers, strict=True):
        key = (heirs[wish.member_id], wish.cause)
        if key not in had:
            had[key] = _made(tx, wish, number, plan_of(current, wish.plan))
            made.append(had[key])
    await write_cards(tx, made)
    return [had[heirs[wish.member_id], wish.cause] for wish in issues]


async def write_cards(tx: Tx, made: Sequence[Card]) -> None:
    """Write new cards and tell of them.

    Raises:
        CardNumberTaken: names the items whose number is in use.
    """
    written = set(await tx.rows(WRITE, *columns(Card, made)))
    if taken := tuple(item for item, card in enumerate(made) if card.id not in written):
        raise CardNumberTaken(taken)
    tx.emit(
        *(
            CardIssued(c.member_id, c.id, c.kind, c.plan, c.card_on, c.expires_on, c.fee_minor)
            for c in made
        )
    )


async def attach_numbers(tx: Tx, numbers: Sequence[tuple[MemberId, str]]) -> int:
    """Give members cards printed elsewhere; return how many numbers were free."""
    if not numbers:
        return 0
    made = [
        _made(tx, Issue(member_id, f"number:{number}", kind=CardKind.PLASTIC), number, PLAIN_PLAN)
        for member_id, number in numbers
    ]
    written = set(await tx.rows(WRITE, *columns(Card, made)))
    tx.emit(
        *(
            CardIssued(c.member_id, c.id, c.kind, c.plan, c.card_on, c.expires_on, c.fee_minor)
            for c in made
            if c.id in written
        )
    )
    return len(written)


async def cards(tx: Tx, member_ids: Sequence[MemberId]) -> list[Card]:
    """Return members' cards, oldest first, those of merged members included."""
    return await tx.rows(CARDS, list(member_ids))


async def card_page(
    tx: Tx, member_id: MemberId, *, after: tuple[datetime, CardId] | None = None, limit: int = 50
) -> list[Card]:
    """Return a page of a member's cards, oldest first, those of merged members included."""
    return await tx.rows(PAGE, member_id, *(after or (None, None)), limit)


def plan_of(current: Live, code: str) -> CardPlan:
    """Return the live plan of a code; without one a card costs nothing and never expires.

    Raises:
        UnknownCardPlan: no live programme has it.
    """
    plan = current.get(CardPlan, code) if code else PLAIN_PLAN
    if plan is None:
        raise UnknownCardPlan(code)
    return plan


def new_number() -> str:
    """Make a card number with its check digit."""
    return with_check_digit(f"{PREFIX}{secrets.randbelow(RANDOM):014d}")


def read_numbers(numbers: Sequence[str | None]) -> list[str]:
    """Return numbers in canonical form, making those that are missing.

    Raises:
        FaultyItems: names the items whose number is malformed.
    """
    found, faults = [], []
    for item, number in enumerate(numbers):
        try:
            found.append(new_number() if number is None else card_number(number))
        except NotAsked as fault:
            faults.append(Fault(item, "number", fault.reason, fault.reason_zh))
    if faults:
        raise FaultyItems(tuple(faults))
    return found


def last_day(card_on: date, valid_years: int | None) -> date | None:
    """Return a card's last usable day: the day before its anniversary.

    >>> last_day(date(2024, 2, 29), 2), last_day(date(2026, 11, 21), None)
    (datetime.date(2026, 2, 27), None)
    """
    if valid_years is None:
        return None
    return add_months(card_on, 12 * valid_years) - timedelta(days=1)


def _check_days(issues: Sequence[Issue]) -> None:
    odd = [
        Fault(item, "card_on", "out of range", "日期超出范围")
        for item, wish in enumerate(issues)
        if not all(FIRST_DAY <= day <= LAST_DAY for day in (wish.card_on, wish.expires_on) if day)
    ]
    if odd:
        raise FaultyItems(tuple(odd))


def _made(tx: Tx, wish: Issue, number: str, plan: CardPlan) -> Card:
    card_on = wish.card_on or tx.today
    return Card(
        CardId.new(),
        wish.member_id,
        number,
        wish.kind or plan.kind,
        CardState.ACTIVE if wish.active else CardState.ISSUED,
        wish.plan,
        card_on,
        wish.expires_on or last_day(card_on, plan.valid_years),
        plan.fee_minor,
        0,
        wish.cause,
        tx.now,
        tx.now if wish.active else None,
        wish.store_id,
        None,
        card_on,
    )
