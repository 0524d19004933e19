"""Every route of tiers, called as HTTP calls it."""

from __future__ import annotations

import pytest

from liuke.domains import access, tiers
from liuke.domains.tiers import Claim, LevelChange, routes
from liuke.domains.tiers.routes import LevelChanges
from liuke.kernel.db import Tx
from liuke.kernel.problems import InvalidField
from liuke.kernel.web import cursor
from tests import make
from tests.tiers.shapes import earned, ladder, noon, publish, stars


def test_every_route_has_a_permission_of_the_policy() -> None:
    assert {route.may for route in routes.ROUTES} <= set(access.POLICY)


async def test_a_member_is_served_over_http(tx: Tx) -> None:
    tx.now = noon("2026-03-20")
    await publish(tx, stars(), ladder())
    (one,) = await make.members(tx)
    run = {route.name: route.handler for route in routes.ROUTES}
    await tiers.record(tx, [earned(one, "2026-03-05", 1_000)])
    change = LevelChange(one, "stars", "jade", "guest")
    places = await run["change_levels"](tx, data=LevelChanges("hand:1", [change]))
    assert [place.level for place in places] == ["jade", "member"]
    (claimed,) = await run["post_claims"](tx, data=[Claim(one, "ladder", "first")])
    assert claimed.turn == 1
    assert [state.claimed for state in await run["show_rungs"](tx, one)] == [True, False]
    assert await run["show_places"](tx, one) == places
    why = await run["show_explanation"](tx, one, "stars")
    assert [move.why for move in why.movements] == ["guest"]


async def test_movements_come_page_by_page_newest_first(tx: Tx) -> None:
    tx.now = noon("2026-03-20")
    await publish(tx, stars())
    (one,) = await make.members(tx)
    for turn, level in enumerate(("jade", "gold", "silver")):
        await tiers.set_levels(tx, [LevelChange(one, "stars", level, "x")], cause=f"hand:{turn}")
        tx.now = noon(f"2026-03-2{turn + 1}")
    listed = routes.list_movements.handler
    first = await listed(tx, one, "stars", None, 2)
    assert [move.after for move in first.items] == ["silver", "gold"]
    rest = await listed(tx, one, "stars", first.after, 2)
    assert ([move.after for move in rest.items], rest.after) == (["jade"], None)
    with pytest.raises(InvalidField):
        await listed(tx, one, "stars", cursor("tea"), 2)


@pytest.mark.inv("A11")
async def test_levels_set_by_hand_add_up_to_what_one_person_may_do_a_day(tx: Tx) -> None:
    tx.now = noon("2026-03-20")
    await publish(tx, stars(), ladder())
    who = await make.members(tx, 11)
    clerk = make.limited(tx, "tiers.edit")
    clerk.actor = type(clerk.actor)(tx.merchant_id, "staff", str(access.StaffId.new()))
    change = routes.change_levels.handler
    given = [LevelChange(one, "stars", "gold", "guest") for one in who]
    again = LevelChange(who[0], "stars", "jade", "guest")
    await change(clerk, data=LevelChanges("hand:1", [*given[:10], again]))
    with pytest.raises(access.ApprovalNeeded) as refusal:
        await change(clerk, data=LevelChanges("hand:2", [given[10], again]))
    asked = refusal.value.ask
    assert (asked.act, asked.amount, asked.reason) == ("tiers.edit", 2, "guest")
    assert asked.before == {f"{who[0]} stars": "jade", f"{who[10]} stars": "silver"}
    assert asked.after == {f"{who[0]} stars": "jade", f"{who[10]} stars": "gold"}
