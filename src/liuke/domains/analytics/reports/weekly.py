"""The weekly report: a week beside the one before, gathered from the reports themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Annotated, Any

from msgspec import Meta, field

from liuke.domains import catalog, programme, stores
from liuke.domains.analytics.reports import run
from liuke.domains.analytics.reports.ask import ReportQuestion, book_places, engine, prepared
from liuke.domains.analytics.reports.export import Language
from liuke.domains.analytics.reports.given import Known, Said, kept_within
from liuke.domains.analytics.reports.run import Cell, Table
from liuke.domains.programme import Live
from liuke.kernel.db import Tx
from liuke.kernel.ids import StoreId
from liuke.kernel.values import Value

WEEK = timedelta(days=7)
BEST = 10
REPEAT_DAYS = 90


class WeekWish(Value, frozen=True):
    """Which week: the one that holds a day, or the last whole one that sold."""

    day: date | None = None
    store_ids: Annotated[tuple[StoreId, ...], Meta(max_length=200)] = ()
    language: Language = "zh"


class Figure(Value, frozen=True):
    """A metric in the week and in the one before."""

    metric: str
    now: int | None
    before: int | None


class Week(Value, frozen=True):
    """What the weekly report prints."""

    shop: str
    currency: str
    since_on: date
    as_of: datetime
    figures: list[Figure]
    days: list[tuple[date, int, int]]
    stores: Table
    categories: Table
    coupons: Table | None = None
    points: Table | None = None
    # What codes are called, by the dimension they stand in, in English and Chinese.
    named: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)
    # How many decimals the points of a book have.
    places: dict[str, int] = field(default_factory=dict)


def monday(day: date) -> date:
    """Return the first day of a week.

    >>> monday(date(2017, 12, 31))
    datetime.date(2017, 12, 25)
    """
    return day - timedelta(days=day.weekday())


def last_whole_week(last_on: date) -> date:
    """Return the Monday of the last week that is over on a day.

    >>> last_whole_week(date(2017, 12, 31)), last_whole_week(date(2018, 1, 1))
    (datetime.date(2017, 12, 25), datetime.date(2017, 12, 25))
    """
    return monday(last_on + timedelta(days=1)) - WEEK


async def collect(tx: Tx, wish: WeekWish) -> Week:
    """Ask the reports that the weekly one is made of.

    Raises:
        InvalidField: the day lies where days end.
        UnknownStores: names those that do not exist.
    """
    day = None if wish.day is None else kept_within("day", wish.day)
    lake, asked = await prepared(tx, "sales", ReportQuestion(store_ids=wish.store_ids))
    last_on = asked.parameters["until_on"]
    assert isinstance(last_on, date)
    since = last_whole_week(last_on) if day is None else monday(day)
    ask = engine(lake)
    now = await run.answer(ask, "sales", _asked(asked, since, grain="day"))
    before = await run.answer(ask, "sales", _asked(asked, since - WEEK, grain="day"))
    new = await run.answer(ask, "newcomers", _asked(asked, since, grain="week"))
    new_before = await run.answer(ask, "newcomers", _asked(asked, since - WEEK, grain="week"))
    repeat = await run.answer(ask, "repurchase", _repeat(asked, since))
    repeat_before = await run.answer(ask, "repurchase", _repeat(asked, since - WEEK))
    whole = asked.stores is None
    merchant = await stores.find_merchant(tx)
    live = await programme.live(tx)
    return Week(
        shop=merchant.name if merchant else "",
        currency=tx.currency,
        since_on=since,
        as_of=lake.as_of.astimezone(tx.zone),
        figures=[
            *_beside(now, before),
            Figure("new_buyers", _new(new), _new(new_before)),
            *_beside(repeat, repeat_before),
        ],
        days=_days(now, before, since),
        stores=await run.answer(ask, "stores", _asked(asked, since)),
        categories=await run.answer(ask, "categories", _asked(asked, since)),
        coupons=await run.answer(ask, "coupons", _asked(asked, since)) if whole else None,
        points=await run.answer(ask, "points_flow", _asked(asked, since)) if whole else None,
        named=await _names(tx, live),
        places=await book_places(tx),
    )


async def _names(tx: Tx, live: Live) -> dict[str, dict[str, tuple[str, str]]]:
    """Return what stores, categories, coupons and books are called; what is gone keeps its code."""
    found: dict[str, Sequence[Any]] = {
        "store": await stores.search_stores(tx),
        "category": await catalog.categories(tx),
        "template": live.section("coupons"),
        "book": live.section("books"),
    }
    return {
        dimension: {
            one.code: (one.name or one.code, getattr(one, "name_zh", "") or one.name or one.code)
            for one in things
        }
        for dimension, things in found.items()
    }


def _asked(asked: run.Asked, since: date, **more: Said) -> run.Asked:
    days: dict[str, Known] = {"since_on": since, "until_on": since + timedelta(days=6)}
    return run.Asked({**days, **more}, asked.stores, asked.today, asked.zone)


def _repeat(asked: run.Asked, since: date) -> run.Asked:
    until = since + timedelta(days=6)
    known: dict[str, Known] = {
        "since_on": until - timedelta(days=REPEAT_DAYS - 1),
        "until_on": until,
        "most": 20,
    }
    return run.Asked(known, asked.stores, asked.today, asked.zone)


def _beside(now: Table, before: Table) -> list[Figure]:
    pairs = zip(now.headline, before.headline, strict=True)
    return [Figure(a.metric, a.value, b.value) for a, b in pairs]


def _new(table: Table) -> int:
    """Return how many bought for the first time."""
    rows = cells(table, ("whose", "buyers"))
    return sum(int(buyers or 0) for whose, buyers in rows if whose == "new")


def _days(now: Table, before: Table, since: date) -> list[tuple[date, int, int]]:
    sold = {
        str(day): int(minor or 0)
        for table in (now, before)
        for day, minor in cells(table, ("period_on", "sales_minor"))
    }
    days = [since + timedelta(days=n) for n in range(7)]
    return [(d, sold.get(d.isoformat(), 0), sold.get((d - WEEK).isoformat(), 0)) for d in days]


def cells(table: Table, names: Sequence[str]) -> list[tuple[Cell, ...]]:
    """Return some columns of a table, in the order asked for."""
    codes = [column.code for column in table.columns]
    places = [codes.index(name) for name in names]
    return [tuple(row[place] for place in places) for row in table.rows]
