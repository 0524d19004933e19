-- title = "How far members depend on reductions"
-- title_zh = "价格与折扣依赖"
-- group = "goods"
-- about = "Members by how much of what they took, at the shelf price, was reduced: from those who pay the full price to those who come for offers alone."
-- about_zh = "按会员所买商品（以标价计）里让利商品的占比分段：从付全价的人，到只为优惠而来的人。"
-- drill = ["reduced_part"]
-- headline = ["line_sales_minor", "line_gross_minor", "line_reduction_bp"]
-- ratios = ["line_reduction_bp"]
-- [parameters]
-- since_on = {kind = "date", back = 89}
-- until_on = {kind = "date", back = 0}
-- stores = {kind = "stores"}
-- [[charts]]
-- kind = "bar"
-- x = "reduced_part"
-- y = ["buyers"]
-- [[charts]]
-- kind = "bar"
-- x = "reduced_part"
-- y = ["line_sales_minor"]
WITH bought AS (
    SELECT
        member_id,
        SUM(gross_minor) AS gross_minor,
        SUM(CASE WHEN reduction_minor > 0 THEN gross_minor ELSE 0 END) AS reduced_gross_minor,
        SUM(reduction_minor) AS reduction_minor,
        SUM(net_minor) AS net_minor
    FROM item
    WHERE member_id IS NOT NULL AND business_on BETWEEN $since_on AND $until_on
    GROUP BY member_id
),
behind AS (
    SELECT
        member_id,
        CASE
            WHEN gross_minor = 0 THEN 0
            ELSE reduced_gross_minor * 10 // gross_minor * 10
        END AS reduced_part,
        gross_minor,
        reduction_minor,
        net_minor
    FROM bought
)
SELECT
    reduced_part,
    COUNT(DISTINCT member_id) AS buyers,
    SUM(net_minor) AS line_sales_minor,
    SUM(gross_minor) AS line_gross_minor,
    SUM(reduction_minor) AS line_reduction_minor
FROM behind
GROUP BY reduced_part
ORDER BY reduced_part
