"""A few made-up members with something of everything, as rows of tables.

Rows have the lake's columns, so DuckDB and Spark read them as they are; PostgreSQL gets what its
tables hold, with whatever else they need filled in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from liuke.kernel.buckets import seed_of
from liuke.kernel.lunar import lunar_day
from liuke.kernel.windows import When

ZONE = "Asia/Shanghai"
NOW = datetime(2026, 3, 9, 4, 30, tzinfo=UTC)
WHEN = When(NOW.astimezone(ZoneInfo(ZONE)).date(), NOW, ZONE)
PRODUCTS = [("latte", "drinks", "bear"), ("scone", "food", "oven"), ("mug", "goods", "")]
PATHS = {"drinks": "/drinks/", "food": "/food/", "goods": "/goods/", "hot": "/drinks/hot/"}
STORES, CHANNELS = ("S1", "s2", ""), ("till", "web")
MONEY = (0, 1, 99, 100, 4_999, 5_000, 5_001, 123_456)
TAGS = ("vip", "new", "老客", "it's")
BIRTHS = (
    date(1990, 3, 9), date(1990, 3, 16), date(1992, 2, 29), date(2001, 12, 31), date(1979, 4, 20),
    date(1985, 1, 21),
)  # fmt: skip
ROWS = dict[str, Any]


@dataclass
class World:
    """The rows of each table, by its name."""

    random: Random
    size: int = 8
    tables: dict[str, list[ROWS]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Make everything up."""
        self.catalogue()
        self.shops()
        self.people()
        for member in self.ids:
            self.life(member)

    @property
    def ids(self) -> list[UUID]:
        return [row["id"] for row in self.tables["members_member"]]

    @property
    def homes(self) -> dict[UUID, UUID]:
        """Whom each member belongs to."""
        return {row["id"]: row["home_id"] for row in self.tables["members_member"]}

    @property
    def living(self) -> set[UUID]:
        """Who is a member now."""
        gone = ("merged", "erased")
        rows = self.tables["members_member"]
        return {row["id"] for row in rows if not row["anonymous"] and row["state"] not in gone}

    def add(self, table: str, **row: Any) -> ROWS:
        self.tables.setdefault(table, []).append(row)
        return row

    def uuid(self) -> UUID:
        return UUID(int=self.random.getrandbits(128))

    def pick(self, *choices: Any) -> Any:
        return self.random.choice(choices)

    def some(self, most: int) -> range:
        return range(self.random.randint(0, most))

    def moment(self) -> datetime:
        """An instant that likes edges: midnights of the zone, whole days and hours ago, ties."""
        days = self.pick(0, 0, 1, 6, 7, 8, 29, 30, 31, 68, 90, 365, 433)
        at = NOW - timedelta(days=days, hours=self.pick(0, 0, 1, 4, 20))
        midnight = at.astimezone(ZoneInfo(ZONE)).replace(hour=0, minute=0, second=0, microsecond=0)
        edge = self.pick(at, at, midnight.astimezone(UTC))
        return edge + timedelta(microseconds=self.pick(0, 0, -1, 1))  # type: ignore[no-any-return] # a choice

    def catalogue(self) -> None:
        paths = {code: self.uuid() for code in PATHS}
        for code, id_ in paths.items():
            self.add("catalog_category", id=id_, code=code, name=code, path=PATHS[code])
        brands = {code: self.uuid() for code in ("bear", "oven")}
        for code, id_ in brands.items():
            self.add("catalog_brand", id=id_, code=code, name=code)
        for code, category, brand in PRODUCTS:
            self.add(
                "catalog_product", id=self.uuid(), code=code, name=code,
                category_id=paths[category], brand_id=brands.get(brand),
            )  # fmt: skip

    def shops(self) -> None:
        for code in STORES:
            if code:
                self.add("stores_store", id=self.uuid(), code=code, name=code)

    def people(self) -> None:
        ids = [self.uuid() for _ in range(self.size)]
        for place, id_ in enumerate(ids):
            into = self.pick(*ids[:place]) if place > 2 and self.random.random() < 0.3 else None
            known = {row["id"]: row for row in self.tables.get("members_member", [])}
            if into is not None and known[into]["merged_into"] is not None:
                into = known[into]["merged_into"]
            at = self.moment()
            self.add(
                "members_member", id=id_, home_id=into or id_, seed=seed_of(id_.bytes),
                state="merged" if into else self.pick("active", "active", "blocked", "erased"),
                merged_into=into, anonymous=self.random.random() < 0.1,
                source=self.pick("shop", "web"), joined_at=at, joined_on=day(at),
                store_id=self.pick(None, *(row["id"] for row in self.tables["stores_store"])),
            )  # fmt: skip

    def life(self, member: UUID) -> None:
        self.profile(member)
        for tag in self.random.sample(TAGS, self.random.randint(0, 2)):
            ends = self.pick(None, NOW, NOW + timedelta(microseconds=1), NOW - timedelta(days=1))
            self.add("members_tag", member_id=member, tag=tag, tagged_at=NOW, expires_at=ends)
        for _ in self.some(2):
            self.add(
                "members_consent", member_id=member, id=self.count("members_consent") + 1,
                purpose="marketing", channel=self.pick("sms", "app"), partner="",
                given=self.random.random() < 0.5, at=NOW,
            )  # fmt: skip
        for _ in self.some(2):
            born = self.pick(*(WHEN.today - timedelta(days=d) for d in (0, 28, 365, 366, 400)))
            self.add("members_child", member_id=member, id=self.uuid(), birth_on=born)
        self.sums(member, [self.order(member) for _ in self.some(4)])
        self.books(member)
        for _ in self.some(2):
            self.coupon(member)
        for _ in self.some(2):
            self.behaviour(member)
        self.score(member)

    def count(self, table: str) -> int:
        return len(self.tables.get(table, []))

    def profile(self, member: UUID) -> None:
        if self.random.random() < 0.7:
            on = self.pick(*BIRTHS)
            self.add(
                "members_profile", member_id=member, field="birthday", value=on.isoformat(),
                value_on=on, month_day=on.month * 100 + on.day, lunar_day=lunar_day(on),
                set_at=self.moment(),
            )  # fmt: skip
        if self.random.random() < 0.7:
            self.add(
                "members_profile", member_id=member, field="gender",
                value=self.pick("male", "female", "Male", "ž"), value_on=None, month_day=None,
                lunar_day=None, set_at=self.moment(),
            )  # fmt: skip

    def order(self, member: UUID) -> ROWS:
        at, id_ = self.moment(), self.uuid()
        place = {
            "placed_at": at, "business_on": day(at), "weekday": day(at).isoweekday(),
            "store": self.pick(*STORES), "channel": self.pick(*CHANNELS), "guest": False,
            "state": self.pick("paid", "paid", "received", "cancelled"), "staff": "",
        }  # fmt: skip
        lines = [self.line(member, id_, number, place) for number in range(self.pick(1, 1, 2, 3))]
        paid = sum(line["due_minor"] for line in lines)
        order = self.add(
            "checkout_order", member_id=member, id=id_, source="till", **place, gross_minor=paid,
            cut_minor=0, discount_minor=0, points_minor=0, shipping_minor=0, payable_minor=paid,
            units=sum(line["units"] for line in lines),
        )  # fmt: skip
        if self.random.random() < 0.3:
            back = at + timedelta(hours=self.pick(1, 24, 168))
            self.add(
                "checkout_return", member_id=member, order_id=id_, id=self.uuid(),
                returned_at=back, business_on=day(back), refund_minor=self.pick(*MONEY),
                store=place["store"], channel=place["channel"],
            )  # fmt: skip
        return order

    def line(self, member: UUID, order: UUID, number: int, place: ROWS) -> ROWS:
        product, category, _ = self.pick(*PRODUCTS)
        due = self.pick(*MONEY)
        return self.add(
            "checkout_line", member_id=member, order_id=order, line=number, **place,
            product=product, sku=f"{product}-1", name="", category=self.pick(category, "hot", ""),
            units=self.pick(1, 2, 10), grams=0, gross_minor=due, cut_minor=0, discount_minor=0,
            points_minor=0, due_minor=due,
        )  # fmt: skip

    def sums(self, member: UUID, orders: list[ROWS]) -> None:
        if orders:
            days = [row["business_on"] for row in orders]
            self.add(
                "checkout_stats", member_id=member, orders=len(orders), units=1, returned_minor=0,
                net_minor=sum(row["payable_minor"] for row in orders), saved_minor=0,
                first_on=min(days), last_on=max(days), last_at=NOW,
            )  # fmt: skip

    def books(self, member: UUID) -> None:
        if self.random.random() < 0.5:
            return
        spendable = self.pick(0, 1, 99, 100, 10_000)
        self.add(
            "points_account", member_id=member, book="stars", balance=spendable, pending=0, held=0,
            spendable=spendable, debt=0, earned=spendable, active_on=day(self.moment()),
        )  # fmt: skip
        for seq in range(1, self.random.randint(1, 4)):
            at = self.moment()
            self.add(
                "points_entry", member_id=member, book="stars", seq=seq, happened_at=at,
                kind=self.pick("award", "redeem"), points=self.pick(1, -1, 100, -250), asked=1,
                business_on=day(at), counts_on=day(at), rule="", cause=f"c{seq}",
            )  # fmt: skip
        self.add(
            "tiers_standing", member_id=member, set_code="grade", level=self.pick("gold", "jade"),
            rank=self.pick(0, 1), missing=self.pick(None, 100), since_on=day(self.moment()),
            progress=5, period_end_on=None,
        )  # fmt: skip

    def behaviour(self, member: UUID) -> None:
        at = self.moment()
        name = self.pick("page_viewed", "product_viewed", "order_shipped", "quiz")
        self.add(
            "analytics_behaviour", member_id=member, id=self.uuid(), anonymous_id=None,
            session_id=None, kind="track", name=name, product=self.pick(None, "latte"),
            category=None, value_minor=self.pick(None, 100), quantity=None, query=None, url=None,
            referrer=None, trusted=self.random.random() < 0.5, at=at, on_=day(at),
            hour=at.astimezone(ZoneInfo(ZONE)).hour, weekday=day(at).isoweekday(),
        )  # fmt: skip

    def score(self, member: UUID) -> None:
        """What a night's models picked: up to three products of one kind, two of another."""
        if self.random.random() < 0.3:
            return
        codes = [code for code, *_ in PRODUCTS]
        again = self.random.sample(codes, self.random.randint(0, 3))
        above = self.random.sample(codes, self.random.randint(0, 2))
        told = {"buy_again": again, "goes_with": [], "upgrade": above}
        picks = {kind: [{"product": one, "name": one} for one in of] for kind, of in told.items()}
        columns = ("pick_again", "pick_again_2", "pick_again_3")
        self.add(
            "analytics_score", member_id=member, through_on=WHEN.today, picks=picks,
            **dict(zip(columns, again, strict=False)),
            **dict(zip(("pick_upgrade", "pick_upgrade_2"), above, strict=False)),
        )  # fmt: skip

    def coupon(self, member: UUID) -> None:
        id_, at = self.uuid(), self.moment()
        until = self.pick(None, NOW, NOW + timedelta(days=1), NOW + timedelta(hours=11, minutes=30))
        self.add(
            "coupons_coupon", member_id=member, id=id_, template=self.pick("ten", "five"),
            state="open", valid_from=at, valid_until=until, claim_until=None, claimed_at=None,
            reserved_until=None, issued_at=at, saved_minor=0,
        )  # fmt: skip
        for seq in range(1, self.random.randint(1, 3)):
            self.add(
                "coupons_entry", member_id=member, coupon_id=id_, seq=seq, at=self.moment(),
                kind=self.pick("claimed", "redeemed"), saved_minor=self.pick(*MONEY),
            )  # fmt: skip


def day(at: datetime) -> date:
    return at.astimezone(ZoneInfo(ZONE)).date()


def worlds() -> Iterator[World]:
    """Endless worlds, each from its number."""
    number = 0
    while True:
        yield World(Random(number))  # noqa: S311 - made-up people
        number += 1
