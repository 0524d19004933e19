"""Live a card's life: activate, lose, replace, renew, expire."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import msgspec

from liuke.domains.members.card import (
    cards,
    last_day,
    plan_of,
    read_numbers,
    write_cards,
)
from liuke.domains.members.card_values import Card, CardOf, CardState, Replacement
from liuke.domains.members.errors import WrongCardState
from liuke.domains.members.events import (
    CardActivated,
    CardExpired,
    CardLost,
    CardRenewed,
    CardReplaced,
)
from liuke.domains.members.find import resolve
from liuke.domains.members.values import CardId
from liuke.domains.programme import live
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value, columns

LIVING = (CardState.ISSUED, CardState.ACTIVE)

# A merged member's card keeps their id as its key: the card's own id finds it.
MOVE = Sql[CardId]("""
    UPDATE members_card c
    SET state = $3::text,
        activated_at = CASE WHEN $3::text = 'active' THEN $5::timestamptz ELSE activated_at END,
        ended_at = CASE WHEN $3::text = 'active' THEN NULL ELSE $5::timestamptz END
    FROM UNNEST($1::uuid[], $2::uuid[]) AS asked (member_id, id)
    JOIN members_member m ON m.id = asked.member_id OR m.merged_into = asked.member_id
    WHERE c.merchant_id = m.merchant_id AND c.member_id = m.id AND c.id = asked.id
        AND c.state = ANY ($4::text[])
    RETURNING c.id
""")
RENEW = Sql[None]("""
    UPDATE members_card c
    SET state = 'active', expires_on = n.expires_on, runs_from_on = n.runs_from_on,
        renewals = c.renewals + 1, ended_at = NULL,
        activated_at = COALESCE(c.activated_at, $5::timestamptz)
    FROM UNNEST($1::uuid[], $2::uuid[], $3::date[], $4::date[])
        AS n (member_id, id, expires_on, runs_from_on)
    JOIN members_member m ON m.id = n.member_id OR m.merged_into = n.member_id
    WHERE c.merchant_id = m.merchant_id AND c.member_id = m.id AND c.id = n.id
""")
DUE = Sql[MemberId]("""
    SELECT DISTINCT member_id
    FROM members_card
    WHERE state IN ('issued', 'active') AND expires_on < $1::date AND member_id > $2::uuid
    ORDER BY member_id
    LIMIT $3
""")
EXPIRE = Sql[CardOf]("""
    UPDATE members_card
    SET state = 'expired', ended_at = $3::timestamptz
    WHERE member_id = ANY ($1::uuid[]) AND state IN ('issued', 'active') AND expires_on < $2::date
    RETURNING member_id, id AS card_id
""")


class Renewed(Value, frozen=True):
    """A card's new last usable day."""

    member_id: MemberId
    id: CardId
    expires_on: date | None


class Extension(Value, frozen=True):
    """How long a card runs on, and from which day its years are counted."""

    member_id: MemberId
    id: CardId
    expires_on: date | None
    runs_from_on: date


async def activate(tx: Tx, wanted: Sequence[CardOf]) -> None:
    """Bring issued cards into use.

    Raises:
        WrongCardState: names cards that are not waiting to be activated.
        UnknownMembers: names members that do not exist.
    """
    await tx.lock([card.member_id for card in wanted])
    await _move(tx, wanted, CardState.ACTIVE, (CardState.ISSUED,))
    tx.emit(*(CardActivated(card.member_id, card.card_id) for card in wanted))


async def report_lost(tx: Tx, wanted: Sequence[CardOf]) -> None:
    """Stop cards that were lost.

    Raises:
        WrongCardState: names cards that are not in use.
        UnknownMembers: names members that do not exist.
    """
    await tx.lock([card.member_id for card in wanted])
    await _move(tx, wanted, CardState.LOST, LIVING)
    tx.emit(*(CardLost(card.member_id, card.card_id) for card in wanted))


async def replace(tx: Tx, wanted: Sequence[Replacement]) -> list[Card]:
    """Give another card for a lost or broken one: same plan, card date and last day.

    A cause its member has had before gives the same card again.

    Raises:
        WrongCardState: names cards that cannot be replaced.
        CardNumberTaken: names the items whose number is in use.
        FaultyItems: a number is malformed.
        UnknownMembers: names members that do not exist.
    """
    members = sorted({wish.member_id for wish in wanted})
    await tx.lock(members)
    heirs = await resolve(tx, members)
    held = await cards(tx, sorted(set(heirs.values())))
    had = {(card.member_id, card.cause): card for card in held}
    old = {card.id: card for card in held}
    once = {(heirs[wish.member_id], wish.cause): wish for wish in wanted}
    fresh = [wish for key, wish in once.items() if key not in had]
    asked = [CardOf(wish.member_id, wish.card_id) for wish in fresh]
    _refuse(asked, {card_id for card_id, n in Counter(c.card_id for c in asked).items() if n == 1})
    await _move(tx, asked, CardState.REPLACED, (*LIVING, CardState.LOST))
    numbers = read_numbers([wish.number for wish in fresh])
    pairs = zip(fresh, numbers, strict=True)
    made = [_successor(tx.now, wish, old[wish.card_id], number) for wish, number in pairs]
    await write_cards(tx, made)
    tx.emit(
        *(
            CardReplaced(wish.member_id, wish.card_id, card.id)
            for wish, card in zip(fresh, made, strict=True)
        )
    )
    had |= {(heirs[card.member_id], card.cause): card for card in made}
    return [had[heirs[wish.member_id], wish.cause] for wish in wanted]


async def renew(tx: Tx, wanted: Sequence[CardOf]) -> list[Card]:
    """Extend cards by their plan's years: from the last day if they still run, else from today.

    A card named twice is renewed once.

    Points and tiers of other domains are untouched: a renewal is the card's alone.

    Raises:
        WrongCardState: names cards that are lost, replaced or void, or that never expire.
        UnknownCardPlan: the card's plan is no longer live.
        UnknownMembers: names members that do not exist.
    """
    wanted = list(dict.fromkeys(wanted))
    members = sorted({card.member_id for card in wanted})
    await tx.lock(members)
    current = await live(tx)
    held = {card.id: card for card in await cards(tx, members)}
    living = [held[w.card_id] for w in wanted if w.card_id in held]
    fit = [c for c in living if c.expires_on and c.state in {*LIVING, CardState.EXPIRED}]
    _refuse(wanted, {card.id for card in fit})
    plans = {card.id: plan_of(current, card.plan) for card in fit}
    renewed = [
        msgspec.structs.replace(
            _extended(card, plans[card.id].valid_years, tx.today),
            state=CardState.ACTIVE,
            renewals=card.renewals + 1,
        )
        for card in fit
    ]
    rows = [Extension(c.member_id, c.id, c.expires_on, c.runs_from_on) for c in renewed]
    await tx.run(RENEW, *columns(Extension, rows), tx.now)
    tx.emit(
        *(
            CardRenewed(c.member_id, c.id, c.expires_on, plans[c.id].renewal_fee_minor)
            for c in renewed
        )
    )
    return renewed


async def members_with_due_cards(
    tx: Tx, after: MemberId | None = None, limit: int = 1000
) -> list[MemberId]:
    """Return members with cards whose last day is over, in id order."""
    return await tx.rows(DUE, tx.today, after or MemberId.first(), limit)


async def expire_cards(tx: Tx, member_ids: Sequence[MemberId]) -> None:
    """End cards whose last usable day is over.

    Raises:
        UnknownMembers: names members that do not exist.
    """
    await tx.lock(member_ids)
    gone = await tx.rows(EXPIRE, list(member_ids), tx.today, tx.now)
    tx.emit(*(CardExpired(card.member_id, card.card_id) for card in gone))


def _successor(now: datetime, wish: Replacement, old: Card, number: str) -> Card:
    return msgspec.structs.replace(
        old,
        id=CardId.new(),
        member_id=wish.member_id,
        number=number,
        kind=wish.kind or old.kind,
        state=CardState.ACTIVE,
        fee_minor=0,
        cause=wish.cause,
        issued_at=now,
        activated_at=now,
        replaces=wish.card_id,
    )


def _extended(card: Card, valid_years: int | None, today: date) -> Card:
    """Run a card on by its years, counted from its first day: 29 February comes back."""
    assert card.expires_on is not None, "only cards that expire are renewed"
    start, ended = card.runs_from_on, card.expires_on + timedelta(days=1)
    years = ended.year - start.year
    if ended <= today:
        start, years = today, 0
    elif last_day(start, years) != card.expires_on:  # ended on a day of somebody's choice
        start, years = ended, 0
    until = None if valid_years is None else last_day(start, years + valid_years)
    return msgspec.structs.replace(card, expires_on=until, runs_from_on=start)


async def _move(
    tx: Tx, wanted: Sequence[CardOf], state: CardState, allowed: Sequence[CardState]
) -> None:
    moved = await tx.rows(MOVE, *columns(CardOf, wanted), state, list(allowed), tx.now)
    _refuse(wanted, set(moved))


def _refuse(wanted: Sequence[CardOf], fit: set[CardId]) -> None:
    if wrong := tuple(str(card.card_id) for card in wanted if card.card_id not in fit):
        raise WrongCardState(wrong)
