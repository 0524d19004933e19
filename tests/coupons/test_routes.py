from __future__ import annotations

import pytest

from liuke.domains import access
from liuke.domains.access import ApprovalId, ApprovalNeeded
from liuke.domains.coupons import Gift, Grant, Hold, Holding, Return, Use, Voiding, routes
from liuke.domains.coupons.routes import Presented, Selection
from liuke.domains.coupons.template import Got
from liuke.kernel.db import Tx
from tests import make
from tests.coupons.templates import card, cash, given, publish

RUN = {route.name: route.handler for route in routes.ROUTES}


def test_every_route_has_a_permission_of_the_policy() -> None:
    assert {route.may for route in routes.ROUTES} <= set(access.POLICY)


async def test_a_coupons_life_is_served_over_http(tx: Tx) -> None:
    await publish(tx, card(3, transferable=True), cash(got=Got.CLAIMED, stock=5))
    ann, bob = await make.members(tx, 2)
    assert len(await RUN["list_templates"](tx)) == 2
    (verdict,) = await RUN["issue_coupons"](tx, data=[Grant(ann, "card", "welcome")])
    id_ = verdict.coupon_id
    shown = await RUN["show_coupon"](tx, ann, id_)
    found = await RUN["look_up_code"](tx, data=Presented(ann, str(shown.code)))
    assert found == shown
    await RUN["accept_coupons"](tx, data=[Holding(ann, id_)])
    await RUN["reserve_coupons"](tx, data=[Hold(ann, id_, "order:1")])
    await RUN["release_coupons"](tx, data=[Hold(ann, id_, "order:1")])
    (used,) = await RUN["redeem_coupons"](tx, data=[Use(ann, id_, "visit:1")])
    (back,) = await RUN["restore_coupons"](tx, data=[Return(ann, id_, "visit:1")])
    assert (used.uses_left, back.uses_left) == (2, 3)
    steps = await RUN["list_steps"](tx, ann, id_, limit=3)
    rest = await RUN["list_steps"](tx, ann, id_, limit=3, after=steps.after)
    assert [len(steps.items), len(rest.items), rest.after] == [3, 1, None]
    (passed,) = await RUN["transfer_coupons"](tx, data=[Gift(ann, id_, bob)])
    await RUN["void_coupons"](tx, data=[Voiding(bob, passed.id, "test")])
    (offer,) = await RUN["list_offers"](tx, bob)
    assert offer.left == 5
    await RUN["claim_coupons"](tx, data=[Grant(bob, "ten", "tap")])
    assert [t.given for t in await RUN["list_tallies"](tx)] == [1, 1]
    assert [t.template for t in await RUN["list_tallies"](tx, template="ten")] == ["ten"]
    assert await RUN["list_tallies"](tx, template="gone") == []


async def test_holdings_are_paged_to_the_end(tx: Tx) -> None:
    await publish(tx, cash())
    (ann,) = await make.members(tx)
    ids = {await given(tx, ann, "ten") for _ in range(5)}
    seen, after = set(), None
    while True:
        page = await RUN["list_holdings"](tx, ann, limit=2, after=after)
        seen |= {coupon.id for coupon in page.items}
        after = page.after
        if after is None:
            break
    assert seen == ids


async def test_a_large_issue_needs_a_second_person(tx: Tx) -> None:
    await publish(tx, cash())
    members = await make.members(tx, 1001)
    clerk = make.limited(tx, "coupons.issue")
    clerk.actor = type(clerk.actor)(tx.merchant_id, "key", str(ApprovalId.new()))
    given_ = await RUN["issue_to_selection"](clerk, data=Selection([*members[:9]], "ten", "a"))
    assert given_.issued == 9
    with pytest.raises(ApprovalNeeded):
        await RUN["issue_to_selection"](clerk, data=Selection([*members], "ten", "b"))
