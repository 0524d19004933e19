-- title = "Reductions for what was bought anyway"
-- title_zh = "让利蚕食：本来就会买的"
-- group = "marketing"
-- about = "Of what members bought reduced in the period, how much went to those who had paid the full price in the same category in the days before it. They would likely have bought again: this part of the reduction is the dearest."
-- about_zh = "期内会员买的让利商品，有多少卖给了此前同类商品付过全价的人。他们多半本来就会买，这部分让利最不划算。"
-- drill = ["category"]
-- headline = ["reduced_sales_minor", "anyway_sales_minor", "anyway_bp", "anyway_cost_minor"]
-- ratios = ["anyway_bp"]
-- [parameters]
-- since_on = {kind = "date", back = 29}
-- until_on = {kind = "date", back = 0}
-- stores = {kind = "stores"}
-- days = {kind = "number", default = 60, least = 7, most = 366, label = "Days before", label_zh = "此前天数"}
-- [[charts]]
-- kind = "bar"
-- x = "category"
-- y = ["reduced_sales_minor", "anyway_sales_minor"]
-- most = 15
WITH bought AS (
    SELECT
        member_id,
        category,
        SUM(CASE WHEN business_on < $since_on AND reduction_minor = 0 THEN net_minor ELSE 0 END)
            AS full_before_minor,
        SUM(CASE WHEN business_on >= $since_on AND reduction_minor > 0 THEN net_minor ELSE 0 END)
            AS reduced_minor,
        SUM(CASE WHEN business_on >= $since_on THEN reduction_minor ELSE 0 END) AS cost_minor
    FROM item
    WHERE member_id IS NOT NULL
        AND business_on BETWEEN $since_on - $days AND $until_on
    GROUP BY member_id, category
),
behind AS (
    SELECT
        member_id, category, full_before_minor, reduced_minor, cost_minor
    FROM bought
    WHERE cost_minor > 0
)
SELECT
    category,
    SUM(reduced_minor) AS reduced_sales_minor,
    SUM(CASE WHEN full_before_minor > 0 THEN reduced_minor ELSE 0 END) AS anyway_sales_minor,
    SUM(cost_minor) AS reduction_cost_minor,
    SUM(CASE WHEN full_before_minor > 0 THEN cost_minor ELSE 0 END) AS anyway_cost_minor,
    COUNT(DISTINCT member_id) AS members
FROM behind
GROUP BY category
ORDER BY anyway_cost_minor DESC, category
