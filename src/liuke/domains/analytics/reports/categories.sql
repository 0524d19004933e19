-- title = "Categories, by what was sold"
-- title_zh = "品类排行"
-- group = "sales"
-- about = "What every category sold, how much of it reduced, and to how many members. Amounts are of the lines: without shipping."
-- about_zh = "每个品类卖了多少、其中多少带让利、卖给多少会员。金额按商品行计算，不含运费。"
-- drill = ["category"]
-- headline = ["line_sales_minor", "units"]
-- ratios = ["line_reduction_bp"]
-- [parameters]
-- since_on = {kind = "date", back = 89}
-- until_on = {kind = "date", back = 0}
-- stores = {kind = "stores"}
-- [[charts]]
-- kind = "bar"
-- x = "category"
-- y = ["line_sales_minor"]
-- most = 15
WITH behind AS (
    SELECT
        category,
        member_id,
        SUM(net_minor) AS net_minor,
        SUM(gross_minor) AS gross_minor,
        SUM(reduction_minor) AS reduction_minor,
        SUM(units) AS units
    FROM item
    WHERE business_on BETWEEN $since_on AND $until_on
    GROUP BY category, member_id
)
SELECT
    category,
    SUM(net_minor) AS line_sales_minor,
    SUM(units) AS units,
    COUNT(DISTINCT member_id) AS buyers,
    SUM(gross_minor) AS line_gross_minor,
    SUM(reduction_minor) AS line_reduction_minor
FROM behind
GROUP BY category
ORDER BY line_sales_minor DESC, category
