-- title = "How few members bring how much"
-- title_zh = "二八曲线：多少会员贡献多少销售"
-- group = "members"
-- about = "Members in order of what they spent, in twenty equal parts, the best first; each row adds to those before it."
-- about_zh = "会员按消费额从高到低分成二十等份，逐份累加。"
-- drill = ["part"]
-- headline = ["buyers", "sales_minor", "top_share_bp"]
-- ratios = ["running_bp", "top_share_bp"]
-- hidden = ["top_sales_minor", "top_share_bp", "running", "whole"]
-- [parameters]
-- since_on = {kind = "date", back = 364}
-- until_on = {kind = "date", back = 0}
-- stores = {kind = "stores"}
-- [[charts]]
-- kind = "line"
-- x = "part"
-- y = ["running_bp"]
WITH spent AS (
    SELECT member_id, SUM(net_minor) AS net_minor
    FROM sale
    WHERE member_id IS NOT NULL AND business_on BETWEEN $since_on AND $until_on
    GROUP BY member_id
),
behind AS (
    -- A part is so much of all of them: the best fifth of ten members are two, not four.
    SELECT
        member_id,
        net_minor,
        (ROW_NUMBER() OVER (ORDER BY net_minor DESC, member_id) - 1) * 20 // COUNT(*) OVER () + 1
            AS part
    FROM spent
),
counted AS (
    SELECT
        part,
        COUNT(DISTINCT member_id) AS buyers,
        SUM(net_minor) AS sales_minor,
        SUM(CASE WHEN part <= 4 THEN net_minor ELSE 0 END) AS top_sales_minor
    FROM behind
    GROUP BY part
)
SELECT
    part,
    buyers,
    sales_minor,
    top_sales_minor,
    SUM(sales_minor) OVER (ORDER BY part) AS running,
    SUM(sales_minor) OVER () AS whole
FROM counted
ORDER BY part
