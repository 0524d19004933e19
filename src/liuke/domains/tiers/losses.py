"""Losses: what a return takes from where its member stands, each in a sentence; pure."""

from __future__ import annotations

from collections.abc import Iterator

from liuke.domains import points
from liuke.domains.tiers.book import Key, Standings
from liuke.domains.tiers.called import grant_name, level_name, rung_name
from liuke.domains.tiers.stairs import rank_of
from liuke.domains.tiers.undone import Claimed, Given, Loss, Refolded, Shift
from liuke.domains.tiers.values import Rung, TierSet
from liuke.domains.tiers.words import next_goal
from liuke.kernel.ids import MemberId
from liuke.kernel.measures import money

UNUSED, UNUSED_ZH = "as far as nobody used it", "（已用掉的除外）"


def losses(
    book: Standings, member_id: MemberId, cause: str, currency: str
) -> tuple[list[Loss], list[Shift]]:
    """Say what one return took of a member's levels, gifts and progress, once it is refolded.

    What several returns of a batch did together is told of the last of them.
    """
    lost, shifts = list[Loss](), list[Shift]()
    for spec, _ in book.sets:
        found = book.refolded.get(Key(member_id, spec.code))
        if found is None:
            continue
        if found.cause == cause:
            lost += [*_level(book, spec, found), *_gifts(book, found), *_rungs(book, spec, found)]
            shifts += _shift(found)
        lost += _progress(book, spec, found, cause, currency)
    return [*lost, *_points(book, cause)], shifts


def _shift(found: Refolded) -> list[Shift]:
    before, after = found.before, found.after
    shift = Shift(found.set_code, before.level, after.level, before.progress, after.progress)
    moved = (before.level, before.progress) != (after.level, after.progress)
    return [shift] if moved else []


def _level(book: Standings, spec: TierSet, found: Refolded) -> Iterator[Loss]:
    before, after = found.before.level, found.after.level
    if before == after:
        return
    body = {"set_code": spec.code, "before": before, "after": after}
    (was, was_zh), (now, now_zh) = [level_name(book.live, body, f) for f in ("before", "after")]
    name, name_zh = book.called(spec.code)
    yield Loss(
        "tier.level", spec.code, rank_of(spec, after) - rank_of(spec, before),
        f"Level: {was} → {now} ({name})", f"等级：{was_zh} → {now_zh}（{name_zh}）",
    )  # fmt: skip


def _gifts(book: Standings, found: Refolded) -> Iterator[Loss]:
    for gift in found.gifts:
        name, name_zh = _gift_name(book, gift)
        yield Loss(
            "tier.gift", f"{gift.set_code}/{gift.grant_code}/{gift.period}", -1,
            f"Taken back: {name}, {UNUSED}", f"收回礼遇“{name_zh}”{UNUSED_ZH}",
        )  # fmt: skip


def _rungs(book: Standings, spec: TierSet, found: Refolded) -> Iterator[Loss]:
    """Tell of rungs that were claimed, and of those of this period nobody can claim any more."""
    for one in found.rungs:
        name, name_zh = _gift_name(book, one)
        yield Loss(
            "tier.rung", f"{one.set_code}/{one.period_on}/{one.rung}", -1,
            f"Taken back: the ladder gift {name}, {UNUSED}",
            f"收回阶梯礼“{name_zh}”{UNUSED_ZH}",
        )  # fmt: skip
    claimed = {(one.period_on, one.rung) for one in found.rungs}
    start_on = found.after.period_start_on
    for rung in _missed(spec, found):
        if (start_on, rung.code) not in claimed:
            name, name_zh = rung_name(book.live, {"set_code": spec.code, "rung": rung.code})
            yield Loss(
                "tier.rung_missed", f"{spec.code}/{start_on}/{rung.code}", -1,
                f"No longer reached: the ladder gift {name}", f"不再达到阶梯礼“{name_zh}”",
            )  # fmt: skip


def _points(book: Standings, cause: str) -> Iterator[Loss]:
    """Tell of the points that went with gifts and rungs, and what of them is owed."""
    for one in book.points_gone:
        if one.cause != cause or not one.points:
            continue
        name, name_zh = _gift_name(book, one.gift)
        measure = points.measure_in(book.live, one.book)
        (left, left_zh), (debt, debt_zh) = measure.told(one.points), measure.told(one.owed)
        owed, owed_zh = (f", {debt} of them owed", f"，其中欠 {debt_zh}") if one.owed else ("", "")
        yield Loss(
            "tier.points", one.book, -one.points,
            f"Taken back: {left} given by {name}{owed}",
            f"收回“{name_zh}”送出的 {left_zh}{owed_zh}",
        )  # fmt: skip


def _gift_name(book: Standings, gift: Given | Claimed) -> tuple[str, str]:
    if isinstance(gift, Claimed):
        return rung_name(book.live, {"set_code": gift.set_code, "rung": gift.rung})
    body = {"set_code": gift.set_code, "level": gift.level, "grant": gift.grant_code}
    return grant_name(book.live, body)


def _missed(spec: TierSet, found: Refolded) -> list[Rung]:
    """Return the rungs of the present period that were reached and are not any more."""
    before, after = found.before, found.after
    if spec.ladder is None or before.period_start_on != after.period_start_on:
        return []
    return [r for r in spec.ladder.rungs if after.progress < r.threshold <= before.progress]


def _progress(
    book: Standings, spec: TierSet, found: Refolded, cause: str, currency: str
) -> Iterator[Loss]:
    """Tell what leaves the progress; the last return of a batch also what it comes to."""
    amount = -sum([one.amount for one in found.returns if one.cause == cause])
    if not amount:
        return
    coin, unit = money(currency), book.unit(spec.code, currency)
    (name, name_zh), (less, less_zh) = book.called(spec.code), unit.told(amount)
    text, text_zh = f"Progress in {name} reduced by {less}", f"{name_zh}的进度扣回 {less_zh}"
    before, after = found.before, found.after
    if found.cause == cause and before.progress != after.progress:
        (was, was_zh), (now, now_zh) = unit.told(before.progress), unit.told(after.progress)
        text, text_zh = f"{text}: {was} → {now}", f"{text_zh}：{was_zh} → {now_zh}"
        edition = book.edition(Key(found.member_id, spec.code), after)
        goal = next_goal(edition, after, unit, coin)
        if goal is not None and goal.missing:
            text, text_zh = f"{text}. {goal.text}", f"{text_zh}。{goal.text_zh}"
    yield Loss("tier.progress", spec.code, -amount, text, text_zh)
