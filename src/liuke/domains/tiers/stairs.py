"""Stairs: how a standing climbs and falls between the levels of its set."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from msgspec.structs import replace

from liuke.domains.tiers.periods import period_of
from liuke.domains.tiers.values import Entry, Grant, Level, Standing, Step, TierSet

PLACED = "placed"  # who was a member before the set: nobody came in, so nobody is welcomed


class Walk:
    """A standing on its way through time, and what was decided on the way."""

    __slots__ = ("spec", "standing", "steps")

    def __init__(self, spec: TierSet, standing: Standing) -> None:
        """Start from a standing under the rules of one set."""
        self.spec = spec
        self.standing = standing
        self.steps: list[Step] = []

    def change(self, **fields: Any) -> None:
        """Move to a standing that differs in some fields."""
        self.standing = replace(self.standing, **fields)

    def step(
        self, kind: Literal["up", "down", "kept"], after: str, *, on: date, cause: str, why: str
    ) -> None:
        """Note a movement from the present level."""
        self.steps.append(
            Step(kind=kind, on=on, cause=cause, before=self.standing.level, after=after, why=why)
        )

    def gift(self, level: str, grant: Grant, *, on: date, cause: str, period: str) -> None:
        """Note that a gift of a level is due for one occasion."""
        self.steps.append(
            Step(kind="gift", on=on, cause=cause, before=level, after=grant.code, period=period)
        )

    def fall(self, to: int, *, on: date, cause: str, why: str) -> None:
        """Step down to a rank; -1 holds no level."""
        code = self.spec.levels[to].code if to >= 0 else ""
        self.step("down", code, on=on, cause=cause, why=why)
        self.change(level=code, since_on=on, climbed_on=None, purchases_here=0,
                    falls=self.standing.falls + 1, grace_until_on=None, grace_missing=0,
                    grace_to="")  # fmt: skip

    def lapse(self, to: int, *, on: date, cause: str, why: str) -> None:
        """Fall as time has it, with what the lower level gives to win the member back."""
        self.fall(to, on=on, cause=cause, why=why)
        for grant in self.spec.levels[to].grants if to >= 0 else ():
            if grant.when == "falling":
                period = f"{self.standing.level}:{self.standing.falls}"
                self.gift(self.standing.level, grant, on=on, cause=cause, period=period)


def rank_of(spec: TierSet, code: str) -> int:
    """Return the position of a level in its set; -1 for none."""
    for rank, level in enumerate(spec.levels):
        if level.code == code:
            return rank
    return -1


def open_period(walk: Walk, on: date) -> None:
    """Begin the period of the window that holds `on`."""
    period = period_of(walk.spec.window, walk.standing.anchor_on, on)
    start, end = period or (None, None)
    walk.change(period_start_on=start, period_end_on=end)


def climb(walk: Walk, entry: Entry, *, card: bool = False) -> None:
    """Step up to the highest level that anything opens now."""
    standing, spec = walk.standing, walk.spec
    if standing.pinned or standing.paused:
        return None
    rank, top = rank_of(spec, standing.level), len(spec.levels) - 1
    for target in range(top, rank, -1):
        level = spec.levels[target]
        if _opened(level, entry, card=card):
            return promote(walk, target, entry, why="card" if card else "purchase")
        if _reached(walk, entry, level):
            # Counting restarts after each climb, so amounts open one level at a time.
            to = rank + 1 if spec.reset_on_promotion else target
            return promote(walk, to, entry, why="reached")
    return None


def _opened(level: Level, entry: Entry, *, card: bool) -> bool:
    if card and level.entry_card:
        return True
    least = level.entry_purchase_minor
    return least is not None and entry.purchases > 0 and entry.purchase_minor >= least


def _reached(walk: Walk, entry: Entry, level: Level) -> bool:
    spec, standing = walk.spec, walk.standing
    if level.entry_threshold is None or spec.basis.kind == "manual":
        return False
    if spec.requires_purchase and standing.purchases + entry.purchases < 1:
        return False
    if spec.counts_from == "first_level" and not standing.level and level.entry_threshold:
        return False
    return standing.progress >= level.entry_threshold


def promote(walk: Walk, to: int, entry: Entry, *, why: str) -> None:
    """Step up to a rank, with the gifts of every level passed; a level that wakes gives none."""
    spec, before = walk.spec, walk.standing
    rank = rank_of(spec, before.level)
    level = spec.levels[to]
    walk.step("up", level.code, on=entry.day, cause=entry.cause, why=why)
    is_waking = before.paused == level.code
    here = before.purchases_here if is_waking else 0
    walk.change(level=level.code, since_on=entry.day, climbed_on=entry.day, purchases_here=here,
                grace_until_on=None, grace_missing=0, grace_to="", paused="")  # fmt: skip
    if before.anchor_on is None:
        walk.change(anchor_on=entry.day)
        open_period(walk, entry.day)
    if spec.reset_on_promotion:
        walk.change(progress=0, days=())
    if not is_waking:
        _welcome(walk, spec.levels[rank + 1 : to + 1], entry)


def _welcome(walk: Walk, passed: tuple[Level, ...], entry: Entry) -> None:
    if entry.cause.partition("/")[0] == PLACED:
        return
    start = walk.standing.period_start_on
    for level in passed:
        for grant in level.grants:
            if grant.when == "entering":
                each = grant.again == "each_period" and start is not None
                period = f"{level.code}:{start if each else 'once'}"
                walk.gift(level.code, grant, on=entry.day, cause=entry.cause, period=period)


def landing(spec: TierSet, rank: int, measured: int) -> int:
    """Return the rank someone at `rank` falls to, measured against retention; -1 for none."""
    if rank < 0 or spec.drop == "never" or measured >= spec.levels[rank].retention:
        return rank
    floor = max((i for i in range(rank + 1) if spec.levels[i].never_falls), default=-1)
    if spec.drop == "one":
        return max(floor, rank - 1)
    kept = (i for i in range(rank, -1, -1) if measured >= spec.levels[i].retention)
    return max(floor, next(kept, -1))
