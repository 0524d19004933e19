"""Faults: what is wrong with a tier set before it may go live, field by field."""

from __future__ import annotations

from collections.abc import Iterator

from liuke.domains.tiers.values import Grant, Level, TierSet


def faults(spec: TierSet) -> Iterator[tuple[str, str, str]]:
    """Yield `(path inside the set, reason, reason in Chinese)` for each fault."""
    yield from _basis(spec)
    yield from _window(spec)
    yield from _ladder(spec)
    codes = [level.code for level in spec.levels]
    if len(set(codes)) < len(codes):
        yield "levels", "two levels share a code", "等级代码重复"
    rising = [level.entry_threshold for level in spec.levels if level.entry_threshold is not None]
    if rising != sorted(set(rising)):
        yield "levels", "entry thresholds must rise from level to level", "升级门槛必须逐级递增"
    if spec.counts_from == "first_level" and not _opens_without_counting(spec):
        reason = "nothing opens the first level, yet nothing counts before it"
        yield "counts_from", reason, "首级没有入口，却要求先有首级才计数"
    for position, level in enumerate(spec.levels):
        yield from _level(f"levels[{position}]", level)


def _basis(spec: TierSet) -> Iterator[tuple[str, str, str]]:
    if spec.basis.kind == "points" and not spec.basis.book:
        yield "basis.book", "name the book whose earned points count", "请指定积分账户"
    if spec.basis.kind != "points" and spec.basis.book:
        yield "basis.book", "only points have a book", "只有积分依据才有账户"


def _window(spec: TierSet) -> Iterator[tuple[str, str, str]]:
    endless = spec.window.kind in ("all_time", "rolling")
    if endless and spec.lasts == "this_period":
        yield "lasts", "the window has no periods", "该统计窗口没有周期"
    if spec.window.kind == "rolling" and spec.decay is not None:
        yield "decay", "a rolling window forgets already", "滚动窗口无需再衰减"


def _ladder(spec: TierSet) -> Iterator[tuple[str, str, str]]:
    ladder = spec.ladder
    if ladder is None:
        return
    if spec.window.kind not in ("calendar", "card_year"):
        yield "ladder", "rungs need a window with periods", "阶梯需要有周期的统计窗口"
    if spec.reset_on_promotion or not spec.reset_at_period_end:
        reason = "rungs count one period whole: reset at its end, not on promotion"
        yield "ladder", reason, "阶梯按整个周期计算：到期归零、升级不归零"
    if len({rung.code for rung in ladder.rungs}) < len(ladder.rungs):
        yield "ladder.rungs", "two rungs share a code", "阶梯代码重复"
    if not ladder.rungs:
        yield "ladder.rungs", "a ladder has rungs", "阶梯至少要有一档"
    for position, rung in enumerate(ladder.rungs):
        if not rung.deeds:
            path = f"ladder.rungs[{position}].deeds"
            yield path, "a rung gives something", "每一档至少要有一个动作"


def _opens_without_counting(spec: TierSet) -> bool:
    return any(
        level.entry_card
        or level.entry_purchase_minor is not None
        or (level.entry_threshold == 0 and not spec.requires_purchase)
        for level in spec.levels
    )


def _level(path: str, level: Level) -> Iterator[tuple[str, str, str]]:
    entry, kept = level.entry_threshold, level.retention_threshold
    if entry is not None and kept is not None and kept > entry:
        reason = "keeping a level may not need more than reaching it"
        yield f"{path}.retention_threshold", reason, "保级门槛不能高于升级门槛"
    if len({grant.code for grant in level.grants}) < len(level.grants):
        yield f"{path}.grants", "two gifts share a code", "礼遇代码重复"
    for position, grant in enumerate(level.grants):
        yield from _grant(f"{path}.grants[{position}]", grant)


def _grant(path: str, grant: Grant) -> Iterator[tuple[str, str, str]]:
    if (grant.when == "purchases") != bool(grant.every):
        yield f"{path}.every", "given with when = purchases, and only then", "仅用于按购物次数"
    if not grant.deeds:
        yield f"{path}.deeds", "a gift does something", "礼遇至少要有一个动作"
