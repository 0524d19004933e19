"""Two members become one, and part again, with everything that was counted."""

from __future__ import annotations

import pytest

from liuke.domains import members, points, tiers
from liuke.domains.members import Issue, Merging
from liuke.domains.points import BookSpec
from liuke.domains.tiers import Amounts, Claim, Happening, LevelChange, TierProgressUndone
from liuke.domains.tiers.book import Key
from liuke.domains.tiers.errors import RungAlreadyClaimed
from liuke.domains.tiers.follow import place
from liuke.domains.tiers.values import Basis, Level
from liuke.kernel import facts
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from tests import make
from tests.tiers.shapes import book, earned, given_to, ladder, noon, publish, spent, stars

RETURN = TierProgressUndone.kind()
HELLO = "tier:stars/hello/gold:once"


async def test_what_both_bought_counts_together_and_parts_again(tx: Tx) -> None:
    tx.now = noon("2026-03-01")
    await publish(tx, stars())
    winner, loser = await make.members(tx, 2)
    await tiers.record(tx, [
        spent(winner, "2026-01-05", 60_000, "order:1"),
        spent(loser, "2026-01-06", 70_000, "order:2"),
    ])  # fmt: skip
    before = (await book(tx, winner)).standings[Key(winner, "stars")]
    (union,) = await members.merge(tx, [Merging(winner, loser, "same phone")])
    await tx.settle()
    held = await book(tx, winner, loser)
    assert held.standings[Key(winner, "stars")].progress == 130_000
    assert (held.level(winner, "stars"), held.level(loser, "stars")) == ("gold", "jade")
    assert given_to(winner) == ["tier:stars/hello/gold:once"]

    await members.undo_merges(tx, [union], reason="two people")
    await tx.settle()
    held = await book(tx, winner, loser)
    after = held.standings[Key(winner, "stars")]
    assert (after.level, after.progress, after.purchases) == (
        before.level, before.progress, before.purchases)  # fmt: skip
    assert await tiers.prove(tx, [winner, loser]) == []


async def test_a_return_of_the_one_who_went_counts_for_the_one_who_stayed(tx: Tx) -> None:
    tx.now = noon("2026-03-01")
    await publish(tx, stars())
    winner, loser = await make.members(tx, 2)
    await tiers.record(tx, [spent(loser, "2026-01-06", 130_000, "order:2")])
    (union,) = await members.merge(tx, [Merging(winner, loser, "same phone")])
    await tx.settle()
    back = Happening(
        loser, "return:2", noon("2026-03-01"), Amounts(spend_minor=-30_000), undoes="order:2"
    )
    await tiers.record(tx, [back])
    await tx.settle()
    held = await book(tx, winner, loser)
    assert {held.standings[Key(one, "stars")].progress for one in (winner, loser)} == {100_000}

    more = Happening(
        winner, "return:3", noon("2026-03-02"), Amounts(spend_minor=-40_000), undoes="order:2"
    )
    await tiers.record(tx, [more])
    await members.undo_merges(tx, [union], reason="two people")
    await tx.settle()
    held = await book(tx, winner, loser)
    assert held.standings[Key(winner, "stars")].progress == 0
    assert held.standings[Key(loser, "stars")].progress == 60_000
    assert await tiers.prove(tx, [winner, loser]) == []


async def test_a_rung_one_of_them_claimed_is_claimed(tx: Tx) -> None:
    tx.now = noon("2026-03-20")
    await publish(tx, ladder())
    winner, loser = await make.members(tx, 2)
    await tiers.record(tx, [earned(loser, "2026-03-05", 1_500)])
    await tiers.claim_rungs(tx, [Claim(loser, "ladder", "first")])
    await members.merge(tx, [Merging(winner, loser, "same phone")])
    await tx.settle()
    with pytest.raises(RungAlreadyClaimed):
        await tiers.claim_rungs(tx, [Claim(winner, "ladder", "first")])


async def test_two_who_part_and_join_again_count_together_again(tx: Tx) -> None:
    tx.now = noon("2026-03-01")
    await publish(tx, stars())
    winner, loser = await make.members(tx, 2)
    await tiers.record(tx, [
        spent(winner, "2026-01-05", 60_000, "order:1"),
        spent(loser, "2026-01-06", 70_000, "order:2"),
    ])  # fmt: skip
    for turn in range(1, 4):
        (union,) = await members.merge(tx, [Merging(winner, loser, "same phone")])
        await tx.settle()
        assert await progress(tx, winner, loser) == (
            130_000 - turn * 100 + 100,
            70_000 - turn * 100 + 100,
        )
        await tiers.record(tx, [back(loser, f"return:{turn}", 100)])
        await tx.settle()
        await members.undo_merges(tx, [union], reason="two people")
        await tx.settle()
        assert await progress(tx, winner, loser) == (60_000, 70_000 - turn * 100)
    assert await tiers.prove(tx, [winner, loser]) == []


async def test_a_card_counts_again_for_who_joins_again(tx: Tx) -> None:
    tx.now = noon("2026-03-01")
    levels = (Level(code="basic", name="Basic", entry_card=True),)
    await publish(tx, stars(levels=levels, counts_from="first_level"))
    winner, loser = await make.members(tx, 2)
    await members.issue(tx, [Issue(loser, "counter:1")])
    await tx.settle()
    for _ in range(2):
        (union,) = await members.merge(tx, [Merging(winner, loser, "same phone")])
        await tx.settle()
        assert (await book(tx, winner)).level(winner, "stars") == "basic"
        await members.undo_merges(tx, [union], reason="two people")
        await tx.settle()
        assert (await book(tx, winner)).level(winner, "stars") == ""


async def test_who_joined_by_way_of_another_joins_directly_as_well(tx: Tx) -> None:
    tx.now = noon("2026-03-01")
    await publish(tx, stars())
    one, two, three = await make.members(tx, 3)
    await tiers.record(tx, [spent(one, "2026-01-06", 70_000, "order:1")])
    (first,) = await members.merge(tx, [Merging(two, one, "same phone")])
    (second,) = await members.merge(tx, [Merging(three, two, "same phone")])
    await tx.settle()
    await members.undo_merges(tx, [second], reason="two people")
    await tx.settle()
    await members.undo_merges(tx, [first], reason="two people")
    await tx.settle()
    assert await progress(tx, one, two, three) == (70_000, 0, 0)
    await members.merge(tx, [Merging(three, one, "same phone")])
    await tx.settle()
    assert await progress(tx, two, three) == (0, 70_000)


async def test_a_rung_that_came_with_a_merge_goes_with_it(tx: Tx) -> None:
    tx.now = noon("2026-03-20")
    await publish(tx, ladder())
    winner, loser = await make.members(tx, 2)
    await tiers.record(tx, [earned(one, "2026-03-05", 1_500) for one in (winner, loser)])
    await tiers.claim_rungs(tx, [Claim(loser, "ladder", "first")])
    (union,) = await members.merge(tx, [Merging(winner, loser, "same phone")])
    await tx.settle()
    await members.undo_merges(tx, [union], reason="two people")
    await tx.settle()
    assert len(await tiers.claim_rungs(tx, [Claim(winner, "ladder", "first")])) == 1
    with pytest.raises(RungAlreadyClaimed):
        await tiers.claim_rungs(tx, [Claim(loser, "ladder", "first")])


async def test_who_joins_and_parts_is_told_of_no_return(tx: Tx) -> None:
    tx.now = noon("2026-03-01")
    await publish(tx, stars())
    winner, loser = await make.members(tx, 2)
    await tiers.record(tx, [spent(loser, "2026-01-06", 70_000, "order:2")])
    await tiers.record(tx, [back(loser, "return:1", 100), back(loser, "return:2", 100, of="never")])
    (union,) = await members.merge(tx, [Merging(winner, loser, "same phone")])
    await tx.settle()
    await members.undo_merges(tx, [union], reason="two people")
    await tx.settle()
    told = [
        [moment.body["cause"] for moment in await members.timeline(tx, one, kinds=[RETURN])]
        for one in (winner, loser)
    ]
    assert told == [[], ["return:1"]]


def back(who: MemberId, cause: str, fen: int, of: str = "order:2") -> Happening:
    """Bring something of an order back."""
    return Happening(who, cause, noon("2026-03-01"), Amounts(spend_minor=-fen), undoes=of)


async def progress(tx: Tx, *who: MemberId) -> tuple[int, ...]:
    """Return what counts for each."""
    held = await book(tx, *who)
    standings = [held.standings.get(Key(one, "stars")) for one in who]
    return tuple([one.progress if one else 0 for one in standings])


async def test_two_who_join_one_at_once_may_have_had_the_same_cause(tx: Tx) -> None:
    tx.now = noon("2026-01-31")
    await publish(tx, stars())
    one, two, three = await make.members(tx, 3)
    for loser in (two, three):
        await tiers.record(tx, [spent(loser, "2026-01-05", 30_000, "campaign")])
    made = await members.merge(tx, [Merging(one, loser, "phone") for loser in (two, three)])
    await tx.settle()
    assert (await book(tx, one)).level(one, "stars") == "jade"
    await members.undo_merges(tx, made, reason="three people")
    await tx.settle()
    held = await book(tx, one, two, three)
    assert [held.level(who, "stars") for who in (one, two, three)] == ["silver", "jade", "jade"]


async def test_a_gift_that_only_one_of_them_still_has_is_not_given_again(tx: Tx) -> None:
    tx.now = noon("2026-01-31")
    await publish(tx, stars())
    one, two = await make.members(tx, 2)
    orders = [spent(who, "2026-01-05", 130_000, f"order:{who}") for who in (one, two)]
    await tiers.record(tx, orders)
    less = Amounts(spend_minor=-130_000)
    await tiers.record(tx, [Happening(one, "return:1", tx.now, less, undoes=f"order:{one}")])
    await tx.settle()
    given = ["tier:stars/hello/gold:once", "undo tier:stars/hello/gold:once"]
    assert given_to(one) == given
    (union,) = await members.merge(tx, [Merging(one, two, "same phone")])
    await tx.settle()
    assert (await book(tx, one)).level(one, "stars") == "gold"
    assert given_to(one) == given
    await members.undo_merges(tx, [union], reason="two people")
    await tiers.record(tx, [spent(one, "2026-01-30", 130_000, "order:2")])
    await tx.settle()
    assert given_to(one) == [*given, "tier:stars/hello/gold:once/2"]


async def test_a_card_issued_under_an_id_of_the_past_opens_the_level(tx: Tx) -> None:
    vip = Level(code="vip", name="VIP", entry_card=True)
    await publish(tx, stars(levels=(Level(code="all", name="All", entry_threshold=0), vip)))
    one, two = await make.members(tx, 2)
    (union,) = await members.merge(tx, [Merging(one, two, "same phone")])
    await members.issue(tx, [Issue(two, "bought")])
    await tx.settle()
    assert (await book(tx, one)).level(one, "stars") == "vip"
    await members.undo_merges(tx, [union], reason="two people")
    await tx.settle()
    assert (await book(tx, two)).level(two, "stars") == "vip"


async def test_a_winner_left_with_nothing_stands_where_everybody_may(tx: Tx) -> None:
    tx.now = noon("2026-03-01")
    await publish(tx, stars())
    winner, loser = await make.members(tx, 2)
    await tiers.record(tx, [spent(loser, "2026-01-06", 130_000, "order:2")])
    (union,) = await members.merge(tx, [Merging(winner, loser, "same phone")])
    await tx.settle()
    await members.undo_merges(tx, [union], reason="two people")
    await tx.settle()
    assert (await stored(tx, winner, loser)) == ["silver", "gold"]
    await tiers.record(tx, [back(loser, "return:2", 130_000)])
    await tx.settle()
    assert (await stored(tx, winner, loser)) == ["silver", "silver"]
    assert await tiers.prove(tx, [winner, loser]) == []


async def test_who_was_placed_by_a_merge_alone_is_placed_again_whenever_they_part(tx: Tx) -> None:
    tx.now = noon("2026-03-01")
    await publish(tx, stars())
    winner, loser = await make.members(tx, 2)
    await place(tx, [loser])
    await tiers.record(tx, [spent(loser, "2026-03-01", 130_000, "order:2")])
    for _ in range(3):
        (union,) = await members.merge(tx, [Merging(winner, loser, "same phone")])
        await tx.settle()
        assert await stored(tx, winner) == ["gold"]
        await members.undo_merges(tx, [union], reason="two people")
        await tx.settle()
        assert await stored(tx, winner, loser) == ["silver", "gold"]
    assert await tiers.prove(tx, [winner, loser]) == []


async def test_what_is_sent_to_an_id_of_the_past_counts_for_who_stands_for_it(tx: Tx) -> None:
    tx.now = noon("2026-03-01")
    earning = stars(basis=Basis(kind="points", book="points"))
    await publish(tx, earning, books=[BookSpec(code="points")])
    one, two, three = await make.members(tx, 3)
    (first,) = await members.merge(tx, [Merging(two, three, "same phone")])
    (second,) = await members.merge(tx, [Merging(one, two, "same phone")])
    await points.post(tx, [points.Movement(three, "points", "gift", 130_000)])
    await tx.settle()
    assert await stored(tx, one) == ["gold"]
    assert (given_to(one), given_to(three)) == ([HELLO], [])
    await points.reverse(tx, [points.Reversal(three, "points", "oops", "gift", 30_000)])
    await tx.settle()
    assert await progress(tx, one) == (100_000,)

    await members.undo_merges(tx, [second], reason="two people")
    await tx.settle()
    assert await progress(tx, one, two) == (0, 100_000)
    await members.undo_merges(tx, [first], reason="two people")
    await tx.settle()
    assert await progress(tx, one, two, three) == (0, 0, 100_000)
    assert await stored(tx, one, two, three) == ["silver", "silver", "jade"]
    assert await tiers.prove(tx, [one, two, three]) == []


async def test_who_parts_has_the_gifts_that_a_part_of_somebody_is_not_given(tx: Tx) -> None:
    tx.now = noon("2026-03-01")
    await publish(tx, stars())
    winner, loser = await make.members(tx, 2)
    (union,) = await members.merge(tx, [Merging(winner, loser, "same phone")])
    await tiers.record(tx, [spent(loser, "2026-03-01", 130_000, "order:2")])
    await tx.settle()
    assert (given_to(winner), given_to(loser)) == ([HELLO], [])
    await members.undo_merges(tx, [union], reason="two people")
    await tx.settle()
    assert (given_to(winner), given_to(loser)) == ([HELLO, f"undo {HELLO}"], [HELLO])


async def test_a_level_given_to_an_id_of_the_past_is_held_by_who_stands_for_it(tx: Tx) -> None:
    tx.now = noon("2026-03-01")
    await publish(tx, stars())
    winner, loser = await make.members(tx, 2)
    (union,) = await members.merge(tx, [Merging(winner, loser, "same phone")])
    await tiers.set_levels(tx, [LevelChange(loser, "stars", "gold", "guest")], cause="hand")
    assert await stored(tx, winner) == ["gold"]
    await members.undo_merges(tx, [union], reason="two people")
    await tx.settle()
    assert await stored(tx, winner, loser) == ["silver", "gold"]


async def stored(tx: Tx, *who: MemberId) -> list[str]:
    """Return the level that is written down for each, as conditions see it."""
    held = await facts.read(tx, ["tier(stars)"], who)
    return [held[one]["tier(stars)"] for one in who]
