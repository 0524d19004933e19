"""What every leaf of a condition finds of made-up people, worked out plainly from their rows.

One function a registered fact, by the words of its label and of `docs/guide/conditions.md`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from liuke.kernel.lunar import lunar_day
from liuke.kernel.verdicts import FactValue
from liuke.kernel.witness import Row
from tests.kernel.people import NOW, ROWS
from tests.kernel.person import Person


def months(on: date, today: date) -> int:
    """Whole months from a date to today."""
    return (today.year - on.year) * 12 + today.month - on.month - (today.day < on.day)


@lru_cache
def next_solar(born: date, today: date) -> int:
    def fits(on: date) -> bool:
        if (born.month, born.day) == (2, 29) and (on + timedelta(days=1)).month == 3:
            return on.month == 2
        return (on.month, on.day) == (born.month, born.day)

    return next(n for n in range(1_000) if fits(today + timedelta(days=n)))


@lru_cache
def next_lunar(born: date, today: date) -> int:
    wanted = lunar_day(born)
    assert wanted is not None

    def fits(on: date) -> bool:
        after = lunar_day(on + timedelta(days=1))
        assert after is not None
        short = wanted % 100 == 30 and after % 100 == 1 and lunar_day(on) == wanted - 1
        return (lunar_day(on) == wanted or short) and not leap_month(on)

    return next(n for n in range(1_000) if fits(today + timedelta(days=n)))


def leap_month(on: date) -> bool:
    from borax.calendars.lunardate import LunarDate  # noqa: PLC0415 - as the product does

    return bool(LunarDate.from_solar_date(on.year, on.month, on.day).leap)


def ages(one: Person) -> list[int]:
    return [months(row["birth_on"], one.today) for row in one.every("members_child")]


def aged(one: Person, since: str, until: str) -> int:
    return sum(int(since) <= age <= int(until) for age in ages(one))


def nearest(of: Sequence[int], wanted: int) -> int | None:
    return min(of, key=lambda age: (abs(age - wanted), age)) if of else None


def household(one: Person) -> int | None:
    """As many as were said to live there; else all we know of, each person once."""
    order = [
        (row["member_id"] == one.home, row["since"], row["member_id"], row["household_id"])
        for row in one.every("members_kin")
    ]
    if not order:
        return None
    there = max(order)[3]
    size = next(r["size"] for r in one.world.rows("members_household") if r["id"] == there)
    kin = [r["member_id"] for r in one.world.rows("members_kin") if r["household_id"] == there]
    return size or len({one.world.homes[member] for member in kin})


def latest_card(one: Person, column: str) -> Any:
    cards = one.every("members_card", state="active")
    return max(cards, key=lambda card: (card["issued_at"], card["id"]))[column] if cards else None


def first_card(one: Person) -> date | None:
    return min((c["card_on"] for c in one.every("members_card", state="active")), default=None)


def days_left(one: Person) -> int | None:
    ends = [c["expires_on"] for c in one.every("members_card", state="active") if c["expires_on"]]
    return (max(ends) - one.today).days if ends else None


def tags(one: Person) -> frozenset[str] | None:
    rows = one.every("members_tag")
    ends = [(row["tag"], row["expires_at"]) for row in rows]
    return frozenset(tag for tag, end in ends if end is None or end > NOW) or None


def consented(one: Person, purpose: str, channel: str) -> bool:
    rows = one.every("members_consent", purpose=purpose, channel=channel, partner="")
    return bool(rows) and bool(max(rows, key=lambda row: row["id"])["given"])


def average(one: Person) -> int | None:
    orders = one.one("checkout_stats", "orders")
    return one.one("checkout_stats", "net_minor") // orders if orders else None


def since_last(one: Person) -> int | None:
    on = one.one("checkout_stats", "last_on")
    return None if on is None else (one.today - on).days


def earned(one: Person, book: str, month: int) -> int:
    """What counts from the first day of a month of this year on."""
    first = date(one.today.year, month, 1)
    rows = one.own("points_entry", book=book)
    return sum(row["asked"] for row in rows if row["counts_on"] and row["counts_on"] >= first)


def expiring(one: Person, book: str) -> int:
    lots = [lot for lot in one.own("points_lot", book=book) if lot["remaining"] > 0]
    ends = [(lot, lot["expires_on"]) for lot in lots if lot["expires_on"] is not None]
    soon = [lot for lot, end in ends if 0 <= (end - one.today).days <= 30]
    return sum(lot["remaining"] - lot["held"] for lot in soon)


def lasting(coupon: Row) -> bool:
    return coupon["valid_until"] is None or coupon["valid_until"] > NOW


def held(one: Person) -> list[ROWS]:
    return [coupon for coupon in one.own("coupons_coupon", state="open") if lasting(coupon)]


def usable(coupon: Row) -> bool:
    free = coupon["reserved_until"] is None or coupon["reserved_until"] <= NOW
    claimed = coupon["claim_until"] is None or coupon["claimed_at"] is not None
    return coupon["valid_from"] <= NOW and claimed and free


def next_end(one: Person) -> date | None:
    ends: list[datetime] = [c["valid_until"] for c in held(one) if c["valid_until"] is not None]
    return one.world.day(min(ends) - timedelta(microseconds=1)) if ends else None


def store(one: Person) -> str | None:
    codes = {row["id"]: str(row["code"]) for row in one.world.rows("stores_store")}
    return codes.get(one.member("store_id"))


def scored(column: str) -> Callable[[Person], FactValue]:
    return lambda one: one.one("analytics_score", column)


def positive(column: str, of: str = "") -> Callable[[Person], FactValue]:
    """A column of the score of who ever bought: the recency is 0 else."""
    return lambda one: (
        one.one("analytics_score", of or column) if one.one("analytics_score", column) else None
    )


def picks(kind: str) -> Callable[[Person], frozenset[str] | None]:
    return lambda one: frozenset(picked(one, kind)) or None


def first_pick(kind: str) -> Callable[[Person], str | None]:
    return lambda one: next(iter(picked(one, kind)), None)


def picked(one: Person, kind: str) -> list[str]:
    return [pick["product"] for pick in (one.one("analytics_score", "picks") or {}).get(kind, [])]


def account(column: str) -> Callable[[Person, str], FactValue]:
    return lambda one, book: one.one("points_account", column, book=book) or 0


def standing(column: str) -> Callable[[Person, str], FactValue]:
    return lambda one, code: one.one("tiers_standing", column, set_code=code)


REFERENCE: dict[str, Callable[..., FactValue]] = {
    "member.state": lambda one: one.member("state"),
    "member.source": lambda one: one.member("source"),
    "member.store": store,
    "member.anonymous": lambda one: one.member("anonymous"),
    "joined.on": lambda one: one.member("joined_on"),
    "joined.days": lambda one: (one.today - one.member("joined_on")).days,
    "birthday": lambda one: one.born(lambda on: on),
    "birthday.month": lambda one: one.born(lambda on: on.month),
    "birthday.day": lambda one: one.born(lambda on: on.day),
    "birthday.this_month": lambda one: one.born(lambda on: on.month == one.today.month),
    "birthday.in_days": lambda one: one.born(lambda on: next_solar(on, one.today)),
    "birthday.lunar_in_days": lambda one: one.born(lambda on: next_lunar(on, one.today)),
    "age": lambda one: one.born(lambda on: months(on, one.today) // 12),
    "gender": lambda one: one.profile("gender"),
    "profile": lambda one, name: one.profile(name),
    "tag": tags,
    "consent": consented,
    "household.size": household,
    "children.count": lambda one: len(ages(one)),
    "children.youngest_months": lambda one: min(ages(one), default=None),
    "children.oldest_months": lambda one: max(ages(one), default=None),
    "children.age_months": lambda one, wanted: nearest(ages(one), int(wanted)),
    "children.aged": aged,
    "card.kind": lambda one: latest_card(one, "kind"),
    "card.plan": lambda one: latest_card(one, "plan"),
    "card.on": first_card,
    "card.days_left": days_left,
    "segment": lambda one, code: bool(one.own("segments_member", code=code, dormant=False)),
    "orders.count": lambda one: one.one("checkout_stats", "orders") or 0,
    "orders.net": lambda one: one.one("checkout_stats", "net_minor") or 0,
    "orders.saved": lambda one: one.one("checkout_stats", "saved_minor") or 0,
    "orders.returned": lambda one: one.one("checkout_stats", "returned_minor") or 0,
    "orders.first": lambda one: not one.one("checkout_stats", "orders"),
    "orders.first_on": lambda one: one.one("checkout_stats", "first_on"),
    "orders.last_on": lambda one: one.one("checkout_stats", "last_on"),
    "orders.last_days": since_last,
    "orders.average": average,
    "points.balance": account("spendable"),
    "points.pending": account("pending"),
    "points.earned": account("earned"),
    "points.debt": account("debt"),
    "points.earned_this_month": lambda one, book: earned(one, book, one.today.month),
    "points.earned_this_year": lambda one, book: earned(one, book, 1),
    "points.expiring": expiring,
    "points.active_on": lambda one, book: one.one("points_account", "active_on", book=book),
    "tier": standing("level"),
    "tier.rank": standing("rank"),
    "tier.progress": standing("progress"),
    "tier.missing": standing("missing"),
    "tier.since": standing("since_on"),
    "tier.period_end": standing("period_end_on"),
    "coupons.usable": lambda one, code: sum(usable(c) for c in held(one) if c["template"] == code),
    "coupons.held": lambda one: len(held(one)),
    "coupons.got": lambda one, code: len(one.own("coupons_coupon", template=code)),
    "coupons.used": lambda one, code: len(one.own("coupons_coupon", template=code, state="used")),
    "coupons.next_end": next_end,
    "coupons.saved": lambda one: sum(c["saved_minor"] for c in one.own("coupons_coupon")),
    "rfm.recency": positive("rfm_recency"),
    "rfm.frequency": positive("rfm_frequency"),
    "rfm.monetary": positive("rfm_monetary"),
    "rfm.class": positive("rfm_class"),
    "rfm.before": positive("rfm_before"),
    "rfm.moved": scored("rfm_moved"),
    "life.stage": scored("life_stage"),
    "life.rhythm": positive("rfm_recency", "rhythm_days"),
    "layer": scored("layer"),
    "layer.code": scored("layer_code"),
    "value.rank": positive("rfm_recency", "rank_percent"),
    "value.score": scored("value_score"),
    "value.purchases": scored("value_purchases"),
    "value.referrals": scored("value_referrals"),
    "value.participation": scored("value_participation"),
    "clv.alive": scored("alive_pm"),
    "clv.orders": scored("orders_pm"),
    "clv.value": scored("clv_minor"),
    "churn.risk": scored("churn_pm"),
    "next_order.on": scored("next_order_on"),
    "picks.again": first_pick("buy_again"),
    "picks.along": first_pick("goes_with"),
    "picks.upgrade": first_pick("upgrade"),
    "picks.buy_again": picks("buy_again"),
    "picks.goes_with": picks("goes_with"),
    "picks.upgrades": picks("upgrade"),
    "scored.on": scored("through_on"),
}
