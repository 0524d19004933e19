"""Recognise whom a till asks for, by anything scanned or typed, with all it shows of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from liuke.domains import coupons, members, points, tiers
from liuke.domains.coupons import Usable
from liuke.domains.members import By, MemberState, may_earn, may_spend
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value

SHOWN_MAX = 8


class Level(Value, frozen=True):
    """The level a member has in one set."""

    set_code: str
    name: str
    name_zh: str
    level: str
    level_name: str
    level_name_zh: str
    colour: str


class Book(Value, frozen=True):
    """What a member may spend of one book, and what of it ends next."""

    book: str
    spendable: int
    pending: int
    debt: int
    expiring: int
    expires_next_on: date | None


class Recognised(Value, frozen=True):
    """A member as the till shows them, what names them masked; `by` is what fitted."""

    id: MemberId
    by: By
    name: str
    phone: str
    state: MemberState
    may_earn: bool
    may_spend: bool
    tags: tuple[str, ...]
    levels: tuple[Level, ...]
    points: tuple[Book, ...]
    coupons: tuple[Usable, ...]


async def recognise(tx: Tx, text: str) -> list[Recognised]:
    """Return who fits a text, at most eight; members who were erased are nobody."""
    hits = await members.search_hits(tx, text, limit=SHOWN_MAX, counter=True)
    by = {hit.member_id: hit.by for hit in hits}
    shown = await members.get_members(tx, list(by))
    living = [m for m in shown if m.standing.state is not MemberState.ERASED]
    return await _described(tx, living, by)


async def _described(
    tx: Tx, found: Sequence[members.Member], by: dict[MemberId, By]
) -> list[Recognised]:
    ids = [member.standing.id for member in found]
    levels, books, usable = await _levels(tx, ids), await _books(tx, ids), await _usable(tx, ids)
    return [
        Recognised(
            id=member.standing.id,
            by=by[member.standing.id],
            name=member.name,
            phone=member.phone,
            state=member.standing.state,
            may_earn=may_earn(member.standing.state),
            may_spend=may_spend(member.standing.state),
            tags=member.tags,
            levels=tuple(levels[member.standing.id]),
            points=tuple(books[member.standing.id]),
            coupons=tuple(usable[member.standing.id]),
        )
        for member in found
    ]


async def _levels(tx: Tx, ids: Sequence[MemberId]) -> Mapping[MemberId, list[Level]]:
    levels: dict[MemberId, list[Level]] = defaultdict(list)
    for place in await tiers.places(tx, ids) if ids else []:
        levels[place.member_id].append(
            Level(
                place.set_code, place.name, place.name_zh,
                place.level, place.level_name, place.level_name_zh, place.colour,
            )
        )  # fmt: skip
    return levels


async def _books(tx: Tx, ids: Sequence[MemberId]) -> Mapping[MemberId, list[Book]]:
    books: dict[MemberId, list[Book]] = defaultdict(list)
    for held in await points.balances(tx, ids):
        books[held.member_id].append(
            Book(
                held.book, held.spendable, held.pending, held.debt,
                held.expiring, held.expires_next_on,
            )
        )  # fmt: skip
    return books


async def _usable(tx: Tx, ids: Sequence[MemberId]) -> Mapping[MemberId, list[Usable]]:
    usable: dict[MemberId, list[Usable]] = defaultdict(list)
    for coupon in await coupons.usable(tx, ids):
        usable[coupon.member_id].append(coupon)
    return usable
