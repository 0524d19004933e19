"""Tier sets and happenings the tests of this folder share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from liuke.domains import programme, tiers
from liuke.domains.points import BookSpec
from liuke.domains.programme import DraftText, Live, Publication
from liuke.domains.tiers import Amounts, Happening, Standings, TierSet
from liuke.domains.tiers.values import Basis, Deed, Grant, Ladder, Level, Rung, Window
from liuke.kernel.actions import action, undoes
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value, encode

SHANGHAI = ZoneInfo("Asia/Shanghai")
GIFT = Deed("test.gift", {"what": "cup"})
GIVEN: list[tuple[MemberId, str]] = []


class Gift(Value, frozen=True):
    """What the gift of the tests is."""

    what: str


@action("test.gift", params=Gift, label="Gift", label_zh="礼物")
async def give(tx: Tx, member_ids: Sequence[MemberId], params: Gift, cause: str) -> None:
    """Remember who was given what for."""
    assert tx.merchant_id is not None
    assert params.what
    GIVEN.extend((member_id, cause) for member_id in member_ids)


@undoes("test.gift")
async def take_back(tx: Tx, member_ids: Sequence[MemberId], params: Gift, cause: str) -> None:
    """Remember who had to give it back."""
    assert tx.merchant_id is not None
    assert params.what
    GIVEN.extend((member_id, f"undo {cause}") for member_id in member_ids)


def given_to(member_id: MemberId) -> list[str]:
    """Return the causes a member was given gifts for."""
    return [cause for one, cause in GIVEN if one == member_id]


LEVELS = (
    Level(code="silver", name="Silver", name_zh="银卡", entry_threshold=0),
    Level(code="jade", name="Jade", name_zh="玉卡", entry_threshold=25_000),
    Level(
        code="gold", name="Gold", name_zh="金卡", entry_threshold=125_000,
        retention_threshold=80_000,
        grants=(
            Grant(code="hello", when="entering", deeds=(GIFT,)),
            Grant(code="cup", when="purchases", every=10, deeds=(GIFT,)),
            Grant(code="month", when="monthly", deeds=(GIFT,)),
            Grant(code="year", when="anniversary", deeds=(GIFT,)),
        ),
    ),
)  # fmt: skip


def stars(**fields: Any) -> TierSet:
    """Make a set of three levels on spend."""
    given = {"code": "stars", "levels": LEVELS, "basis": Basis(kind="spend"), **fields}
    return TierSet(name="Stars", name_zh="星享", **given)


def ladder(**fields: Any) -> TierSet:
    """Make a monthly ladder with rungs at 1,000 and 2,000 points of one book."""
    rungs = (
        Rung(code="first", threshold=1000, deeds=(GIFT,)),
        Rung(code="second", threshold=2000, deeds=(GIFT,)),
    )
    return TierSet(
        code="ladder", name="Ladder", basis=Basis(kind="points", book="points"),
        window=Window(kind="calendar", calendar="month"), lasts="this_period",
        levels=(Level(code="member", name="Member", entry_threshold=0),),
        ladder=Ladder(rungs, **{"claim_days": 5, **fields}),
    )  # fmt: skip


def noon(text: str) -> datetime:
    """Return noon in Shanghai of a day written 2026-01-31."""
    return datetime.fromisoformat(f"{text}T12:00").replace(tzinfo=SHANGHAI)


async def publish(tx: Tx, *sets: TierSet, books: Sequence[BookSpec] = ()) -> Live:
    """Publish sets, with the books they count, as a programme that rules from now on."""
    counted = {spec.basis.book for spec in sets} - {"", *[book.code for book in books]}
    books = [*books, *[BookSpec(code=code) for code in sorted(counted)]]
    given = {"code": "demo", "name": "demo", "name_zh": "demo", "tiers": sets, "books": books}
    document = msgspec.json.decode(encode(given))
    (saved,) = await programme.save(tx, [DraftText(document)])
    await programme.publish(tx, [Publication(saved.id, effective_from=tx.now)])
    return await programme.live(tx)


def spent(member_id: MemberId, on: str, fen: int, cause: str = "") -> Happening:
    """Make one purchase at noon."""
    amounts = Amounts(spend_minor=fen, orders=1)
    return Happening(member_id, cause or f"order:{on}:{fen}", noon(on), amounts)


def earned(member_id: MemberId, on: str, points: int, cause: str = "") -> Happening:
    """Earn points of the book of the ladder at noon."""
    amounts = Amounts(points={"points": points})
    return Happening(member_id, cause or f"order:{on}:{points}", noon(on), amounts)


async def book(tx: Tx, *members: MemberId) -> Standings:
    """Open the standings of members for reading."""
    return await tiers.open_standings(tx, members, await programme.live(tx))
