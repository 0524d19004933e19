-- title = "New and returning buyers"
-- title_zh = "新客与回头客"
-- group = "members"
-- about = "Of the members who bought in a month, how many bought for the first time in these stores, and what each kind spent."
-- about_zh = "每个月的购买会员里，多少人是在这些门店第一次购买，新客和回头客各花了多少。"
-- drill = ["month_no", "whose"]
-- headline = ["sales_minor", "orders", "basket_minor"]
-- ratios = ["basket_minor"]
-- [parameters]
-- since_on = {kind = "date", back = 364}
-- until_on = {kind = "date", back = 0}
-- stores = {kind = "stores"}
-- [[charts]]
-- kind = "stack"
-- x = "month_no"
-- y = ["buyers"]
-- series = "whose"
WITH first_buy AS (
    SELECT member_id, MIN(month_no) AS first_no
    FROM sale
    WHERE member_id IS NOT NULL
    GROUP BY member_id
),
behind AS (
    SELECT
        s.member_id,
        s.month_no,
        CASE WHEN f.first_no = s.month_no THEN 'new' ELSE 'returning' END AS whose,
        s.net_minor,
        s.orders
    FROM sale AS s
    JOIN first_buy AS f ON f.member_id = s.member_id
    WHERE s.business_on BETWEEN $since_on AND $until_on
)
SELECT
    month_no,
    whose,
    COUNT(DISTINCT member_id) AS buyers,
    SUM(net_minor) AS sales_minor,
    SUM(orders) AS orders
FROM behind
GROUP BY month_no, whose
ORDER BY month_no, whose
