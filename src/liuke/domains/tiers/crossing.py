"""Crossing: what time alone does to a standing on the day it is due."""

from __future__ import annotations

from datetime import date, timedelta

from liuke.domains.tiers.periods import DAY, next_fading
from liuke.domains.tiers.stairs import Walk, landing, open_period, rank_of


def cross(walk: Walk, due: date) -> None:
    """Do everything that is due at the start of one day, always in the same order."""
    before, last = walk.standing, due - DAY
    if before.grace_until_on == last:
        _end_grace(walk, due)
    if before.hold_until_on == last:
        _end_hold(walk, due)
    _fade(walk, due)
    _forget(walk, due)
    if before.period_end_on == last:
        _end_period(walk, due)
    if walk.spec.pauses_with_card and before.card_until_on == last and not before.paused:
        _pause(walk, due)
    walk.change(as_of_on=due)


def _end_grace(walk: Walk, due: date) -> None:
    spec, standing = walk.spec, walk.standing
    to = rank_of(spec, standing.grace_to)
    if standing.period_end_on is None:
        # More may have left the window meanwhile; nothing else would look again.
        to = min(to, landing(spec, rank_of(spec, standing.level), standing.progress))
    walk.lapse(to, on=due, cause=f"grace:{due}", why="grace over")


def _end_hold(walk: Walk, due: date) -> None:
    walk.change(hold_until_on=None, pinned=False)
    if walk.standing.period_end_on is None:
        judge(walk, due, walk.standing.progress, cause=f"hold:{due}")


def _fade(walk: Walk, due: date) -> None:
    """Lose a share of progress, the loss rounded down: in the member's favour."""
    decay, standing = walk.spec.decay, walk.standing
    if decay is None or standing.as_of_on is None or standing.progress <= 0:
        return
    if next_fading(decay, standing.as_of_on) != due:
        return
    walk.change(progress=standing.progress - standing.progress * decay.percent // 100)
    if standing.period_end_on is None:
        judge(walk, due, walk.standing.progress, cause=f"fading:{due}")


def _forget(walk: Walk, due: date) -> None:
    """Let the days that left a rolling window go."""
    standing = walk.standing  # which has days in a rolling window only
    first = due - timedelta(days=walk.spec.window.days)
    kept = tuple(day for day in standing.days if day.on > first)
    if len(kept) == len(standing.days):
        return
    walk.change(days=kept, progress=max(0, sum(day.amount for day in kept)))
    judge(walk, due, walk.standing.progress, cause=f"window:{due}")


def _end_period(walk: Walk, due: date) -> None:
    spec, standing = walk.spec, walk.standing
    measured = 0 if spec.lasts == "this_period" else standing.progress
    judge(walk, due, measured, cause=f"period:{due}")
    if spec.reset_at_period_end:
        walk.change(progress=0)
    walk.change(pinned=standing.pinned and standing.hold_until_on is not None)
    open_period(walk, due)


def judge(walk: Walk, due: date, measured: int, *, cause: str) -> None:
    """Keep the level, or start its grace, or let it fall."""
    spec, standing = walk.spec, walk.standing
    rank = rank_of(spec, standing.level)
    to = rank if _is_safe(walk, due) else landing(spec, rank, measured)
    if to != rank and spec.grace_days:
        _give_grace(walk, due, measured, to)
    elif to != rank:
        walk.lapse(to, on=due, cause=cause, why="retention missed")
    elif standing.period_end_on is not None and 0 < retention(walk) <= measured:
        walk.step("kept", standing.level, on=due, cause=cause, why="retention met")
    elif standing.period_end_on is None and standing.grace_until_on is not None:
        walk.change(grace_missing=max(standing.grace_missing, retention(walk) - measured))


def retention(walk: Walk) -> int:
    """Return the amount that keeps the level held; 0 without one."""
    rank = rank_of(walk.spec, walk.standing.level)
    return walk.spec.levels[rank].retention if rank >= 0 else 0


def _is_safe(walk: Walk, due: date) -> bool:
    """Tell whether a hold, a running grace, or a climb in this very period protects the level."""
    standing, spec = walk.standing, walk.spec
    if standing.hold_until_on is not None and standing.hold_until_on >= due:
        return True
    if standing.grace_until_on is not None:
        return True
    if not spec.reset_on_promotion or spec.lasts == "this_period":
        return False
    start, climbed = standing.period_start_on, standing.climbed_on
    return start is not None and climbed is not None and climbed >= start


def _give_grace(walk: Walk, due: date, measured: int, to: int) -> None:
    walk.change(
        grace_until_on=due + timedelta(days=walk.spec.grace_days - 1),
        grace_missing=retention(walk) - measured,
        grace_to=walk.spec.levels[to].code if to >= 0 else "",
    )


def _pause(walk: Walk, due: date) -> None:
    held = walk.standing.level
    walk.change(card_until_on=None)
    if not held:
        return
    here = walk.standing.purchases_here
    walk.fall(-1, on=due, cause=f"card:{due}", why="card expired")
    walk.change(paused=held, purchases_here=here)
