"""The same made-up people in PostgreSQL, DuckDB, Spark, and worked out plainly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import duckdb

from liuke.kernel.buckets import bucket_of
from liuke.kernel.conditions import Bucket, Condition, Did, walk
from liuke.kernel.conditions import Sequence as InOrder
from liuke.kernel.db import Tx
from liuke.kernel.lake import TABLES
from liuke.kernel.lunar import lunar_day
from liuke.kernel.verdicts import FactValue
from liuke.kernel.witness import Row, figure, in_order
from tests.kernel.people import NOW, PATHS, PRODUCTS, WHEN, World, day

# What PostgreSQL's tables need beside the lake's columns, and which of those they lack.
FILLED: dict[str, dict[str, Any]] = {
    "checkout_order": {"external_id": "", "versions": [], "decision": {}},
    "checkout_return": {"external_id": "", "units": [], "outcome": {}},
    "checkout_stats": {},
    "points_account": {"seq": 0, "lots": 0, "uses": 0, "link": b""},
    "points_entry": {
        "short": 0, "balance_after": 0, "version_id": UUID(int=1), "reason": "[]", "link": b"",
        "posted_at": NOW,
    },
    "tiers_standing": {
        "days": {}, "purchases": 0, "purchases_here": 0, "falls": 0, "grace_missing": 0,
        "grace_to": "", "pinned": False, "paused": "", "last_cause": "", "version": UUID(int=1),
        "seq": 0, "link": b"",
    },
    "coupons_coupon": {
        "version": UUID(int=1), "code": bytes(8), "uses": 1, "uses_left": 1, "issued_by": "",
        "cause": "", "birth": b"",
    },
    "coupons_entry": {"cause": "", "uses": 0, "actor": "", "link": b""},
    "members_tag": {"source": "manual"},
    "members_consent": {"method": "", "actor": ""},
    "members_child": {"guardian_consent_at": NOW},
    "analytics_behaviour": {"properties": {}, "received_at": NOW},
    "analytics_score": {
        "version": 1, "scored_at": NOW, "rfm_recency": 0, "rfm_frequency": 0, "rfm_monetary": 0,
        "rfm_class": "", "rfm_before": "", "rfm_moved": 0, "life_stage": "new", "rhythm_days": 1,
        "layer": 1, "layer_code": "stranger", "rank_percent": 100, "value_score": 0,
        "value_purchases": 0, "value_referrals": 0, "value_participation": 0,
    },
}  # fmt: skip
FIRST = (
    "stores_store", "catalog_category", "catalog_brand", "members_member", "checkout_order",
)  # fmt: skip
OF_ORDER = ("placed_at", "business_on", "weekday", "store", "channel", "state", "guest", "staff")
MADE = {
    "members_member": ("home_id", "seed"),
    "members_profile": ("month_day",),
    "members_consent": ("id",),
    "checkout_line": OF_ORDER,
    "checkout_return": ("store", "channel"),
    "analytics_behaviour": ("weekday",),
    "analytics_score": (
        "pick_again", "pick_again_2", "pick_again_3", "pick_upgrade", "pick_upgrade_2",
    ),
}  # fmt: skip
SEEN = ("page_viewed", "product_viewed")


async def fill(tx: Tx, world: World) -> None:
    """Write the rows into PostgreSQL, those that others point at first."""
    for table in (*FIRST, *(name for name in world.tables if name not in FIRST)):
        rows = [postgres_row(table, row) for row in world.tables.get(table, [])]
        if not rows:
            continue
        if table == "coupons_coupon":
            rows = [row | {"code": row["id"].bytes[:8]} for row in rows]
        columns = list(rows[0])
        places = ", ".join(f"${n}" for n in range(1, len(columns) + 1))
        sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608 - names of this file
        await tx._connection.executemany(sql, [tuple(row.values()) for row in rows])  # noqa: SLF001 - raw rows


def postgres_row(table: str, row: dict[str, Any]) -> dict[str, Any]:
    made = MADE.get(table, ())
    return {k: v for k, v in row.items() if k not in made} | FILLED.get(table, {})


def lake_rows(world: World) -> Iterator[tuple[str, dict[str, str], list[list[Any]]]]:
    """Give every table of the lake: its name, columns with types, and rows."""
    for name, table in TABLES.items():
        kinds = {k: "text" if v == "json" else str(v) for k, v in table.columns.items()}
        rows = [[row.get(column) for column in kinds] for row in world.tables.get(name, [])]
        yield name, kinds, rows


def duck(world: World) -> duckdb.DuckDBPyConnection:
    """Return a DuckDB in memory that holds the lake."""
    connection = duckdb.connect()
    for name, kinds, rows in lake_rows(world):
        listed = ", ".join(f'"{column}" {kind}' for column, kind in kinds.items())
        connection.execute(f"CREATE TABLE {name} ({listed})")
        if rows:
            places = ", ".join([f"({', '.join('?' * len(kinds))})"] * len(rows))
            cells = [cell for row in rows for cell in row]
            connection.execute(f"INSERT INTO {name} VALUES {places}", cells)  # noqa: S608 - names of this file
    return connection


def spark_views(session: Any, world: World, folder: Path) -> None:
    """Lay the lake out as files and make its tables views of a Spark session; ids are texts there.

    Rows handed over by Python would come through a process of Python in every question.
    """
    kinds_of = {
        "uuid": "string", "text": "string", "timestamptz": "timestamp", "integer": "int",
        "smallint": "smallint", "numeric(9,6)": "decimal(9,6)",
    }  # fmt: skip
    lake = duck(world)
    for name, table in TABLES.items():
        kinds = {c: "text" if kind == "json" else str(kind) for c, kind in table.columns.items()}
        cells = [f'"{c}"' + "::text" * (kind == "uuid") + f' AS "{c}"' for c, kind in kinds.items()]
        file = folder / f"{name}.parquet"
        lake.execute(f"COPY (SELECT {', '.join(cells)} FROM {name}) TO '{file}' (FORMAT parquet)")  # noqa: S608 - names of this file
        schema = ", ".join(f"`{c}` {kinds_of.get(kind, kind)}" for c, kind in kinds.items())
        session.read.schema(schema).parquet(str(file)).createOrReplaceTempView(name)


def rows_of(world: World, home: UUID) -> dict[str, list[Row]]:
    """Return what a member did, theirs and of those merged into them, as deeds."""
    mine = {member for member, owner in world.homes.items() if owner == home}
    brands = {code: brand for code, _, brand in PRODUCTS}

    def own(table: str) -> list[dict[str, Any]]:
        return [row for row in world.tables.get(table, []) if row["member_id"] in mine]

    def at(row: dict[str, Any], column: str, on_: str = "business_on") -> dict[str, Any]:
        return {"at": row[column], "on_": row[on_]}

    def hour(row: dict[str, Any]) -> int:
        return int((row["placed_at"] + timedelta(hours=8)).hour)

    templates = {row["id"]: row["template"] for row in own("coupons_coupon")}
    issued = [{**row, "kind": "issued", "at": row["issued_at"]} for row in own("coupons_coupon")]
    called_off = {row["id"] for row in own("checkout_order") if row["state"] == "cancelled"}
    stepped = [{**row, "id": row["coupon_id"]} for row in own("coupons_entry")]
    return {
        "order": [
            {**row, **at(row, "placed_at"), "net_minor": row["payable_minor"], "hour": hour(row)}
            for row in own("checkout_order")
            if row["state"] != "cancelled"
        ],
        "line": [
            {
                **row, **at(row, "placed_at"), "order": str(row["order_id"]), "hour": hour(row),
                "brand": brands[row["product"]], "category_path": PATHS.get(row["category"], ""),
            }
            for row in own("checkout_line")
            if row["state"] != "cancelled"
        ],
        "return": [
            {**row, **at(row, "returned_at")}
            for row in own("checkout_return")
            if row["order_id"] not in called_off
        ],
        "points": [
            {**row, **at(row, "happened_at"), "entry": row["kind"]} for row in own("points_entry")
        ],
        "coupon": [
            {
                "at": row["at"], "on_": day(row["at"]), "what": row["kind"],
                "saved_minor": row["saved_minor"], "template": templates[row["id"]],
            }
            for row in issued + stepped
        ],
        "visit": list(visits(own("analytics_behaviour"))),
    }  # fmt: skip


def visits(told: list[dict[str, Any]]) -> Iterator[Row]:
    """Give what somebody came for, whoever told it."""
    for row in told:
        if row["name"] in SEEN or not row["trusted"]:
            yield {**row, "product": row["product"] or "", "value_minor": row["value_minor"] or 0}


def ago(on: date) -> int:
    """Whole months from a date to today."""
    today = WHEN.today
    return (today.year - on.year) * 12 + today.month - on.month - (today.day < on.day)


def next_day(fits: Callable[[date], bool]) -> int:
    return next(n for n in range(1_000) if fits(WHEN.today + timedelta(days=n)))


def lunar_birthday(born: date) -> Callable[[date], bool]:
    wanted = lunar_day(born)
    assert wanted is not None

    def fits(on: date) -> bool:
        after = lunar_day(on + timedelta(days=1))
        assert after is not None
        short = wanted % 100 == 30 and after % 100 == 1 and lunar_day(on) == wanted - 1
        return (lunar_day(on) == wanted or short) and not leap_month(on)

    return fits


def leap_month(on: date) -> bool:
    from borax.calendars.lunardate import LunarDate  # noqa: PLC0415 - as the product does

    return bool(LunarDate.from_solar_date(on.year, on.month, on.day).leap)


def solar_birthday(born: date) -> Callable[[date], bool]:
    def fits(on: date) -> bool:
        if (born.month, born.day) == (2, 29) and (on + timedelta(days=1)).month == 3:
            return on.month == 2
        return (on.month, on.day) == (born.month, born.day)

    return fits


def latest(world: World, mine: set[UUID], home: UUID, name: str) -> dict[str, Any] | None:
    """Return the last value of a profile field, the home's own before those it was merged with."""
    rows = [
        row
        for row in world.tables.get("members_profile", [])
        if row["member_id"] in mine and row["field"] == name
    ]
    return max(rows, key=lambda r: (r["member_id"] == home, r["set_at"])) if rows else None


def store_of(world: World, member: dict[str, Any]) -> str | None:
    codes = {row["id"]: str(row["code"]) for row in world.tables["stores_store"]}
    return codes.get(member["store_id"])


def facts_of(world: World, home: UUID) -> dict[str, FactValue]:
    """Return what the facts of the trees find of a member, worked out from the rows."""
    mine = {member for member, owner in world.homes.items() if owner == home}
    self_ = next(row for row in world.tables["members_member"] if row["id"] == home)

    def own(table: str, owners: set[UUID], **where: Any) -> list[dict[str, Any]]:
        rows = [row for row in world.tables.get(table, []) if row["member_id"] in owners]
        return [row for row in rows if all(row[k] == v for k, v in where.items())]

    stats = next(iter(own("checkout_stats", {home})), None)
    account = next(iter(own("points_account", {home}, book="stars")), None)
    standing = next(iter(own("tiers_standing", {home}, set_code="grade")), None)
    coupons = own("coupons_coupon", {home})
    open_ = [c for c in coupons if c["valid_until"] is None or c["valid_until"] > NOW]
    ends = [c["valid_until"] for c in open_ if c["valid_until"] is not None]
    tags = own("members_tag", mine)
    consents = own("members_consent", mine, channel="sms")
    ages = [ago(row["birth_on"]) for row in own("members_child", mine)]
    birth = (latest(world, mine, home, "birthday") or {}).get("value_on")
    return {
        "member.source": self_["source"],
        "member.store": store_of(world, self_),
        "joined.days": (WHEN.today - self_["joined_on"]).days,
        "joined.on": self_["joined_on"],
        "orders.count": stats["orders"] if stats else 0,
        "orders.net": stats["net_minor"] if stats else 0,
        "orders.first": stats is None,
        "orders.last_on": stats["last_on"] if stats else None,
        "orders.average": stats["net_minor"] // stats["orders"] if stats else None,
        "points.balance(stars)": account["spendable"] if account else 0,
        "tier(grade)": standing["level"] if standing else None,
        "tier.missing(grade)": standing["missing"] if standing else None,
        "coupons.held": len(open_),
        "coupons.got(ten)": sum(c["template"] == "ten" for c in coupons),
        "coupons.next_end": day(min(ends) - timedelta(microseconds=1)) if ends else None,
        "tag": frozenset(
            t["tag"] for t in tags if t["expires_at"] is None or t["expires_at"] > NOW
        ) or None,
        "consent(marketing,sms)": bool(consents) and max(consents, key=lambda c: c["id"])["given"],
        "children.count": len(ages),
        "children.aged(0,12)": sum(0 <= age <= 12 for age in ages),
        "children.age_months(12)": min(ages, key=lambda a: (abs(a - 12), a)) if ages else None,
        **picked(own("analytics_score", {home})),
        "gender": (latest(world, mine, home, "gender") or {}).get("value"),
        "birthday": birth,
        "birthday.month": birth.month if birth else None,
        "birthday.this_month": birth.month == WHEN.today.month if birth else None,
        "age": ago(birth) // 12 if birth else None,
        "birthday.in_days": next_day(solar_birthday(birth)) if birth else None,
        "birthday.lunar_in_days": next_day(lunar_birthday(birth)) if birth else None,
    }  # fmt: skip


def picked(scores: list[dict[str, Any]]) -> dict[str, FactValue]:
    """Return what the facts of picks find of a member's score, if there is one."""
    told: dict[str, list[dict[str, str]]] = scores[0]["picks"] if scores else {}
    again, above = (
        [pick["product"] for pick in told.get(kind, [])] for kind in ("buy_again", "upgrade")
    )
    return {
        "picks.again": next(iter(again), None),
        "picks.buy_again": frozenset(again) or None,
        "picks.upgrades": frozenset(above) or None,
    }


def witnessed(world: World, trees: Sequence[Condition]) -> dict[UUID, dict[str, FactValue]]:
    """Return what every leaf finds of every living member, worked out plainly."""
    found = {}
    for home in sorted(world.living):
        known, rows = facts_of(world, home), rows_of(world, home)
        for tree in trees:
            for _, _, node in walk(tree):
                if isinstance(node, Did):
                    known[node.key] = figure(node, rows, WHEN)
                elif isinstance(node, InOrder):
                    known[node.key] = in_order(node, rows, WHEN)
                elif isinstance(node, Bucket):
                    known[node.key] = bucket_of(node.salt, home.bytes)
        found[home] = known
    return found
