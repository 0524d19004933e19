"""What made-up people did and hold: orders, points, levels, coupons, visits and scores."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any
from uuid import UUID

from tests.kernel.people import NOW, PRODUCTS, ROWS, STORES, World

CHANNELS = ("till", "web")
MONEY = (0, 1, 99, 100, 4_999, 5_000, 5_001, 123_456)
REDUCTIONS = ("cut_minor", "discount_minor", "points_minor")
VALUED = ("purchases", "referrals", "participation")
ESTIMATED = ("alive_pm", "orders_pm", "clv_minor", "churn_pm")
PICKED = {"buy_again": ("again", 3), "goes_with": ("along", 3), "upgrade": ("upgrade", 2)}
TOLD = (
    "page_viewed", "screen_viewed", "product_viewed", "product_list_viewed", "products_searched",
    "product_added", "product_removed", "cart_viewed", "checkout_started", "order_shipped", "quiz",
)  # fmt: skip


def world(number: int, size: int = 8) -> World:
    """Make up people of a number, and their lives."""
    made = World(Random(number), size)  # noqa: S311 - made-up people
    for member in made.ids:
        sums(made, member, [order(made, member) for _ in made.some(4)])
        for book in ("stars", "coins"):
            points(made, member, book)
        level(made, member)
        for _ in made.some(2):
            coupon(made, member)
        for _ in made.some(5):
            # Nobody knows yet who some visitors are.
            visit(made, made.pick(member, member, member, None))
        score(made, member)
    return made


def order(made: World, member: UUID) -> ROWS:
    at, id_ = made.moment(), made.uuid()
    place = {
        "placed_at": at, "business_on": made.day(at), "weekday": made.day(at).isoweekday(),
        "store": made.pick(*STORES, ""), "channel": made.pick(*CHANNELS), "guest": False,
        "state": made.pick("paid", "paid", "received", "cancelled"), "staff": made.pick("", "ann"),
    }  # fmt: skip
    lines = [line(made, member, id_, number, place) for number in range(made.pick(1, 1, 2, 3))]
    sum_of = {name: sum(line[name] for line in lines) for name in (*REDUCTIONS, "gross_minor")}
    shipping = made.pick(0, 0, 100)
    placed = made.add(
        "checkout_order", member_id=member, id=id_, source=made.pick("till", "import"), **place,
        **sum_of, shipping_minor=shipping, units=sum(line["units"] for line in lines),
        payable_minor=sum(line["due_minor"] for line in lines) + shipping,
    )  # fmt: skip
    if made.chance(0.3):
        back = at + timedelta(hours=made.pick(1, 24, 168))
        made.add(
            "checkout_return", member_id=member, order_id=id_, id=made.uuid(), returned_at=back,
            business_on=made.day(back), refund_minor=made.pick(*MONEY), store=place["store"],
            channel=place["channel"],
        )  # fmt: skip
    return placed


def line(made: World, member: UUID, order_id: UUID, number: int, place: ROWS) -> ROWS:
    product, category, _ = made.pick(*PRODUCTS)
    due = made.pick(*MONEY)
    off = {name: made.pick(0, 0, 1, 100) for name in REDUCTIONS}
    return made.add(
        "checkout_line", member_id=member, order_id=order_id, line=number, **place,
        product=product, sku=f"{product}-{made.pick(1, 2)}", name="",
        category=made.pick(category, "hot", ""), units=made.pick(1, 2, 10), grams=0,
        gross_minor=due + sum(off.values()), **off, due_minor=due,
    )  # fmt: skip


def sums(made: World, member: UUID, orders: list[ROWS]) -> None:
    """Keep running sums; of some all came back, and a return may cost more than is left."""
    if not orders:
        return
    days = [row["business_on"] for row in orders]
    count = made.pick(len(orders), len(orders), 0)
    made.add(
        "checkout_stats", member_id=member, orders=count, units=1,
        returned_minor=made.pick(*MONEY), saved_minor=made.pick(*MONEY),
        net_minor=made.pick(sum(row["payable_minor"] for row in orders), -7) if count else 0,
        first_on=min(days), last_on=max(days) if count else None, last_at=NOW,
    )  # fmt: skip


def points(made: World, member: UUID, book: str) -> None:
    if made.chance(0.5):
        return
    held = {name: made.pick(0, 1, 99, 10_000) for name in ("spendable", "pending", "debt")}
    made.add(
        "points_account", member_id=member, book=book, **held, held=0,
        balance=held["spendable"] + held["pending"] - held["debt"], earned=made.pick(0, 100),
        active_on=made.pick(None, made.day(made.moment())),
    )  # fmt: skip
    for seq in range(1, made.random.randint(2, 5)):
        at, moved = made.moment(), made.pick(1, -1, 100, -250)
        # Months and years begin on their first days.
        counted = made.pick(None, made.day(at), made.ahead(-8, -9, -67, -68))
        made.add(
            "points_entry", member_id=member, book=book, seq=seq, happened_at=at,
            kind=made.pick("award", "redeem"), points=moved, asked=made.pick(moved, 7),
            business_on=made.day(at), counts_on=counted, rule=made.pick("", "tea"),
            cause=f"c{seq}",
        )  # fmt: skip
        left = made.pick(0, moved)
        made.add(
            "points_lot", member_id=member, book=book, lot=seq, opened_by=seq, points=moved,
            remaining=left, held=made.pick(0, max(left, 0)), earned_on=made.day(at),
            pending=False, available_at=at, expires_on=made.pick(None, made.ahead(-1, 0, 30, 31)),
        )  # fmt: skip


def level(made: World, member: UUID) -> None:
    for set_code in ("grade", "club"):
        for _ in made.some(2):
            at = made.moment()
            before, after = made.pick("", "jade"), made.pick("gold", "jade")
            made.add(
                "tiers_movement", member_id=member, set_code=set_code, id=made.uuid(),
                kind=made.pick("up", "down", "kept"), day=made.day(at), before=before, after=after,
                cause="", at=at,
            )  # fmt: skip
        if made.chance(0.6):
            rank, code = made.pick((-1, ""), (0, "jade"), (1, "gold"))
            made.add(
                "tiers_standing", member_id=member, set_code=set_code, level=code, rank=rank,
                missing=made.pick(None, 100), since_on=made.pick(None, made.day(made.moment())),
                progress=made.pick(0, 5), period_end_on=made.pick(None, made.ahead(0, 30)),
            )  # fmt: skip


def coupon(made: World, member: UUID) -> None:
    id_, at = made.uuid(), made.moment()
    state = made.pick("open", "open", "open", "used", "expired")
    later = (timedelta(), timedelta(microseconds=1), timedelta(days=1), timedelta(hours=11.5))
    template = made.pick("ten", "five")
    ends = [NOW + one for one in later]
    reserved = made.pick(None, None, None, None, *ends) if state == "open" else None
    made.add(
        "coupons_coupon", member_id=member, id=id_, template=template, state=state, uses=1,
        uses_left=int(state == "open"), valid_from=made.pick(at, at, at, *ends[:2]),
        valid_until=made.pick(None, *ends),
        claim_until=made.pick(None, None, NOW), claimed_at=made.pick(None, at),
        reserved_for=reserved and "order", reserved_until=reserved, issued_at=at,
        saved_minor=made.pick(*MONEY), first_id=made.pick(None, None, made.uuid()),
    )  # fmt: skip
    for seq in range(1, made.random.randint(1, 3)):
        made.add(
            "coupons_entry", member_id=member, coupon_id=id_, seq=seq, at=made.moment(),
            kind=made.pick("claimed", "redeemed"), saved_minor=made.pick(*MONEY),
            template=template,
        )  # fmt: skip


def visit(made: World, member: UUID | None) -> None:
    at = made.moment()
    made.add(
        "analytics_behaviour", member_id=member, id=made.uuid(), anonymous_id=None,
        session_id=None, kind="track", name=made.pick(*TOLD), product=made.pick(None, "latte"),
        category=made.pick(None, "drinks"), value_minor=made.pick(None, 100),
        quantity=made.pick(None, 2), query=made.pick(None, "茶"), url=made.pick(None, "/menu"),
        referrer=made.pick(None, "map"), trusted=made.chance(0.5), at=at, on_=made.day(at),
        hour=made.here(at).hour, weekday=made.day(at).isoweekday(),
    )  # fmt: skip


def score(made: World, member: UUID) -> None:
    """What a night's models said: products of three kinds, and figures that some lack."""
    if made.chance(0.3):
        return
    told: dict[str, list[dict[str, str]]] = {}
    columns: dict[str, Any] = {}
    for kind, (name, most) in PICKED.items():
        codes = made.random.sample([code for code, *_ in PRODUCTS], made.random.randint(0, most))
        told[kind] = [{"product": code, "name": code} for code in codes]
        names = (f"pick_{name}", f"pick_{name}_2", f"pick_{name}_3")
        columns |= dict(zip(names, codes, strict=False))
    parts = {f"value_{name}": made.pick(0, 7) for name in VALUED}
    maybe = {name: made.pick(None, 0, 500) for name in ESTIMATED}
    classes = {name: made.pick("", "champion", "asleep") for name in ("rfm_class", "rfm_before")}
    layer, code = made.pick((1, "stranger"), (2, "guest"))
    made.add(
        "analytics_score", member_id=member, through_on=made.ahead(0, -1), picks=told, **columns,
        **parts, value_score=sum(parts.values()), **maybe, **classes, layer=layer,
        layer_code=code, rfm_recency=made.pick(0, 1, 5), rfm_frequency=made.pick(0, 1, 5),
        rfm_monetary=made.pick(0, 1, 5), rfm_moved=made.pick(-1, 0, 1), version=1,
        life_stage=made.pick("new", "active"), rhythm_days=made.pick(7, 30),
        rank_percent=made.pick(1, 50, 100), next_order_on=made.pick(None, made.ahead(0, 30)),
    )  # fmt: skip
