"""What a crowd may fight over: each contest says who asks for what, and how many may get it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from liuke.domains import access
from liuke.domains.access import ApprovalId, ApprovalNeeded, Ask
from liuke.domains.promotions import Limits
from liuke.kernel.actor import Actor
from liuke.kernel.ids import MemberId
from tests.torture.arena import CROWD, OFF, PRICE, Arena, claimed, drop, public
from tests.torture.last_byte import Heard, Shot

PASSWORD = "correct horse battery staple"
SHARED = [Limits(total=3), Limits(per_day=3), Limits(budget_minor=3 * OFF)]
OWN = [Limits(per_member=3), Limits(per_member_day=3)]


def won(heard: Heard) -> int:
    """Count an answer of success as one."""
    return int(heard.won)


def granted(heard: Heard) -> int:
    """Count the grants of an answer that gives a verdict each."""
    return sum(one["refused"] is None for one in heard.body) if heard.won else 0


@dataclass(frozen=True)
class Bout:
    """Rivals for something of which there is only so much."""

    shots: Sequence[Shot]
    most: int
    gained: Callable[[Heard], int] = won


Contest: TypeAlias = Callable[[Arena], Awaitable[Bout]]


def order(member: MemberId, number: object, due: int, **more: Any) -> Shot:
    """Sell one shirt for what is due in cash."""
    body = {
        "items": [{"sku": "tee"}],
        "member_id": str(member),
        "external_id": f"{member}:{number}",
        "tenders": [{"kind": "cash", "amount_minor": due}],
    }
    return Shot("POST", "/till/orders", body | more)


async def coupon_at_the_counter(arena: Arena) -> Bout:
    """Redeem one coupon for many causes."""
    (ann,) = await arena.members()
    ten = await arena.coupon(ann)
    use = {"member_id": str(ann), "coupon_id": str(ten.id)}
    shots = [
        Shot("POST", "/v1/coupons/redemptions", [use | {"cause": f"counter:{n}"}])
        for n in range(CROWD)
    ]
    return Bout(shots, 1)


async def coupon_in_a_basket(arena: Arena) -> Bout:
    """Pay many baskets with one coupon."""
    (ann,) = await arena.members()
    ten = await arena.coupon(ann)
    return Bout([order(ann, n, PRICE - OFF, coupons=[str(ten.code)]) for n in range(CROWD)], 1)


async def limit_of_a_rule(arena: Arena) -> Bout:
    """Ask for a reduced price more often than its limit, of one kind after the other."""
    number = next(arena.rounds)
    limits = (SHARED + OWN)[number % 5]
    await arena.programme(drop(f"drop{number}", limits))
    members = await arena.members(1 if limits in OWN else CROWD)
    return Bout([order(members[n % len(members)], n, PRICE - OFF) for n in range(CROWD)], 3)


async def public_code(arena: Arena) -> Bout:
    """Use a public code more often than there is stock."""
    code = f"pub{next(arena.rounds)}"
    await arena.programme(public(code, 2))
    members = await arena.members(CROWD)
    return Bout([order(m, code, PRICE - OFF, coupons=[code.upper()]) for m in members], 2)


async def stock_of_a_claim(arena: Arena) -> Bout:
    """Claim the last of an offer."""
    code = f"claim{next(arena.rounds)}"
    await arena.programme(claimed(code, 5))
    shots = [
        Shot(
            "POST",
            "/v1/coupons/claims",
            [{"member_id": str(member), "template": code, "cause": "centre"}],
        )
        for member in await arena.members(CROWD)
    ]
    return Bout(shots, 5, granted)


async def last_points(arena: Arena) -> Bout:
    """Spend the last points at the counter."""
    (ann,) = await arena.members(stars=35)
    spend = {"member_id": str(ann), "book": "stars", "points": -10}
    shots = [
        Shot("POST", "/v1/points/entries", [spend | {"cause": f"gift:{n}"}]) for n in range(CROWD)
    ]
    return Bout(shots, 3)


async def points_as_money(arena: Arena) -> Bout:
    """Pay for baskets with the last points."""
    (ann,) = await arena.members(coins=250)
    return Bout([order(ann, n, PRICE - 100, spend={"coins": 100}) for n in range(CROWD)], 2)


async def approval(arena: Arena) -> Bout:
    """Decide one question, yes and no."""
    asked = Ask("points.adjust", 1, [f"round {next(arena.rounds)}"])
    needed = ApprovalNeeded(ApprovalId.new(), 0, asked)
    await access.keep(arena.database, Actor(arena.merchant, "system", "arena"), needed)
    path = f"/v1/approvals/{needed.approval_id}/decisions"
    return Bout(
        [Shot("POST", path, {"approve": n % 2 == 0, "reason": "looked at"}) for n in range(CROWD)],
        1,
    )


async def merge(arena: Arena) -> Bout:
    """Make one member a part of many others."""
    ann, *others = await arena.members(CROWD + 1)
    return Bout(
        [
            Shot(
                "POST",
                "/v1/members/merges",
                [{"winner_id": str(other), "loser_id": str(ann), "reason": "same phone"}],
            )
            for other in others
        ],
        1,
    )


async def unit_brought_back(arena: Arena) -> Bout:
    """Bring one unit back at many counters."""
    (ann,) = await arena.members()
    receipt = await arena.sell(ann)
    path = f"/till/orders/{receipt.id}/returns"
    units = [{"line": 0, "start": 0}]
    return Bout(
        [Shot("POST", path, {"external_id": f"back:{n}", "units": units}) for n in range(CROWD)], 1
    )


async def receipt_of_a_guest(arena: Arena) -> Bout:
    """Claim one receipt for many members."""
    receipt = await arena.sell(None)
    return Bout(
        [
            Shot("POST", "/till/claims", {"member_id": str(member), "code": receipt.claim_code})
            for member in await arena.members(CROWD)
        ],
        1,
    )


async def one_time_token(arena: Arena) -> Bout:
    """Set a password by one token, many times."""
    async with arena.begin() as tx:
        (invited,) = await access.issue_tickets(tx, [arena.clerks[-1]])
    body = {"token": invited.token, "password": PASSWORD}
    # Hashing queues 16 requests; a longer queue is told to come back.
    return Bout([Shot("POST", "/v1/acceptances", body)] * 16, 1)


CONTESTS: Sequence[Contest] = [
    coupon_at_the_counter,
    coupon_in_a_basket,
    limit_of_a_rule,
    public_code,
    stock_of_a_claim,
    last_points,
    points_as_money,
    approval,
    merge,
    unit_brought_back,
    receipt_of_a_guest,
    one_time_token,
]
