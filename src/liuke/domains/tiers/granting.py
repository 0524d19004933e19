"""Gifts and rungs as they are given, undone by returns, and given again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from liuke.domains import members
from liuke.domains.programme import VersionId
from liuke.domains.tiers.book import Key
from liuke.domains.tiers.events import (
    TierGiftUndone,
    TierGranted,
    TierRungUndone,
)
from liuke.domains.tiers.undone import Claimed, Given
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value, columns


class GiftRow(Value, frozen=True):
    """A gift due, as it is written."""

    member_id: MemberId
    set_code: str
    level: str
    grant_code: str
    period: str
    cause: str
    version: VersionId


GRANT = Sql[TierGranted]("""
    INSERT INTO tiers_grant AS g
        (member_id, set_code, level, grant_code, period, cause, version, at)
    SELECT member_id, set_code, level, grant_code, period, cause, version, $8
    FROM UNNEST($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
                $7::uuid[])
        AS d (member_id, set_code, level, grant_code, period, cause, version)
    ORDER BY member_id, set_code, grant_code, period
    ON CONFLICT (merchant_id, member_id, set_code, grant_code, period) DO UPDATE
        SET turn = g.turn + 1, undone_at = NULL, level = EXCLUDED.level, cause = EXCLUDED.cause,
            version = EXCLUDED.version, at = EXCLUDED.at
        WHERE g.undone_at IS NOT NULL
    RETURNING member_id, set_code, level, grant_code AS "grant", period, turn
""")
GIVEN = Sql[Given]("""
    SELECT member_id, set_code, grant_code, period, cause, level, turn FROM tiers_grant
    WHERE member_id = ANY ($1::uuid[]) AND set_code = ANY ($2::text[]) AND undone_at IS NULL
""")
UNDO_GIFTS = Sql[TierGiftUndone]("""
    UPDATE tiers_grant g SET undone_at = $5
    FROM UNNEST($1::uuid[], $2::text[], $3::text[], $4::text[])
        AS u (member_id, set_code, grant_code, period)
    WHERE g.member_id = u.member_id AND g.set_code = u.set_code
      AND g.grant_code = u.grant_code AND g.period = u.period AND g.undone_at IS NULL
    RETURNING g.member_id, g.set_code, g.level, g.grant_code AS "grant", g.period, g.turn
""")
CLAIMED = Sql[Claimed]("""
    SELECT member_id, set_code, period_on, rung, turn FROM tiers_rung
    WHERE member_id = ANY ($1::uuid[]) AND undone_at IS NULL
""")
UNDO_RUNGS = Sql[TierRungUndone]("""
    UPDATE tiers_rung r SET undone_at = $5
    FROM UNNEST($1::uuid[], $2::text[], $3::date[], $4::text[])
        AS u (member_id, set_code, period_on, rung)
    WHERE r.member_id = u.member_id AND r.set_code = u.set_code
      AND r.period_on = u.period_on AND r.rung = u.rung AND r.undone_at IS NULL
    RETURNING r.member_id, r.set_code, r.rung, r.period_on, r.turn
""")


async def grant(tx: Tx, gifts: Sequence[GiftRow]) -> int:
    """Write gifts that do not stand for their occasion; their deeds follow by reaction.

    Who was merged has them as the one they stand for; who is blocked or erased has none.
    """
    if not gifts:
        return 0
    who = await members.standings(tx, sorted({one.member_id for one in gifts}))
    due = [one for one in gifts if members.may_earn(who[one.member_id].state)]
    once = {(one.member_id, one.set_code, one.grant_code, one.period): one for one in due}
    granted = await tx.rows(GRANT, *columns(GiftRow, list(once.values())), tx.now)
    tx.emit(*granted)
    return len(granted)


async def given_to(tx: Tx, keys: Iterable[Key]) -> list[Given]:
    """Return the gifts that members were given and have."""
    found = [*keys]
    members, codes = {key.member_id for key in found}, {key.set_code for key in found}
    return await tx.rows(GIVEN, list(members), list(codes))


async def undo_gifts(tx: Tx, gone: Sequence[Given]) -> None:
    """Undo gifts whose step is no longer there."""
    if gone:
        tx.emit(*await tx.rows(UNDO_GIFTS, *columns(Given, gone)[:4], tx.now))


async def claims_of(tx: Tx, keys: Iterable[Key]) -> list[Claimed]:
    """Return the rungs that members have claimed and hold."""
    return await tx.rows(CLAIMED, sorted({key.member_id for key in keys}))


async def undo_rungs(tx: Tx, lost: Sequence[Claimed]) -> None:
    """Undo claims whose rung is no longer reached."""
    if lost:
        tx.emit(*await tx.rows(UNDO_RUNGS, *columns(Claimed, lost)[:4], tx.now))
