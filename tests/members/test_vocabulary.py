from __future__ import annotations

from datetime import date, timedelta

from liuke.domains import members
from liuke.domains.members import (
    CardKind,
    Enrolment,
    Household,
    HouseholdId,
    Issue,
    Kin,
    Merging,
    NewChild,
)
from liuke.domains.members.household import leave_households
from liuke.domains.members.values import ChildId
from liuke.kernel import facts
from liuke.kernel.clock import add_months
from liuke.kernel.db import Tx
from liuke.kernel.facts import FACTS
from liuke.kernel.ids import MemberId
from tests import make


async def ask(tx: Tx, member_id: MemberId, *asked: str) -> list[object]:
    answers = (await facts.read(tx, asked, [member_id]))[member_id]
    return [answers[name] for name in asked]


async def test_a_birthday_answers_by_month_day_and_age(tx: Tx) -> None:
    born = date(tx.today.year - 30, 2, 28)
    profile = {"birthday": born.isoformat(), "gender": "female", "language": "en"}
    [row] = await members.enrol(tx, [Enrolment(profile=profile)])
    asked = ["birthday", "birthday.month", "birthday.day", "gender", "profile(language)"]
    assert await ask(tx, row.member_id, *asked) == [born, 2, 28, "female", "en"]
    years = 30 if (tx.today.month, tx.today.day) >= (2, 28) else 29
    assert await ask(tx, row.member_id, "age") == [years]


async def test_joining_is_counted_in_days(tx: Tx) -> None:
    long_ago = tx.now - timedelta(days=40)
    [row] = await members.enrol(tx, [Enrolment(source="web", joined_at=long_ago)])
    asked = ["joined.days", "joined.on", "member.source", "member.anonymous"]
    on = tx.today - timedelta(days=40)
    assert await ask(tx, row.member_id, *asked) == [40, on, "web", False]


async def test_the_store_a_member_joined_in_is_asked_by_its_code(tx: Tx) -> None:
    shop = await make.store(tx, "S9")
    here, nowhere = await members.enrol(tx, [Enrolment(store_id=shop), Enrolment()])
    assert await ask(tx, here.member_id, "member.store") == ["S9"]
    assert await ask(tx, nowhere.member_id, "member.store") == [None]


async def test_a_family_is_asked_by_size_and_by_the_months_of_its_children(tx: Tx) -> None:
    anna, ben = await make.members(tx, 2)
    home = HouseholdId.new()
    kin = [Kin(anna, home), Kin(ben, home)]
    await members.keep_households(tx, [Household(home)], kin)
    assert await ask(tx, anna, "household.size") == [2]
    await members.keep_households(tx, [Household(home, 5)])
    assert await ask(tx, ben, "household.size") == [5]
    births = [add_months(tx.today, -months) for months in (6, 18, 40)]
    await members.add_children(
        tx, [NewChild(anna, ChildId.new(), on, guardian_consent=True) for on in births]
    )
    asked = [
        "children.count", "children.youngest_months", "children.oldest_months",
        "children.age_months(20)",
    ]  # fmt: skip
    assert await ask(tx, anna, *asked) == [3, 6, 40, 18]
    assert await ask(tx, ben, *asked) == [0, None, None, None]


async def test_who_was_two_has_the_household_that_their_page_shows(tx: Tx) -> None:
    anna, ben, mia, old = await make.members(tx, 4)
    first, second, third = [HouseholdId.new() for _ in range(3)]
    homes = [Household(first), Household(second, 7), Household(third, 9)]
    kin = [Kin(anna, first), Kin(ben, first), Kin(mia, second), Kin(old, third)]
    await members.keep_households(tx, homes, kin)
    await members.merge(tx, [Merging(anna, mia, "same phone")])
    shown = {one.member_id for one in await members.kin_of(tx, [anna])}
    assert shown == {anna, ben}, "they live where they say themselves"
    assert await ask(tx, anna, "household.size") == [2]
    await leave_households(tx, [anna])
    tx.now += timedelta(days=1)
    await members.keep_households(tx, [Household(second, 7)], [Kin(mia, second)])
    await members.merge(tx, [Merging(anna, old, "same phone")])
    assert {one.household_id for one in await members.kin_of(tx, [anna])} == {second}
    assert await ask(tx, anna, "household.size") == [7], "else where was said last"


async def test_a_card_is_asked_by_kind_and_days_left(tx: Tx) -> None:
    [anna] = await make.members(tx)
    until = tx.today + timedelta(days=9)
    wish = Issue(anna, "x", kind=CardKind.KEY_RING, expires_on=until)
    await members.issue(tx, [wish])
    asked = ["card.kind", "card.days_left", "card.on", "card.plan"]
    assert await ask(tx, anna, *asked) == ["key_ring", 9, tx.today, ""]


async def test_every_fact_answers_for_someone_of_whom_nothing_is_known(tx: Tx) -> None:
    [anna] = await make.members(tx)
    ours = [
        f"{name}({','.join('1' for _ in fact.args)})" if fact.args else name
        for name, fact in FACTS.items()
        if "members_" in fact.sql or "$latest" in fact.sql
    ]
    assert len(ours) > 12
    known = {k: v for k, v in zip(ours, await ask(tx, anna, *ours), strict=True) if v is not None}
    assert known == {"children.count": 0, "children.aged(1,1)": 0, "consent(1,1)": False}
