"""Asking a report of the grocer's year."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pandas as pd

from liuke.domains.analytics.reports.catalogue import find
from liuke.domains.analytics.reports.given import Said, resolve
from liuke.domains.analytics.reports.run import Asked, Table, answer
from tests.analytics.grocer_lake import ask, raw

LAST_ON = date(2017, 12, 31)
YEAR: dict[str, Said] = {"since_on": "2017-01-01", "until_on": "2017-12-31"}


def asked(
    code: str, said: dict[str, Said] | None = None, stores: tuple[str, ...] | None = None
) -> Asked:
    """Return the question as the lake is asked it."""
    known = resolve(find(code), said or {}, LAST_ON)
    return Asked(known, stores, date(2026, 11, 22), "America/New_York")


async def table(
    code: str, said: dict[str, Said] | None = None, stores: tuple[str, ...] | None = None
) -> Table:
    """Return the answer of a report over the grocer's receipts."""
    return await answer(ask, code, asked(code, said, stores))


async def rows(
    code: str, said: dict[str, Said] | None = None, stores: tuple[str, ...] | None = None
) -> list[dict[str, Any]]:
    """Return the rows of a report by column."""
    found = await table(code, said, stores)
    names = [column.code for column in found.columns]
    return [dict(zip(names, row, strict=True)) for row in found.rows]


@cache
def receipts() -> pd.DataFrame:
    """Return the raw lines with their cents, days and months, by nothing of ours."""
    lines = pd.read_parquet(raw("transactions"))
    lines["cents"] = (lines["sales_value"] * 100).round().astype("int64")
    shelf = lines["sales_value"] + lines["retail_disc"] + lines["coupon_match_disc"]
    lines["shelf"] = (shelf * 100).round().astype("int64")
    lines["day"] = lines["transaction_timestamp"].dt.normalize()
    lines["month"] = lines["transaction_timestamp"].dt.strftime("%Y-%m")
    departments = pd.read_parquet(raw("products"))[["product_id", "department"]]
    lines = lines.merge(departments, on="product_id", how="left")
    lines["department"] = lines["department"].fillna("")
    return lines


@cache
def baskets() -> pd.DataFrame:
    """Return the raw receipts, one row each, on the day of their first line."""
    return (
        receipts()
        .groupby("basket_id")
        .agg(
            household=("household_id", "first"),
            store=("store_id", "first"),
            at=("transaction_timestamp", "min"),
            cents=("cents", "sum"),
        )
        .assign(
            day=lambda rows: rows["at"].dt.normalize(),
            month=lambda rows: rows["at"].dt.strftime("%Y-%m"),
        )
    )
