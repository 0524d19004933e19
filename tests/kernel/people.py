"""Made-up people of a shop, each told by chance: who they are, and all that is asked of a person.

Rows have the lake's columns, so DuckDB and Spark read them as they are; PostgreSQL gets what its
tables hold, with whatever else they need filled in (`engines`). What people do is in `lives`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from liuke.kernel.buckets import seed_of
from liuke.kernel.lunar import lunar_day
from liuke.kernel.windows import When

NOW = datetime(2026, 3, 9, 4, 30, tzinfo=UTC)
# East and west, with a half hour, where today is yesterday, and where an hour was lost on Sunday.
ZONES = ("Asia/Shanghai", "Asia/Kolkata", "Pacific/Honolulu", "America/New_York")
WHEN = When(NOW.astimezone(ZoneInfo(ZONES[0])).date(), NOW, ZONES[0])
PRODUCTS = [("latte", "drinks", "bear"), ("scone", "food", "oven"), ("mug", "goods", "")]
PATHS = {"drinks": "/drinks/", "food": "/food/", "goods": "/goods/", "hot": "/drinks/hot/"}
REGIONS = {"east": "/east/", "sh": "/east/sh/"}
STORES = {"S1": "sh", "s2": ""}
TAGS = ("vip", "new", "老客", "it's")
LISTS = ("invited", "noted")
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
    when: When = WHEN

    def __post_init__(self) -> None:
        """Make everybody up."""
        zone = self.pick(*ZONES)
        self.when = When(NOW.astimezone(ZoneInfo(zone)).date(), NOW, zone)
        self.catalogue()
        self.shops()
        self.people()
        for member in self.ids:
            self.person(member)
            self.family(member)
            self.cards(member)
            self.lists(member)

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

    def rows(self, table: str) -> list[ROWS]:
        return self.tables.get(table, [])

    def uuid(self) -> UUID:
        return UUID(int=self.random.getrandbits(128))

    def pick(self, *choices: Any) -> Any:
        return self.random.choice(choices)

    def some(self, most: int) -> range:
        return range(self.random.randint(0, most))

    def chance(self, of: float) -> bool:
        return self.random.random() < of

    def moment(self) -> datetime:
        """An instant that likes edges: midnights of the zone, whole days and hours ago, ties."""
        days = self.pick(0, 0, 1, 6, 7, 8, 29, 30, 31, 68, 90, 365, 433)
        at = NOW - timedelta(days=days, hours=self.pick(0, 0, 1, 4, 20))
        midnight = self.here(at).replace(hour=0, minute=0, second=0, microsecond=0)
        edge = self.pick(at, at, midnight.astimezone(UTC))
        return edge + timedelta(microseconds=self.pick(0, 0, -1, 1))  # type: ignore[no-any-return] # a choice

    def here(self, at: datetime) -> datetime:
        """An instant as the shop's clock shows it."""
        return at.astimezone(ZoneInfo(self.when.zone))

    def day(self, at: datetime) -> date:
        return self.here(at).date()

    def ahead(self, *days: int) -> date:
        """One of some days from today."""
        return self.when.today + timedelta(days=self.pick(*days))

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
        regions = {code: self.uuid() for code in REGIONS}
        for code, id_ in regions.items():
            self.add("stores_region", id=id_, code=code, name=code, path=REGIONS[code])
        for code, region in STORES.items():
            lies = regions.get(region)
            self.add("stores_store", id=self.uuid(), code=code, name=code, region_id=lies)
        for size in (None, 2, 5):
            self.add("members_household", id=self.uuid(), size=size, made_at=NOW)
        for code in LISTS:
            self.add(
                "segments_segment", code=code, name=code, name_zh=code, kind="frozen", as_of=NOW,
                made_by="", made_at=NOW, changed_by="", changed_at=NOW,
            )  # fmt: skip

    def people(self) -> None:
        """Some are parts of others: merged into them, or erased after that."""
        known: list[ROWS] = []
        for id_ in [self.uuid() for _ in range(self.size)]:
            of = self.pick(*known) if len(known) > 2 and self.chance(0.3) else None
            into = None if of is None else of["home_id"]
            state = self.pick("active", "active", "new", "blocked", "erased")
            state = state if of is None else self.pick("merged", "merged", "erased")
            at = self.moment()
            known.append(self.add(
                "members_member", id=id_, home_id=into or id_, seed=seed_of(id_.bytes),
                state=state, merged_into=into if state == "merged" else None,
                erased_into=into if state == "erased" else None, anonymous=self.chance(0.1),
                source=self.pick("shop", "web"), joined_at=at, joined_on=self.day(at),
                store_id=self.pick(None, *(row["id"] for row in self.rows("stores_store"))),
            ))  # fmt: skip

    def person(self, member: UUID) -> None:
        if self.chance(0.7):
            on = self.pick(*BIRTHS)
            self.profile(
                member, "birthday", on.isoformat(), value_on=on, lunar_day=lunar_day(on),
                month_day=on.month * 100 + on.day,
            )  # fmt: skip
        if self.chance(0.7):
            self.profile(member, "gender", self.pick("male", "female", "Male", "ž"))
        if self.chance(0.5):
            # What is sensitive is sealed, and nothing of it is in the clear.
            self.profile(member, "city", self.pick("宁波", "Ningbo", "", None))
        for tag in self.random.sample(TAGS, self.random.randint(0, 2)):
            ends = self.pick(None, NOW, NOW + timedelta(microseconds=1), NOW - timedelta(days=1))
            self.add("members_tag", member_id=member, tag=tag, tagged_at=NOW, expires_at=ends)
        for _ in self.some(3):
            self.add(
                "members_consent", member_id=member, id=len(self.rows("members_consent")) + 1,
                purpose=self.pick("marketing", "marketing", "profiling"),
                channel=self.pick("sms", "app"), partner=self.pick("", "", "acme"),
                given=self.chance(0.5), at=NOW,
            )  # fmt: skip

    def profile(self, member: UUID, name: str, value: str | None, **more: Any) -> None:
        nothing: ROWS = {"value_on": None, "month_day": None, "lunar_day": None}
        sealed = b"sealed" if value is None else None
        row = {**nothing, **more, "field": name, "value": value, "sealed": sealed}
        self.add(
            "members_profile", member_id=member, **row, set_at=self.pick(NOW, NOW, self.moment())
        )

    def family(self, member: UUID) -> None:
        for _ in self.some(2):
            born = self.ahead(0, -27, -28, -29, -365, -366, -400)
            self.add("members_child", member_id=member, id=self.uuid(), birth_on=born)
        if self.chance(0.6):
            home = self.pick(*self.rows("members_household"))
            self.add(
                "members_kin", member_id=member, household_id=home["id"], role="adult",
                since=self.pick(NOW, self.moment()),
            )  # fmt: skip

    def cards(self, member: UUID) -> None:
        for _ in self.some(2):
            on = self.ahead(0, -1, -30, -365)
            self.add(
                "members_card", member_id=member, id=self.uuid(), card_on=on,
                kind=self.pick("virtual", "plastic"), plan=self.pick("", "gold"), fee_minor=0,
                state=self.pick("active", "active", "lost"), renewals=0,
                expires_on=self.pick(None, self.ahead(-1, 0, 1, 30)),
                issued_at=self.pick(NOW, self.moment()), runs_from_on=on,
                cause=str(len(self.rows("members_card"))),
            )  # fmt: skip

    def lists(self, member: UUID) -> None:
        for code in LISTS:
            if self.chance(0.4):
                self.add(
                    "segments_member", code=code, member_id=member, since=NOW,
                    dormant=self.chance(0.2),
                )  # fmt: skip
