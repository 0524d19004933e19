"""A standing is a pure function of its entries: replayed, it is the same."""

from __future__ import annotations

import random
import time
from datetime import date, timedelta

import pytest

from liuke.domains import tiers
from liuke.domains.tiers import Amounts, Happening, LevelChange
from liuke.domains.tiers.values import Decay, Window
from liuke.domains.tiers.verify import Miscounted, Unlinked
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from tests import make
from tests.conftest import Shop
from tests.forgery import COLUMNS, OWNER, owner_tx, tampered
from tests.tiers.shapes import noon, publish, spent, stars
from tests.torture.figures import Figure, figure

__all__ = ["figure", "owner_tx"]

TAMPER = Sql[None]("UPDATE tiers_standing SET progress = progress + 1 WHERE member_id = $1::uuid")
START = date(2025, 1, 10)
SETS = (
    stars(code="forever", reset_on_promotion=True),
    stars(code="yearly", window=Window(kind="calendar"), grace_days=20),
    stars(code="card", window=Window(kind="card_year"), drop="one", reset_at_period_end=False),
    stars(code="rolling", window=Window(kind="rolling", days=60)),
    stars(code="fading", decay=Decay(percent=10)),
)


def dice(seed: int) -> random.Random:
    """Return chance that repeats itself."""
    return random.Random(seed)  # noqa: S311 - test data


async def live_a_year(tx: Tx, members: list[MemberId], chance: random.Random) -> None:
    """Let members buy, return, come late and be closed, in six rounds of sixty days."""
    bought: list[Happening] = []
    for turn in range(6):
        first = START + timedelta(days=60 * turn)
        round_ = [_basket(chance, one, first, n) for n, one in enumerate(members * 3)]
        chance.shuffle(round_)
        back = [_back(chance, one, first) for one in chance.sample(bought, len(bought) // 20)]
        tx.now = noon(f"{first + timedelta(days=59)}")
        await tiers.record(tx, round_ + back)
        await tiers.close(tx, chance.sample(members, len(members) // 2))
        bought = round_


def _basket(chance: random.Random, one: MemberId, first: date, number: int) -> Happening:
    day = first + timedelta(days=chance.randrange(59) - chance.randrange(3))
    return spent(one, f"{day}", chance.randrange(100, 60_000), f"order:{first}:{number}")


def _back(chance: random.Random, basket: Happening, first: date) -> Happening:
    whole = chance.random() < 0.5
    part = basket.amounts.spend_minor if whole else basket.amounts.spend_minor // 3
    amounts = Amounts(spend_minor=-part, orders=-int(whole))
    day = first + timedelta(days=30)
    return Happening(
        basket.member_id, f"return:{basket.cause}", noon(f"{day}"), amounts, basket.cause
    )


@pytest.mark.slow
@pytest.mark.inv("L12")
async def test_a_replay_from_zero_gives_identical_standings(tx: Tx) -> None:
    tx.now = noon("2024-12-31")
    await publish(tx, *SETS)
    members = list(await make.members(tx, 40))
    await live_a_year(tx, members, dice(1))
    await tiers.set_levels(
        tx, [LevelChange(one, "yearly", "gold", "x") for one in members[:5]], cause="hand"
    )
    assert await tiers.members_standing(tx) == members
    assert await tiers.prove(tx, members) == []


async def test_a_touched_standing_is_named(tx: Tx) -> None:
    await publish(tx, stars())
    one, two = await make.members(tx, 2)
    await tiers.record(tx, [spent(one, "2026-01-05", 5), spent(two, "2026-01-05", 5)])
    await tx.run(TAMPER, two)
    (found,) = await tiers.prove(tx, [one, two])
    assert (found.member_id, found.set_code, found.fields) == (two, "stars", ("progress",))


@pytest.mark.inv("L12")
@pytest.mark.parametrize(
    "edit", ["due_on = due_on + 90", "due_on = NULL", "missing = missing - 1", "rank = rank + 1"]
)
async def test_what_follows_from_a_standing_is_proved_too(tx: Tx, edit: str) -> None:
    await publish(tx, stars(code="yearly", window=Window(kind="calendar")))
    one, two = await make.members(tx, 2)
    await tiers.record(tx, [spent(one, "2026-01-05", 5), spent(two, "2026-01-05", 5)])
    assert await tiers.prove(tx, [one, two]) == []
    forged = f"UPDATE tiers_standing SET {edit} WHERE member_id = $1::uuid"  # noqa: S608 - ours
    await tx.run(Sql[None](forged), two)
    (found,) = await tiers.prove(tx, [one, two])
    assert (found.member_id, found.fields) == (two, (edit.partition(" ")[0],))


@pytest.mark.inv("L12")
@pytest.mark.torture
async def test_ten_thousand_members_replay_to_the_same_standing(shop: Shop, figure: Figure) -> None:
    async with shop.begin(noon("2024-12-31")) as tx:
        await publish(tx, *SETS)
    for batch in range(40):
        async with shop.begin(noon("2024-12-31")) as tx:
            await live_a_year(tx, list(await make.members(tx, 250)), dice(batch))
    started, proven, last = time.perf_counter(), 0, None
    while True:
        async with shop.begin(noon("2026-01-10")) as tx:
            members = await tiers.members_standing(tx, last)
            assert await tiers.prove(tx, members) == []
        if not members:
            break
        proven, last = proven + len(members), members[-1]
    assert proven == 10_000
    figure("tiers_replayed", members=proven, sets=len(SETS),
           seconds=round(time.perf_counter() - started, 1))  # fmt: skip


async def broken(tx: Tx) -> list[Miscounted | Unlinked]:
    return (await tiers.verify(tx)).broken


async def counted(tx: Tx) -> MemberId:
    """Let a member buy three times, the last one late, and be put on a level by hand."""
    tx.now = noon("2026-03-01")
    await publish(tx, stars())
    (one,) = await make.members(tx)
    await tiers.record(tx, [spent(one, "2026-01-05", 5, "订单|1"), spent(one, "2026-02-05", 7)])
    await tiers.record(tx, [spent(one, "2026-01-20", 9)])
    await tiers.set_levels(tx, [LevelChange(one, "stars", "gold", "好|x")], cause="hand")
    return one


@pytest.mark.inv("L10")
async def test_honest_entries_are_proven(tx: Tx) -> None:
    await counted(tx)
    proven = await tiers.verify(tx)
    assert (proven.entries, proven.broken) == (4, [])


@pytest.mark.inv("L10")
async def test_no_column_of_an_entry_is_edited_unnoticed(owner_tx: Tx) -> None:
    one = await counted(owner_tx)
    await owner_tx.run(OWNER)
    columns = await owner_tx.rows(COLUMNS, "tiers_entry")
    assert len(columns) > 15
    unnoticed = []
    for column in columns:
        forgery = f"UPDATE tiers_entry SET {column.edited()} WHERE seq = 2"  # noqa: S608 -- names of the catalogue
        found = await tampered(owner_tx, one, forgery, broken)
        if not found:
            unnoticed.append(column.name)
        elif column.name not in KEYS:
            # The next is linked to what was there before: an edited link shows in it too.
            (fault, *_) = [b for b in found if isinstance(b, Unlinked)]
            named = (fault.promise, fault.member_id, fault.set_code, fault.number)
            assert named == ("L10", one, "stars", 2), column.name
    # Where an entry lies in the log is kept outside, by the day's anchor.
    assert unnoticed == ["xid"]


KEYS = ("merchant_id", "member_id", "set_code", "seq", "xid")
FORGERIES = {
    "entry 2 is missing": "DELETE FROM tiers_entry WHERE seq = 2",
    "seq 4 against 3": "DELETE FROM tiers_entry WHERE seq = 4",
    "seq  against 4": "DELETE FROM tiers_standing WHERE true",
    "seq 4 against 4": "UPDATE tiers_standing SET link = sha256(link) WHERE true",
}


@pytest.mark.inv("L10")
async def test_a_removed_entry_and_a_forged_head_are_named(owner_tx: Tx) -> None:
    one = await counted(owner_tx)
    await owner_tx.run(OWNER)
    for told, forgery in FORGERIES.items():
        found = await tampered(owner_tx, one, forgery, broken)
        named = [b for b in found if isinstance(b, Unlinked) and b.member_id == one]
        assert any(told in b.found for b in named), forgery
