"""Whatever was bought, by whichever rules: once all of it is back, in any pieces, nothing is left.

The model is the simplest there is: how the shop stood before anything was sold.
"""

from __future__ import annotations

from random import Random

import pytest
from msgspec.structs import replace

from liuke.domains import checkout, coupons, members, points
from liuke.domains.checkout import Comeback, Item, Receipt, Sale, Tender, Units
from liuke.domains.checkout.sums import open_sums
from liuke.domains.coupons import CouponTemplate, template
from liuke.domains.members import Merging
from liuke.domains.points import BookSpec, Movement
from liuke.domains.promotions import (
    AmountOff,
    Basis,
    Bundle,
    BundlePart,
    BuyGet,
    Counting,
    Earn,
    FixedPrice,
    Gift,
    Group,
    IssueCoupon,
    Limits,
    Match,
    Mode,
    Multiply,
    PayWithPoints,
    PercentOff,
    Rule,
    Scope,
    ShippingOff,
    StageName,
    Step,
    ThresholdOff,
)
from liuke.domains.tiers import TierSet
from liuke.domains.tiers.values import Basis as Counts
from liuke.domains.tiers.values import Level
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from tests import make

LIVES = 20
START = 5_000
PRICES = {"tee": 9_901, "cap": 4_533, "sock": 999, "pin": 1, "bag": 0, "mug": 1_250}
TEE, CAP = Scope((Match(products=("tee",)),)), Scope((Match(products=("cap",)),))
UNITS, TIMES = Counting.UNITS, Counting.TIMES
RULES = [
    Rule("flash", (FixedPrice(8_000),), stage=StageName.ACTIVITY, scope=TEE,
         limits=Limits(counting=UNITS, per_member=3, total=4, budget_minor=5_000)),
    Rule("ours", (PercentOff(777),), stage=StageName.MEMBER, group="price"),
    Rule("odd", (AmountOff(333),), stage=StageName.MEMBER, group="price"),
    Rule("third", (BuyGet(2, 1), IssueCoupon("ten")), stage=StageName.LIMITED,
         limits=Limits(counting=TIMES, per_day=2, per_store=3)),
    Rule("pair", (BuyGet(1, 1, CAP, off_bp=5_000),), scope=TEE, priority=2,
         limits=Limits(counting=UNITS, per_member_day=2)),
    Rule("set", (Bundle((BundlePart(CAP), BundlePart(Scope((Match(products=("sock",)),)), 2)),
                        off_minor=701),), priority=1),
    Rule("full", (ThresholdOff((Step(10_000, 1_111),), every=True, cap_minor=3_000),),
         stage=StageName.THRESHOLD, limits=Limits(total=3, budget_minor=4_000)),
    Rule("many", (ThresholdOff((Step(4, off_bp=650),), basis=Basis.QUANTITY),),
         stage=StageName.THRESHOLD),
    Rule("mug", (Gift(("mug",), every_minor=7_000),), limits=Limits(counting=UNITS, total=3)),
    Rule("pay", (PayWithPoints("stars", 7, 3, step_points=5),), limits=Limits(budget_minor=1_500)),
    Rule("way", (ShippingOff(5_000),), limits=Limits(per_member=2, budget_minor=400)),
    Rule("earn", (Earn(book="stars", points=3, per_minor=70),), limits=Limits(points_max=900)),
    Rule("grow", (Earn(book="growth", points=1, per_minor=100),)),
    Rule("twice", (Multiply(17_500, book="stars"),), scope=CAP),
    Rule("next", (IssueCoupon("ten"),), scope=TEE, limits=Limits(per_member=2)),
]  # fmt: skip
KINDS: dict[str, template.Effect] = {
    "ten": template.CashOff(amount_minor=1_000),
    "tenth": template.PercentOff(off_bp=1_000, cap_minor=1_500),
    "card": template.TimesCard(uses=3, item=template.Goods(products=("cap",))),
    "way-in": template.FreeShipping(cap_minor=350),
    "plus": template.BuyXGetY(buy=1, get=1),
    "free": template.FreeItem(item=template.Goods(products=("sock",))),
}
TEMPLATES = [
    CouponTemplate(code=code, name=code, name_zh=code, effect=effect, per_order=2,
                   validity=template.DaysAfter(days=30))
    for code, effect in KINDS.items()
]  # fmt: skip
CARD = TierSet(
    code="card", name="Card", basis=Counts(kind="spend"),
    levels=(Level(code="gold", name="Gold", entry_threshold=20_000),),
)  # fmt: skip
SHARED = Sql[int]("SELECT COALESCE(SUM(spent), 0)::bigint FROM promotions_counter")
OWN = Sql[int]("SELECT COALESCE(SUM(uses), 0)::bigint FROM promotions_member_use")


async def open_shop(tx: Tx) -> list[MemberId]:
    """Open a shop of many rules, and give two members points and a coupon of each kind."""
    stars = BookSpec(code="stars", payable=True, value_minor_per_1000=429)
    books = stars, BookSpec(code="growth", qualifying=True)
    best = Group("price", StageName.MEMBER, mode=Mode.BEST, by_line=True)
    await make.programme(tx, *books, CARD, best, *RULES, *TEMPLATES)
    await make.products(tx, **PRICES)
    await make.store(tx, "S1")
    both = list(await make.members(tx, 2))
    await points.post(tx, [Movement(one, "stars", "start", START) for one in both])
    await coupons.issue(tx, [coupons.Grant(one, code, "start") for one in both for code in KINDS])
    return both


async def sell(tx: Tx, dice: Random, member: MemberId, number: int) -> Receipt:
    """Sell a basket of anything at the price that was quoted, paid in parts."""
    held = [str(c.id) for c in await coupons.holdings(tx, member, state=coupons.State.OPEN)]
    goods = dice.sample(sorted(PRICES), dice.randint(1, 4))
    sale = Sale(
        tuple(Item(sku, dice.randint(1, 5)) for sku in goods), member, "till", str(number),
        coupons=tuple(dice.sample(held, min(len(held), dice.randint(0, 3)))),
        store=dice.choice(["", "S1"]),
        spend={"stars": dice.choice([0, 40, 900, 99_999])},
        shipping_minor=dice.choice([0, 0, 601]),
    )  # fmt: skip
    (quoted,) = await checkout.quote(tx, [sale])
    due = quoted.decision.payable_minor
    cuts = sorted(dice.randint(0, due) for _ in range(dice.randint(0, 2)))
    parts = [high - low for low, high in zip([0, *cuts], [*cuts, due], strict=True)]
    tenders = tuple(Tender("cash", part) for part in parts if part)
    (receipt,) = await checkout.commit(tx, [replace(sale, tenders=tenders)])
    assert receipt.decision == quoted.decision, "the till was told another price"
    return receipt


async def pieces(tx: Tx, dice: Random, receipt: Receipt) -> list[Comeback]:
    """Cut an order into returns of a few units each, in any order."""
    (page,) = await checkout.get_orders(tx, [receipt.id])
    left = [Units(line.line, unit) for line in page.lines for unit in range(line.units)]
    dice.shuffle(left)
    parts: list[Comeback] = []
    while left:
        taken = [left.pop() for _ in range(min(len(left), dice.randint(1, 4)))]
        parts.append(Comeback(receipt.id, f"r{len(parts)}", tuple(taken)))
    return parts


async def standing(tx: Tx, who: list[MemberId]) -> dict[str, object]:
    """Return all that orders move, of members together and of the shop."""
    balances = await points.balances(tx, who)
    held = [c for m in who for c in await coupons.holdings(tx, m, state=coupons.State.OPEN)]
    sums = await open_sums(tx, who)
    bought = [sums.of(member) for member in who]
    return {
        "points": sum(b.spendable for b in balances),
        "growth": sum(b.earned for b in balances if b.book == "growth"),
        "owed": sum(b.debt + b.held + b.pending for b in balances),
        "coupons": {code: sum(c.uses_left for c in held if c.template == code) for code in KINDS},
        "counters": (await tx.row(SHARED), await tx.row(OWN)),
        "sums": [(s.orders, s.units, s.net_minor, s.saved_minor) for s in bought],
    }


@pytest.mark.inv("L5")
@pytest.mark.parametrize("seed", range(LIVES))
async def test_once_everything_is_back_nothing_of_it_is_left(tx: Tx, seed: int) -> None:
    dice = Random(seed)  # noqa: S311 - no secret
    both = await open_shop(tx)
    before = await standing(tx, both)
    numbers = range(dice.randint(2, 6))
    receipts = [await sell(tx, dice, dice.choice(both), number) for number in numbers]
    parts = [part for one in receipts for part in await pieces(tx, dice, one)]
    dice.shuffle(parts)
    merged_at = dice.randint(0, 2 * len(parts))
    called_off = {one.id for one in receipts if dice.random() < 0.3}
    owed = {r.id: sum(one.due_minor for one in r.decision.lines) for r in receipts}
    while parts:
        if len(parts) == merged_at:
            await members.merge(tx, [Merging(both[0], both[1], "same phone")])
            await tx.settle()
        part = parts.pop()
        if part.order_id in called_off and dice.random() < 0.3:
            (back,) = await checkout.cancel(tx, [part.order_id])
            parts = [other for other in parts if other.order_id != part.order_id]
            (whole,) = (r.decision for r in receipts if r.id == part.order_id)
            owed[part.order_id] += whole.shipping_minor - whole.shipping_off_minor
        else:
            (back,) = await checkout.take_back(tx, [part])
        owed[part.order_id] -= back.refund_minor
    await tx.settle()
    assert set(owed.values()) == {0}
    assert await standing(tx, both) == before
