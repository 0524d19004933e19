-- title = "What reductions cost"
-- title_zh = "让利成本"
-- group = "marketing"
-- about = "What was taken off the shelf price in each month: special prices, discounts and coupons, points used as money; and how much was sold with a reduction."
-- about_zh = "每个月从标价上让出了多少：特价、优惠和券、积分抵现；以及多少销售带着让利。"
-- drill = ["month_no"]
-- headline = ["gross_minor", "reduction_minor", "reduction_bp", "sales_minor"]
-- ratios = ["reduction_bp"]
-- [parameters]
-- since_on = {kind = "date", back = 364}
-- until_on = {kind = "date", back = 0}
-- stores = {kind = "stores"}
-- [[charts]]
-- kind = "stack"
-- x = "month_no"
-- y = ["cut_minor", "discount_minor", "points_minor"]
WITH behind AS (
    SELECT
        CASE WHEN reduction_minor > 0 THEN member_id END AS member_id,
        month_no, gross_minor, cut_minor, discount_minor, points_minor, reduction_minor,
        net_minor, orders
    FROM sale
    WHERE business_on BETWEEN $since_on AND $until_on
)
SELECT
    month_no,
    SUM(gross_minor) AS gross_minor,
    SUM(cut_minor) AS cut_minor,
    SUM(discount_minor) AS discount_minor,
    SUM(points_minor) AS points_minor,
    SUM(reduction_minor) AS reduction_minor,
    SUM(net_minor) AS sales_minor,
    SUM(orders) AS orders,
    SUM(CASE WHEN reduction_minor > 0 THEN orders ELSE 0 END) AS reduced_orders,
    COUNT(DISTINCT member_id) AS members
FROM behind
GROUP BY month_no
ORDER BY month_no
