"""Claim rungs of a ladder while their window is open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from liuke.domains import members, programme
from liuke.domains.programme import VersionId
from liuke.domains.tiers.book import Key, Standings
from liuke.domains.tiers.errors import (
    ClaimWindowOver,
    RungAlreadyClaimed,
    RungNotReached,
    UnknownLevel,
    UnknownTierSet,
)
from liuke.domains.tiers.events import TierRungClaimed
from liuke.domains.tiers.granting import claims_of
from liuke.domains.tiers.history import histories
from liuke.domains.tiers.ladders import Period, claimable, period_progress
from liuke.domains.tiers.open import open_standings
from liuke.domains.tiers.values import Claim, Ladder, Rung
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value, columns


class ClaimRow(Value, frozen=True):
    """A claim as it is written."""

    member_id: MemberId
    set_code: str
    period_on: date
    rung: str
    progress: int
    version: VersionId


CLAIM = Sql[TierRungClaimed]("""
    INSERT INTO tiers_rung AS r (member_id, set_code, period_on, rung, progress, version, at)
    SELECT member_id, set_code, period_on, rung, progress, version, $7
    FROM UNNEST($1::uuid[], $2::text[], $3::date[], $4::text[], $5::bigint[], $6::uuid[])
        AS c (member_id, set_code, period_on, rung, progress, version)
    ORDER BY member_id, set_code, period_on, rung
    ON CONFLICT (merchant_id, member_id, set_code, period_on, rung) DO UPDATE
        SET turn = r.turn + 1, undone_at = NULL, progress = EXCLUDED.progress,
            version = EXCLUDED.version, at = EXCLUDED.at
        WHERE r.undone_at IS NOT NULL
    RETURNING member_id, set_code, rung, period_on, turn
""")


async def claim_rungs(tx: Tx, claims: Sequence[Claim]) -> list[TierRungClaimed]:
    """Take rungs, all or none; the deeds of each follow in the same transaction.

    Raises:
        UnknownTierSet: a set is not in the live programmes, or has no ladder.
        UnknownLevel: a ladder has no such rung.
        RungNotReached: says how much each member lacks.
        ClaimWindowOver: names the first and last day of the window.
        RungAlreadyClaimed: names who had it, or had the one rung the period allows.
        MemberNotActive: names those who may not earn.
        UnknownMembers: names those that do not exist.
    """
    asking = [claim.member_id for claim in claims]
    await tx.lock(asking)
    await members.require_rights(tx, earning=asking)
    book = await open_standings(tx, asking, await programme.live(tx))
    keys = {Key(claim.member_id, claim.set_code) for claim in claims}
    for key in keys:
        _ladder(book, key.set_code)
    history = await histories(tx, book, keys)
    rows, missing = list[ClaimRow](), dict[MemberId, int]()
    for claim in claims:
        key = Key(claim.member_id, claim.set_code)
        ladder, version = _ladder(book, claim.set_code)
        rung, period = _rung(ladder, claim), _period(tx, book, claim, ladder)
        progress = period_progress(book, key, history[key], period, tx.today)
        if progress < rung.threshold:
            missing[claim.member_id] = rung.threshold - progress
        rows.append(ClaimRow(*key, period.start_on, rung.code, progress, version))
    if missing:
        raise RungNotReached(missing)
    return await _write(tx, book, rows)


async def _write(tx: Tx, book: Standings, rows: list[ClaimRow]) -> list[TierRungClaimed]:
    before = await claims_of(tx, [Key(row.member_id, row.set_code) for row in rows])
    taken = {(one.member_id, one.set_code, one.period_on) for one in before}
    twice = [row.member_id for row in rows if _is_second(book, row, taken)]
    if twice:
        raise RungAlreadyClaimed(sorted(set(twice)))
    once = {(row.member_id, row.set_code, row.period_on, row.rung): row for row in rows}
    claimed = await tx.rows(CLAIM, *columns(ClaimRow, list(once.values())), tx.now)
    done = {(one.member_id, one.set_code, one.period_on, one.rung) for one in claimed}
    if twice := [key[0] for key in once if key not in done]:
        raise RungAlreadyClaimed(sorted(set(twice)))
    tx.emit(*claimed)
    return claimed


def _is_second(book: Standings, row: ClaimRow, taken: set[tuple[MemberId, str, date]]) -> bool:
    """Tell whether this period's one rung is gone; notes the claim for the next of the batch."""
    ladder, _ = _ladder(book, row.set_code)
    one = (row.member_id, row.set_code, row.period_on)
    is_second = not ladder.adds_up and one in taken
    taken.add(one)
    return is_second


def _ladder(book: Standings, set_code: str) -> tuple[Ladder, VersionId]:
    for spec, version in book.sets:
        if spec.code == set_code and spec.ladder is not None:
            return spec.ladder, version
    raise UnknownTierSet(set_code)


def _rung(ladder: Ladder, claim: Claim) -> Rung:
    for rung in ladder.rungs:
        if rung.code == claim.rung:
            return rung
    raise UnknownLevel(claim.set_code, claim.rung)


def _period(tx: Tx, book: Standings, claim: Claim, ladder: Ladder) -> Period:
    """Return the period claimed for, if its window is open today."""
    key = Key(claim.member_id, claim.set_code)
    period = claimable(book, key, ladder, claim.period_on, tx.today)
    if period is None:
        raise RungNotReached({claim.member_id: _rung(ladder, claim).threshold})
    if not period.from_on <= tx.today <= period.until_on:
        raise ClaimWindowOver(period.from_on, period.until_on)
    return period
