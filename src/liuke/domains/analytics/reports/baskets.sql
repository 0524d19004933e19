-- title = "How large baskets are"
-- title_zh = "客单价分布"
-- group = "sales"
-- about = "Orders, or members by their own average order, in steps of money. A threshold such as “free shipping over 80” moves those just below it: pick it where many stand one step short."
-- about_zh = "按金额分段看订单，或看会员各自的平均客单。“满 80 包邮”这类门槛打动的是差一点的人：把门槛定在前一段人多的地方。"
-- drill = ["basket_from_minor"]
-- headline = ["orders", "sales_minor", "basket_minor"]
-- ratios = ["basket_minor"]
-- [parameters]
-- since_on = {kind = "date", back = 89}
-- until_on = {kind = "date", back = 0}
-- stores = {kind = "stores"}
-- per = {kind = "choice", default = "order", choices = ["order", "member"]}
-- step_minor = {kind = "money", default = 1000, least = 100, most = 1000000, label = "Step", label_zh = "分段"}
-- top_minor = {kind = "money", default = 20000, least = 1000, most = 100000000, label = "Last step from", label_zh = "合并起点"}
-- [[charts]]
-- kind = "bar"
-- x = "basket_from_minor"
-- y = ["orders"]
-- [[charts]]
-- kind = "bar"
-- x = "basket_from_minor"
-- y = ["buyers"]
WITH basket AS (
    SELECT member_id, net_minor AS size_minor, net_minor, orders
    FROM sale
    WHERE $per = 'order' AND business_on BETWEEN $since_on AND $until_on
    UNION ALL
    SELECT
        member_id,
        SUM(net_minor) // SUM(orders) AS size_minor,
        SUM(net_minor) AS net_minor,
        SUM(orders) AS orders
    FROM sale
    WHERE $per = 'member' AND member_id IS NOT NULL
        AND business_on BETWEEN $since_on AND $until_on
    GROUP BY member_id
),
behind AS (
    SELECT
        member_id,
        CASE
            WHEN size_minor >= $top_minor THEN $top_minor
            ELSE size_minor // $step_minor * $step_minor
        END AS basket_from_minor,
        net_minor,
        orders
    FROM basket
)
SELECT
    basket_from_minor,
    SUM(orders) AS orders,
    COUNT(DISTINCT member_id) AS buyers,
    SUM(net_minor) AS sales_minor
FROM behind
GROUP BY basket_from_minor
ORDER BY basket_from_minor
