"""Follow what happens below: points earned elsewhere, cards, new members."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from liuke.domains import programme
from liuke.domains.programme import Live
from liuke.domains.tiers.book import Key, Standings, sets_of
from liuke.domains.tiers.earned import Earned, count
from liuke.domains.tiers.merge import rejoin
from liuke.domains.tiers.open import open_standings
from liuke.domains.tiers.record import KNOWN
from liuke.domains.tiers.rules import opening_level
from liuke.domains.tiers.save import save, saved
from liuke.domains.tiers.stairs import PLACED
from liuke.domains.tiers.values import Entry, Standing, TierSet
from liuke.kernel.clock import business_date, day_start
from liuke.kernel.conditions import AnyOf, FactIs, Op
from liuke.kernel.crowds import fitting
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.portable import given
from liuke.kernel.windows import When


class Carded(NamedTuple):
    """A card that now runs to a day; without a card date, one that was renewed."""

    member_id: MemberId
    cause: str
    plan: str
    card_on: date | None
    until_on: date | None


async def points(tx: Tx, earned: Sequence[Earned]) -> None:
    """Count points whose cause has not been counted: the till counts its own."""
    live = await programme.live(tx)
    books = {spec.basis.book for spec in live.items(TierSet) if spec.basis.kind == "points"}
    counted = saved(tx)
    asked = [o for o in earned if o.book in books and (o.member_id, o.cause) not in counted]
    if not asked:
        return
    members = [one.member_id for one in asked]
    rows = await tx.rows(KNOWN, members, [one.cause for one in asked])
    had = {(row.member_id, row.cause) for row in rows}
    fresh = [one for one in asked if (one.member_id, one.cause) not in had]
    if not fresh:
        return
    await tx.lock(members)
    book = await open_standings(tx, members, live)
    for one in fresh:
        count(book, one)
    await save(tx, book)
    await rejoin(tx, members)


async def cards(tx: Tx, carded: Sequence[Carded]) -> None:
    """Anchor card years on card dates, open the levels a card opens, wake the paused ones."""
    live = await programme.live(tx)
    if not any(map(_is_about_cards, live.items(TierSet))):
        return
    members = [one.member_id for one in carded]
    await tx.lock(members)
    book = await open_standings(tx, members, live)
    for one in carded:
        _take_card(tx, book, one)
    await save(tx, book)
    await rejoin(tx, members)


async def unplaced(tx: Tx, after: MemberId | None = None, limit: int = 1000) -> list[MemberId]:
    """Return members, in id order, who stand nowhere in a set that is open to everyone."""
    codes = (await programme.live(tx)).derive(_open_to_all)
    if not codes:
        return []
    tree = AnyOf(tuple([FactIs("tier", Op.UNKNOWN, args=(code,)) for code in codes]))
    (sql, bound), when = fitting(tree), When.of(tx)
    fixed = tx.merchant_id, when.today, when.now, None, None, after or MemberId.first(), limit
    return [MemberId.of(row[0]) for row in await tx.records(sql, *fixed, *given(bound, when))]


async def place(tx: Tx, member_ids: Sequence[MemberId]) -> None:
    """Place members on the levels that were opened to everyone after they had joined.

    Raises:
        UnknownMembers: names those that do not exist.
    """
    await joins(tx, [(member_id, tx.now) for member_id in member_ids], cause=PLACED)


async def joins(
    tx: Tx, joined: Sequence[tuple[MemberId, datetime]], *, cause: str = "joined"
) -> None:
    """Place new members on the levels that are open to everyone."""
    if not joined:
        return
    live = await programme.live(tx)
    if not live.derive(_open_to_all):
        return
    members = [member_id for member_id, _ in joined]
    await tx.lock(members)
    book = await open_standings(tx, members, live)
    for member_id, joined_at in joined:
        at = min(joined_at, tx.now)
        for spec, version in live.derive(sets_of):
            if opening_level(spec) and Key(member_id, spec.code) not in book.standings:
                on = business_date(at, tx.zone)
                book.take(Entry(member_id, spec.code, cause, at, on, version=version))
    await save(tx, book)


def _open_to_all(live: Live) -> tuple[str, ...]:
    return tuple([spec.code for spec in live.items(TierSet) if opening_level(spec)])


def _is_about_cards(spec: TierSet) -> bool:
    """Tell whether a card means anything to a set."""
    return (
        spec.window.kind == "card_year"
        or spec.pauses_with_card
        or any(level.entry_card for level in spec.levels)
    )


def _take_card(tx: Tx, book: Standings, card: Carded) -> None:
    # A card of a day to come counts from now on: nobody's standing runs ahead of the calendar.
    is_past = card.card_on is not None and card.card_on < tx.today
    at = day_start(card.card_on, tx.zone) if is_past and card.card_on else tx.now
    for spec, version in book.sets:
        standing = book.standing(card.member_id, spec.code) or Standing()
        if _hangs_on(spec, standing, card):
            book.take(
                Entry(
                    card.member_id, spec.code, card.cause, at, business_date(at, tx.zone),
                    card_on=card.card_on or standing.anchor_on or tx.today,
                    card_until_on=card.until_on, version=version,
                )
            )  # fmt: skip


def _hangs_on(spec: TierSet, standing: Standing, card: Carded) -> bool:
    if spec.card_kind not in ("", card.plan):
        return False
    if card.card_on is None:
        return bool(standing.paused or standing.card_until_on)
    return _is_about_cards(spec)
