"""Standing is a pure fold: entries in order of time, and the calendar between them.

`advance` takes one entry, `roll` takes time alone, `replay` starts from nothing. Rolling in many
steps or in one gives the same standing, so a late job and a punctual one agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec.structs import replace

from liuke.domains.programme import VersionId
from liuke.domains.tiers.crossing import cross, judge, retention
from liuke.domains.tiers.netting import net, order
from liuke.domains.tiers.periods import next_boundary
from liuke.domains.tiers.stairs import Walk, climb, open_period, promote, rank_of
from liuke.domains.tiers.values import Day, Entry, Standing, Step, TierSet


def advance(spec: TierSet, standing: Standing, entry: Entry) -> tuple[Standing, list[Step]]:
    """Take one entry, after everything the calendar did before it.

    >>> from datetime import UTC, datetime
    >>> from liuke.domains.tiers.values import Basis, Level
    >>> from liuke.kernel.ids import MemberId
    >>> gold = Level(code="gold", name="Gold", entry_threshold=1000)
    >>> spec = TierSet(code="stars", name="Stars", levels=(gold,), basis=Basis(kind="spend"))
    >>> noon = datetime(2026, 3, 1, 4, tzinfo=UTC)
    >>> order = Entry(MemberId(bytes(16)), "stars", "order:1", noon, noon.date(), amount=1200)
    >>> standing, steps = advance(spec, Standing(), order)
    >>> standing.level, [(step.kind, step.after) for step in steps]
    ('gold', [('up', 'gold')])
    """
    walk = Walk(spec, standing)
    _roll(walk, entry.day)
    walk.change(last_at=entry.at, last_cause=entry.cause)
    if entry.card_on is not None:
        _take_card(walk, entry)
    elif entry.level is not None:
        _set_by_hand(walk, entry)
    else:
        _count(walk, entry)
    return walk.standing, walk.steps


def roll(spec: TierSet, standing: Standing, on: date) -> tuple[Standing, list[Step]]:
    """Let time pass up to the start of a business day."""
    walk = Walk(spec, standing)
    _roll(walk, on)
    return walk.standing, walk.steps


def adopt(
    old: TierSet, new: TierSet, standing: Standing, *, version: VersionId, on: date
) -> tuple[Standing, list[Step]]:
    """Bring a standing under a new version, after everything the old one did until then.

    The level stays; one that is gone becomes its neighbour below. Nobody falls before the next
    period's end. A new basis or window starts counting anew.
    """
    walk = Walk(old, standing)
    _roll(walk, on)
    held = walk.standing.level
    if held and (level := successor(old, new, held)) != held:
        walk.step("down", level, on=on, cause=f"version:{version}", why="programme")
        walk.change(level=level)
    walk.spec = new
    walk.change(version=version)
    if (old.basis, old.window) != (new.basis, new.window):
        walk.change(progress=0, days=())
        open_period(walk, on)
    return walk.standing, walk.steps


def successor(old: TierSet, new: TierSet, held: str) -> str:
    """Return what a level of one version becomes in another: itself, or its neighbour below.

    When every code has changed, the levels are matched by their place.
    """
    if rank_of(new, held) >= 0:
        return held
    rank = rank_of(old, held)
    if not {level.code for level in old.levels} & {level.code for level in new.levels}:
        return new.levels[min(rank, len(new.levels) - 1)].code
    below = [level.code for level in old.levels[:rank] if rank_of(new, level.code) >= 0]
    return below[-1] if below else ""


def replay(
    editions: Mapping[VersionId, TierSet], entries: Iterable[Entry], *, until: date | None = None
) -> tuple[Standing, list[Step]]:
    """Fold a member's entries from zero, each under its version, reversals netted."""
    standing, steps = Standing(), list[Step]()
    for entry in net(entries):
        standing, more = take(editions, standing, entry)
        steps += more
    if until is not None and standing.as_of_on is not None:
        standing, more = roll(editions[standing.version], standing, until)
        steps += more
    return standing, steps


def take(
    editions: Mapping[VersionId, TierSet], standing: Standing, entry: Entry
) -> tuple[Standing, list[Step]]:
    """Take one entry under its version, adopting it first if the standing is under another."""
    spec, steps = editions[entry.version], list[Step]()
    if standing.as_of_on is None:
        standing = replace(standing, version=entry.version)
    elif standing.version != entry.version:
        old = editions.get(standing.version, spec)
        standing, steps = adopt(old, spec, standing, version=entry.version, on=entry.day)
    standing, more = advance(spec, standing, entry)
    return standing, [*steps, *more]


def follows(standing: Standing, entry: Entry) -> bool:
    """Tell whether an entry comes after all a standing has seen, so that no replay is needed."""
    if entry.undoes:
        return False
    last = standing.last_at
    if last is not None and order(entry) <= (last, standing.last_cause):
        return False
    return standing.as_of_on is None or entry.day >= standing.as_of_on


def opening_level(spec: TierSet) -> str:
    """Return the level of someone nothing has been counted for."""
    first = spec.levels[0]
    is_open = first.entry_threshold == 0 and not spec.requires_purchase
    return first.code if is_open and spec.basis.kind != "manual" else ""


def _roll(walk: Walk, on: date) -> None:
    if walk.standing.as_of_on == on:
        return
    if walk.standing.as_of_on is None:
        open_period(walk, on)
    while (due := next_boundary(walk.spec, walk.standing)) is not None and due <= on:
        cross(walk, due)
    walk.change(as_of_on=max(on, walk.standing.as_of_on or on))


def _take_card(walk: Walk, entry: Entry) -> None:
    """Anchor the card year on a new card's date, keeping the progress, and wake the level."""
    assert entry.card_on is not None, "a card entry has its date"
    walk.change(anchor_on=entry.card_on, card_until_on=entry.card_until_on)
    if walk.spec.window.kind == "card_year":
        open_period(walk, entry.day)
    if walk.standing.paused:
        promote(walk, rank_of(walk.spec, walk.standing.paused), entry, why="renewed")
    climb(walk, entry, card=True)


def _set_by_hand(walk: Walk, entry: Entry) -> None:
    before = rank_of(walk.spec, walk.standing.level)
    after = rank_of(walk.spec, entry.level or "")
    if after > before:
        promote(walk, after, entry, why=entry.reason)
    elif after < before:
        walk.fall(after, on=entry.day, cause=entry.cause, why=entry.reason)
    walk.change(
        hold_until_on=entry.hold_until_on, pinned=after < before, grace_until_on=None, paused=""
    )


def _count(walk: Walk, entry: Entry) -> None:
    """Add an amount to what is counted, and let it open levels, rungs and gifts."""
    if walk.standing.paused:
        return
    if not walk.standing.level or walk.spec.reset_on_promotion:
        climb(walk, entry)
    if walk.spec.counts_from == "first_level" and not walk.standing.level:
        return
    before = walk.standing.progress
    _add(walk, entry)
    _rungs(walk, entry, before)
    _make_up(walk, entry)
    _gifts(walk, entry)
    climb(walk, entry)
    if entry.amount < 0 and walk.standing.period_end_on is None:
        judge(walk, entry.day, walk.standing.progress, cause=entry.cause)


def _add(walk: Walk, entry: Entry) -> None:
    standing = walk.standing
    walk.standing = replace(
        standing,
        progress=max(0, standing.progress + entry.amount),
        purchases=standing.purchases + entry.purchases,
        purchases_here=standing.purchases_here + entry.purchases,
    )
    if walk.spec.window.kind == "rolling" and entry.amount:
        walk.change(days=_with_day(standing.days, entry.day, entry.amount))


def _with_day(days: tuple[Day, ...], on: date, amount: int) -> tuple[Day, ...]:
    if days and days[-1].on == on:
        return (*days[:-1], Day(on, days[-1].amount + amount))
    return (*days, Day(on, amount))


def _rungs(walk: Walk, entry: Entry, before: int) -> None:
    ladder = walk.spec.ladder
    if ladder is None or walk.standing.period_start_on is None:
        return
    for rung in ladder.rungs:
        if before < rung.threshold <= walk.standing.progress:
            walk.steps.append(
                Step(kind="rung", on=entry.day, cause=entry.cause, after=rung.code,
                     period=walk.standing.period_start_on.isoformat())
            )  # fmt: skip


def _make_up(walk: Walk, entry: Entry) -> None:
    """Let what is earned in grace count towards what the closed period lacked.

    Without periods it is what counts now that must suffice: more may have left it meanwhile.
    """
    standing = walk.standing
    if standing.grace_until_on is None:
        return
    if standing.period_end_on is None:
        missing = retention(walk) - standing.progress
    else:
        missing = standing.grace_missing - entry.amount
    if missing > 0:
        walk.change(grace_missing=missing)
    else:
        walk.change(grace_until_on=None, grace_missing=0, grace_to="")
        walk.step("kept", standing.level, on=entry.day, cause=entry.cause, why="grace")


def _gifts(walk: Walk, entry: Entry) -> None:
    """Note a gift for every so many purchases made at the level."""
    standing = walk.standing
    rank = rank_of(walk.spec, standing.level)
    if rank < 0 or not entry.purchases:
        return
    for grant in walk.spec.levels[rank].grants:
        if grant.every:  # which is of gifts for purchases only
            done = standing.purchases_here // grant.every
            for turn in range((standing.purchases_here - entry.purchases) // grant.every, done):
                period = f"{standing.level}:{standing.falls}:{turn + 1}"
                walk.gift(standing.level, grant, on=entry.day, cause=entry.cause, period=period)
