"""Sixteen moves that touch the same order, coupon and member, each by its own endpoint."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from liuke.domains import checkout, coupons, members
from liuke.domains.checkout import Item, Reserving, Sale
from liuke.domains.checkout.values import OrderId
from liuke.domains.members import Merging
from liuke.domains.members.values import MergeId
from liuke.kernel.ids import MemberId
from tests.torture.arena import OFF, PRICE, Arena
from tests.torture.contests import order
from tests.torture.last_byte import Shot

UNITS = 3
GIFT = 5_000
WHY = {"reason": "asked for at the counter"}


@dataclass(frozen=True)
class Scene:
    """What the moves are about: Ann, who was one with Cat; Bob; and what Ann has and bought."""

    ann: MemberId
    bob: MemberId
    cat: MemberId
    merge: MergeId
    coupon: coupons.Coupon
    order: OrderId
    receipt: str
    held: OrderId


Move: TypeAlias = Callable[[Scene, str], Shot]


async def scene(arena: Arena) -> Scene:
    """Set a fresh scene: an order sold, one of a guest, a basket reserved, a merge to undo."""
    ann, bob, cat = await arena.members(3, stars=GIFT, coins=GIFT)
    async with arena.begin() as tx:
        (merge,) = await members.merge(tx, [Merging(ann, cat, "same phone")])
    ten = await arena.coupon(ann)
    sold, guest = await arena.sell(ann, UNITS), await arena.sell(None)
    basket = Sale((Item("tee"),), ann, coupons=(str(ten.code),), spend={"coins": 100})
    async with arena.begin() as tx:
        (held,) = await checkout.reserve(tx, [Reserving(basket)])
        await checkout.release(tx, [held.id])
        (held,) = await checkout.reserve(tx, [Reserving(Sale((Item("tee"),), ann))])
    assert guest.claim_code is not None
    return Scene(ann, bob, cat, merge, ten, sold.id, guest.claim_code, held.id)


def commit(at: Scene, mark: str) -> Shot:
    """Sell with the coupon and with points."""
    paid = {"coupons": [str(at.coupon.code)], "spend": {"coins": 100}}
    return order(at.ann, mark, PRICE - OFF - 100, **paid)


def commit_reserved(at: Scene, mark: str) -> Shot:
    """Sell what was reserved."""
    return order(at.ann, mark, PRICE, reservation=str(at.held))


def reserve(at: Scene, mark: str) -> Shot:
    """Hold the coupon and points for a basket."""
    basket = {
        "items": [{"sku": "tee"}],
        "member_id": str(at.ann),
        "external_id": mark,
        "coupons": [str(at.coupon.code)],
        "spend": {"coins": 100},
    }
    return Shot("POST", "/till/reservations", {"sale": basket})


def release(at: Scene, _mark: str) -> Shot:
    """Let go of the reservation."""
    return Shot("DELETE", f"/till/reservations/{at.held}")


def cancel(at: Scene, _mark: str) -> Shot:
    """Call the order off."""
    return Shot("POST", f"/till/orders/{at.order}/cancellation")


def ship(at: Scene, _mark: str) -> Shot:
    """Send the order away."""
    return Shot("POST", f"/till/orders/{at.order}/shipment")


def bring_back(at: Scene, mark: str) -> Shot:
    """Bring two of the order's three units back."""
    body = {"external_id": mark, "units": [{"line": 0, "start": 0, "count": 2}]}
    return Shot("POST", f"/till/orders/{at.order}/returns", body)


def claim(at: Scene, mark: str) -> Shot:
    """Claim the guest's receipt, for Ann or for Bob."""
    member = at.ann if mark.endswith("0") else at.bob
    return Shot("POST", "/till/claims", {"member_id": str(member), "code": at.receipt})


def transfer(at: Scene, _mark: str) -> Shot:
    """Pass the coupon on."""
    gift = {"member_id": str(at.ann), "coupon_id": str(at.coupon.id), "to_member_id": str(at.bob)}
    return Shot("POST", "/v1/coupons/transfers", [gift])


def void(at: Scene, _mark: str) -> Shot:
    """Take the coupon back."""
    one = {"member_id": str(at.ann), "coupon_id": str(at.coupon.id), **WHY}
    return Shot("POST", "/v1/coupons/voidings", [one])


def redeem(at: Scene, mark: str) -> Shot:
    """Use the coupon at the counter."""
    one = {"member_id": str(at.ann), "coupon_id": str(at.coupon.id), "cause": mark}
    return Shot("POST", "/v1/coupons/redemptions", [one])


def merge(at: Scene, mark: str) -> Shot:
    """Make Bob a part of Ann, or Ann of Bob."""
    winner, loser = (at.ann, at.bob) if mark.endswith("0") else (at.bob, at.ann)
    wish = {"winner_id": str(winner), "loser_id": str(loser), **WHY}
    return Shot("POST", "/v1/members/merges", [wish])


def part(at: Scene, _mark: str) -> Shot:
    """Part Ann and Cat again."""
    return Shot("PUT", f"/v1/members/merges/{at.merge}/undoing", WHY)


def erase(at: Scene, _mark: str) -> Shot:
    """Forget Ann."""
    return Shot("PUT", f"/v1/members/{at.ann}/erasure", WHY)


def block(at: Scene, mark: str) -> Shot:
    """Block Ann, or let her in again."""
    state = "blocked" if mark.endswith("0") else "active"
    return Shot("PUT", f"/v1/members/{at.ann}/state", {"state": state, **WHY})


def adjust(at: Scene, mark: str) -> Shot:
    """Take points by hand."""
    one = {"member_id": str(at.ann), "book": "coins", "cause": mark, "points": -3_000, **WHY}
    return Shot("POST", "/v1/points/adjustments", [one])


def reverse(at: Scene, mark: str) -> Shot:
    """Undo more than half of a gift of points."""
    one = {
        "member_id": str(at.ann),
        "book": "coins",
        "cause": mark,
        "of_cause": "gift",
        "points": 3_000,
    }
    return Shot("POST", "/v1/points/reversals", [one])


MOVES: Mapping[str, Move] = {
    move.__name__: move
    for move in (
        commit, commit_reserved, reserve, release, cancel, ship, bring_back, claim, transfer,
        void, redeem, merge, part, erase, block, adjust, reverse,
    )
}  # fmt: skip
# Done by the night's job, not by an endpoint.
EXPIRE = "expire"
# Each of these succeeds at most once in a scene, whatever else is going on. The others may be said
# again: who is blocked, shipped, void or erased already stays so.
ONCE = (
    "commit", "commit_reserved", "redeem", "transfer", "cancel", "bring_back", "claim", "merge",
    "part", "reverse",
)  # fmt: skip
# Of these together at most one: the coupon is used up once, and an order leaves or is called off.
ONE_OF = (("commit", "redeem", "transfer", "void"), ("cancel", "ship"))
