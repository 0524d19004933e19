-- title = "Days until the next purchase"
-- title_zh = "复购间隔"
-- group = "members"
-- about = "How many days pass between two purchase days of the same member. Half of all gaps end by the row where the running share passes 50 %."
-- about_zh = "同一会员相邻两个购买日相隔多少天。累计占比过 50% 的那一行，就是一半间隔结束的时候。"
-- drill = ["gap_days"]
-- headline = ["gaps"]
-- ratios = ["running_bp"]
-- hidden = ["running", "whole"]
-- [parameters]
-- since_on = {kind = "date", back = 364}
-- until_on = {kind = "date", back = 0}
-- stores = {kind = "stores"}
-- step = {kind = "number", default = 7, least = 1, most = 90, label = "Days a row", label_zh = "每行天数"}
-- [[charts]]
-- kind = "bar"
-- x = "gap_days"
-- y = ["gaps"]
WITH visit AS (
    SELECT DISTINCT member_id, business_on
    FROM sale
    WHERE member_id IS NOT NULL AND business_on BETWEEN $since_on AND $until_on
),
spaced AS (
    SELECT
        member_id,
        business_on,
        LAG(business_on) OVER (PARTITION BY member_id ORDER BY business_on) AS earlier_on
    FROM visit
),
behind AS (
    SELECT
        member_id,
        DATE_DIFF('day', earlier_on, business_on) // $step * $step AS gap_days
    FROM spaced
    WHERE earlier_on IS NOT NULL
),
counted AS (
    SELECT gap_days, COUNT(*) AS gaps, COUNT(DISTINCT member_id) AS buyers
    FROM behind
    GROUP BY gap_days
)
SELECT
    gap_days,
    gaps,
    buyers,
    SUM(gaps) OVER (ORDER BY gap_days) AS running,
    SUM(gaps) OVER () AS whole
FROM counted
ORDER BY gap_days
