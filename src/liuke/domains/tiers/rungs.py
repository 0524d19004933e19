"""Read the rungs of members: reached, claimable until when, claimed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from liuke.domains import programme
from liuke.domains.tiers.book import Key, Standings
from liuke.domains.tiers.granting import claims_of
from liuke.domains.tiers.history import histories
from liuke.domains.tiers.ladders import Period, claimable, period_progress
from liuke.domains.tiers.open import open_standings
from liuke.domains.tiers.periods import DAY
from liuke.domains.tiers.values import TierSet
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value

Claims = set[tuple[MemberId, str, date, str]]


class RungState(Value, frozen=True):
    """One rung of one period for one member; `missing` is of the set's basis."""

    member_id: MemberId
    set_code: str
    rung: str
    name: str
    name_zh: str
    threshold: int
    period_on: date
    period_end_on: date
    claim_from_on: date
    claim_until_on: date
    progress: int
    missing: int
    claimed: bool


async def rung_states(tx: Tx, member_ids: Sequence[MemberId]) -> list[RungState]:
    """Return the rungs of the present period, and of the last one while its window is open."""
    live = await programme.live(tx)
    book = await open_standings(tx, member_ids, live)
    specs = [spec for spec, _ in book.sets if spec.ladder is not None]
    keys = [Key(one, spec.code) for one in member_ids for spec in specs]
    history = await histories(tx, book, keys)
    taken = await claims_of(tx, keys)
    claims = {(one.member_id, one.set_code, one.period_on, one.rung) for one in taken}
    by_code = {spec.code: spec for spec in specs}
    return [
        state
        for key in keys
        for period in _open_periods(book, key, by_code[key.set_code], tx.today)
        for state in _states(
            by_code[key.set_code], key, period, claims,
            period_progress(book, key, history[key], period, tx.today),
        )
    ]  # fmt: skip


def _open_periods(book: Standings, key: Key, spec: TierSet, today: date) -> Iterable[Period]:
    assert spec.ladder is not None, "only sets with ladders are asked"
    present = claimable(book, key, spec.ladder, today, today)
    if present is None:
        return
    past = claimable(book, key, spec.ladder, present.start_on - DAY, today)
    if past is not None and past.start_on < present.start_on and past.until_on >= today:
        yield past
    yield present


def _states(
    spec: TierSet, key: Key, period: Period, claims: Claims, progress: int
) -> Iterable[RungState]:
    assert spec.ladder is not None, "only sets with ladders are asked"
    for rung in spec.ladder.rungs:
        yield RungState(
            *key, rung.code, rung.name, rung.name_zh, rung.threshold,
            period.start_on, period.end_on, period.from_on, period.until_on,
            progress, max(0, rung.threshold - progress),
            (*key, period.start_on, rung.code) in claims,
        )  # fmt: skip
