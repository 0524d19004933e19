-- title = "Sales and the members' share"
-- title_zh = "销售与会员占比"
-- group = "sales"
-- about = "What was sold in each day, week or month, and how much of it members bought. Refunds count on the day of the return."
-- about_zh = "每日、每周或每月卖了多少，其中会员买了多少。退款记在退货当天。"
-- drill = ["period_on"]
-- headline = ["sales_minor", "orders", "basket_minor", "member_share_bp", "refund_minor"]
-- ratios = ["basket_minor", "member_share_bp"]
-- [parameters]
-- since_on = {kind = "date", back = 364}
-- until_on = {kind = "date", back = 0}
-- stores = {kind = "stores"}
-- grain = {kind = "choice", default = "month", choices = ["day", "week", "month"]}
-- [[charts]]
-- kind = "line"
-- x = "period_on"
-- y = ["sales_minor", "member_sales_minor"]
WITH flow AS (
    SELECT
        member_id, business_on, weekday, net_minor, units, orders, 0 AS refund_minor
    FROM sale
    WHERE business_on BETWEEN $since_on AND $until_on
    UNION ALL
    SELECT NULL AS member_id, b.business_on, b.weekday, 0, 0, 0, b.refund_minor
    FROM refund AS b
    WHERE b.business_on BETWEEN $since_on AND $until_on
),
behind AS (
    SELECT
        member_id,
        business_on - CASE
            WHEN $grain = 'day' THEN 0
            WHEN $grain = 'week' THEN CAST(weekday AS INTEGER) - 1
            ELSE CAST(EXTRACT(DAY FROM business_on) AS INTEGER) - 1
        END AS period_on,
        net_minor, units, orders, refund_minor
    FROM flow
)
SELECT
    period_on,
    SUM(net_minor) AS sales_minor,
    SUM(orders) AS orders,
    SUM(units) AS units,
    COUNT(DISTINCT member_id) AS buyers,
    SUM(CASE WHEN member_id IS NULL THEN 0 ELSE net_minor END) AS member_sales_minor,
    SUM(refund_minor) AS refund_minor
FROM behind
GROUP BY period_on
ORDER BY period_on
