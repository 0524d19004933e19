"""Every route of points, called as HTTP calls it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from liuke.domains import access, members
from liuke.domains.access import ApprovalId, ApprovalNeeded
from liuke.domains.members import Household, HouseholdId, Kin
from liuke.domains.points import Adjustment, BookSpec, Key, Movement, routes
from liuke.domains.points.errors import TransferRefused
from liuke.domains.points.reserve import Reservation
from liuke.domains.points.reverse import Reversal
from liuke.domains.points.transfer import Transfer
from liuke.domains.points.values import Sharing
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.values import encode
from liuke.kernel.web import Malformed, body_of
from tests import make


def test_every_route_has_a_permission_of_the_policy() -> None:
    assert {route.may for route in routes.ROUTES} <= set(access.POLICY)


async def test_books_are_listed_with_how_their_amounts_are_written(tx: Tx) -> None:
    suns = BookSpec("suns", "Suns", "阳光", "Sun", decimals=1)
    await make.programme(tx, suns, BookSpec(code="plain"))
    run = {route.name: route.handler for route in routes.ROUTES}
    told = {one.book: one.unit.told(10) for one in await run["list_books"](tx)}
    assert told == {"suns": ("1.0 Sun", "1.0 阳光"), "plain": ("10 points", "10 积分")}


async def test_a_member_is_served_over_http(tx: Tx) -> None:
    await make.programme(tx, BookSpec(code="stars", value_minor_per_1000=1000))
    (one,) = await make.members(tx)
    run = {route.name: route.handler for route in routes.ROUTES}
    await run["post_entries"](tx, data=[Movement(one, "stars", "order:1", 100)])
    await run["post_reversals"](tx, data=[Reversal(one, "stars", "return:1", "order:1", 40)])
    until = tx.now + timedelta(minutes=15)
    await run["post_reservations"](tx, data=[Reservation(one, "stars", "quote:1", 20, until)])
    (balance,) = await run["list_balances"](tx, one)
    assert (balance.spendable, balance.held) == (40, 20)
    key = Key(one, "stars", "quote:1")
    assert await run["post_releases"](tx, data=[key]) == [key]
    assert len((await run["list_entries"](tx, one, "stars")).items) == 2
    assert [lot.remaining for lot in (await run["list_lots"](tx, one, "stars")).items] == [60]
    span = (date(2000, 1, 1), date(9999, 1, 1))
    assert await run["show_earned"](tx, one, "stars", *span) == 60
    (owed,) = await run["show_liability"](tx)
    assert owed.worth_minor == 60
    assert await run["show_settlement"](tx, *span) == []
    (anchor,) = await run["show_anchors"](tx)
    assert anchor.entries == 2


async def test_a_large_correction_needs_a_second_person(tx: Tx) -> None:
    await make.programme(tx, BookSpec(code="stars"))
    (one,) = await make.members(tx)
    clerk = make.limited(tx, "points.adjust")
    adjust = routes.post_adjustments.handler
    small = [Adjustment(one, "stars", "t:1", 10_000, "goodwill")]
    clerk.actor = type(clerk.actor)(tx.merchant_id, "key", str(ApprovalId.new()))
    (posted,) = await adjust(clerk, data=small)
    assert posted.points == 10_000
    with pytest.raises(ApprovalNeeded):
        await adjust(clerk, data=[Adjustment(one, "stars", "t:2", 10_001, "goodwill")])


async def test_what_a_person_posts_stands_under_the_limit_and_what_a_till_sends_does_not(
    tx: Tx,
) -> None:
    await make.programme(tx, BookSpec(code="stars"))
    (one,) = await make.members(tx)
    clerk = make.limited(tx, "points.post")
    enter = routes.post_entries.handler
    for kind, most in (("staff", 10_000), ("key", 10_001)):
        clerk.actor = type(clerk.actor)(tx.merchant_id, kind, str(ApprovalId.new()))
        (posted,) = await enter(clerk, data=[Movement(one, "stars", f"{kind}:1", most)])
        assert posted.points == most
    clerk.actor = type(clerk.actor)(tx.merchant_id, "staff", str(ApprovalId.new()))
    halves = [Movement(one, "stars", f"t:{n}", 5_001) for n in range(2)]
    with pytest.raises(ApprovalNeeded):
        await enter(clerk, data=halves)


async def test_only_a_household_shares(tx: Tx) -> None:
    await make.programme(tx, BookSpec(code="stars", transfer=Sharing.HOUSEHOLD))
    one, two, stranger = await make.members(tx, 3)
    home = HouseholdId.new()
    await members.keep_households(tx, [Household(home)], [Kin(one, home), Kin(two, home)])
    await routes.post_entries.handler(tx, data=[Movement(one, "stars", "a", 10)])
    share = routes.post_transfers.handler
    (given,) = await share(tx, data=[Transfer(one, two, "stars", "t:1", 4)])
    assert given.points == -4
    with pytest.raises(TransferRefused):
        await share(tx, data=[Transfer(one, stranger, "stars", "t:2", 4)])


@pytest.mark.inv("C7")
@pytest.mark.parametrize(
    ("field", "value"), [("points", -100), ("points", 0), ("cause", ""), ("cause", "x" * 201)]
)
def test_what_is_no_reservation_is_refused_by_its_field(field: str, value: object) -> None:
    sound = {
        "member_id": str(MemberId.new()), "book": "stars", "cause": "quote:1", "points": 1,
        "expires_at": "2026-03-01T12:00:00Z",
    }  # fmt: skip
    assert body_of(list[Reservation], encode([sound]))
    with pytest.raises(Malformed) as refusal:
        body_of(list[Reservation], encode([sound | {field: value}]))
    assert refusal.value.field == f"[0].{field}"
