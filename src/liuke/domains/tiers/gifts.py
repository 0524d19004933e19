"""Give the gifts of levels: those that time brings, and the deeds of every gift."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from liuke.domains import programme
from liuke.domains.programme import Live
from liuke.domains.tiers.book import Key, Standings
from liuke.domains.tiers.events import (
    TierGiftUndone,
    TierGranted,
    TierRungClaimed,
    TierRungUndone,
)
from liuke.domains.tiers.granting import GiftRow, grant
from liuke.domains.tiers.occasions import OCCASION, PERIODIC, occasion
from liuke.domains.tiers.open import open_standings
from liuke.domains.tiers.stairs import rank_of
from liuke.domains.tiers.values import Deed, TierSet
from liuke.kernel import actions, facts
from liuke.kernel.actions import Work
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql

BIRTHDAY = "birthday"

Gift = TierGranted | TierGiftUndone | TierRungClaimed | TierRungUndone

HOLDERS = Sql[MemberId]("""
    SELECT DISTINCT s.member_id
    FROM tiers_standing s
    JOIN UNNEST($1::text[], $2::text[]) AS h (set_code, level) USING (set_code, level)
    WHERE s.member_id > $3::uuid
    ORDER BY s.member_id
    LIMIT $4
""")


async def holders(tx: Tx, after: MemberId | None = None, limit: int = 1000) -> list[MemberId]:
    """Return members whose level has gifts that time brings, in id order."""
    levels = (await programme.live(tx)).derive(_giving)
    sets, codes = [one for one, _ in levels], [level for _, level in levels]
    return await tx.rows(HOLDERS, sets, codes, after or MemberId.first(), limit)


async def give_due(tx: Tx, member_ids: Sequence[MemberId]) -> int:
    """Give what falls due today, monthly, for birthdays and anniversaries; safe to repeat.

    Raises:
        UnknownMembers: names those that do not exist.
    """
    live = await programme.live(tx)
    await tx.lock(member_ids)
    book = await open_standings(tx, member_ids, live)
    asked = [BIRTHDAY] if live.derive(_asks_birthdays) else []
    births = await facts.read(tx, asked, member_ids)
    due = [
        gift
        for key in book.standings
        for gift in _due(book, key, births.get(key.member_id, {}).get(BIRTHDAY), tx.today)
    ]
    return await grant(tx, due)


async def do_gifts(tx: Tx, events: Sequence[Gift]) -> None:
    """Do the deeds of gifts and rungs just given."""
    await actions.perform_all(tx, works(await programme.live(tx), events))


async def undo_gifts(tx: Tx, events: Sequence[Gift]) -> None:
    """Take back what gifts and rungs just undone gave, as far as nobody used it."""
    await actions.undo_all(tx, works(await programme.live(tx), events))


def works(live: Live, events: Iterable[Gift]) -> list[Work]:
    """Gather members who get the same for the same cause, so that each deed is one batch."""
    batches: dict[tuple[str, str, str], Work] = {}
    for one in events:
        for deed in _deeds(live, one):
            cause = _cause(one)
            same = (deed.action, repr(deed.params), cause)
            if same not in batches:
                batches[same] = Work(actions.Deed(deed.action, deed.params), [], cause)
            batches[same].member_ids.append(one.member_id)
    return list(batches.values())


def _giving(live: Live) -> list[tuple[str, str]]:
    return [
        (spec.code, level.code)
        for spec in live.items(TierSet)
        for level in spec.levels
        if any(grant.when in PERIODIC for grant in level.grants)
    ]


def _asks_birthdays(live: Live) -> bool:
    return any(
        grant.when == "birthday"
        for spec in live.items(TierSet)
        for level in spec.levels
        for grant in level.grants
    )


def _due(book: Standings, key: Key, birth_on: date | None, today: date) -> Iterable[GiftRow]:
    standing = book.standing(key.member_id, key.set_code, today)
    if standing is None or not standing.level:
        return
    spec = book.edition(key, standing)
    for one in spec.levels[rank_of(spec, standing.level)].grants:
        if period := occasion(one, standing, birth_on, today):
            yield GiftRow(
                *key, standing.level, one.code, period, f"{OCCASION}{today}", standing.version
            )


def _cause(gift: Gift) -> str:
    """Name what a gift is given for; given again after a return, it is another cause."""
    turn = f"/{gift.turn}" if gift.turn > 1 else ""
    if isinstance(gift, TierGranted | TierGiftUndone):
        return f"tier:{gift.set_code}/{gift.grant}/{gift.period}{turn}"
    return f"rung:{gift.set_code}/{gift.period_on}/{gift.rung}{turn}"


def _deeds(live: Live, gift: Gift) -> tuple[Deed, ...]:
    spec = live.get(TierSet, gift.set_code)
    if spec is None:
        return ()
    if isinstance(gift, TierGranted | TierGiftUndone):
        levels = [level for level in spec.levels if level.code == gift.level]
        grants = [grant for level in levels for grant in level.grants]
        return next((grant.deeds for grant in grants if grant.code == gift.grant), ())
    rungs = spec.ladder.rungs if spec.ladder else ()
    return next((rung.deeds for rung in rungs if rung.code == gift.rung), ())
