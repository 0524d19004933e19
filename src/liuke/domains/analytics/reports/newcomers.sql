-- title = "New and returning buyers"
-- title_zh = "新客与回头客"
-- group = "members"
-- about = "Of the members who bought in each day, week or month, how many bought for the first time in these stores, and what each kind spent."
-- about_zh = "每日、每周或每月的购买会员里，多少人是在这些门店第一次购买，新客和回头客各花了多少。"
-- drill = ["period_on", "whose"]
-- headline = ["sales_minor", "orders", "basket_minor"]
-- ratios = ["basket_minor"]
-- [parameters]
-- since_on = {kind = "date", back = 364}
-- until_on = {kind = "date", back = 0}
-- stores = {kind = "stores"}
-- grain = {kind = "choice", default = "month", choices = ["day", "week", "month"]}
-- [[charts]]
-- kind = "stack"
-- x = "period_on"
-- y = ["buyers"]
-- series = "whose"
WITH first_buy AS (
    SELECT member_id, MIN(business_on) AS first_on
    FROM sale
    WHERE member_id IS NOT NULL
    GROUP BY member_id
),
placed AS (
    SELECT
        s.member_id,
        f.first_on,
        s.business_on - CASE
            WHEN $grain = 'day' THEN 0
            WHEN $grain = 'week' THEN CAST(s.weekday AS INTEGER) - 1
            ELSE CAST(EXTRACT(DAY FROM s.business_on) AS INTEGER) - 1
        END AS period_on,
        s.net_minor,
        s.orders
    FROM sale AS s
    JOIN first_buy AS f ON f.member_id = s.member_id
    WHERE s.business_on BETWEEN $since_on AND $until_on
),
behind AS (
    SELECT
        member_id,
        period_on,
        CASE WHEN first_on >= period_on THEN 'new' ELSE 'returning' END AS whose,
        net_minor,
        orders
    FROM placed
)
SELECT
    period_on,
    whose,
    COUNT(DISTINCT member_id) AS buyers,
    SUM(net_minor) AS sales_minor,
    SUM(orders) AS orders
FROM behind
GROUP BY period_on, whose
ORDER BY period_on, whose
