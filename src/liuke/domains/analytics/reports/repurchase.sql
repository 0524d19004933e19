-- title = "Repurchase: on how many days members bought"
-- title_zh = "复购：会员购买了几天"
-- group = "members"
-- about = "Members who bought in the period, by the number of days on which they did. Two or more days are a repurchase."
-- about_zh = "期内购买过的会员，按购买的天数分布。两天及以上算复购。"
-- drill = ["visits"]
-- headline = ["buyers", "repeat_buyers", "repurchase_bp"]
-- ratios = ["repurchase_bp"]
-- hidden = ["repeat_buyers", "repurchase_bp"]
-- [parameters]
-- since_on = {kind = "date", back = 89}
-- until_on = {kind = "date", back = 0}
-- stores = {kind = "stores"}
-- most = {kind = "number", default = 20, least = 2, most = 366, label = "Last column from", label_zh = "合并天数起点"}
-- [[charts]]
-- kind = "bar"
-- x = "visits"
-- y = ["buyers"]
WITH bought AS (
    SELECT
        member_id,
        COUNT(DISTINCT business_on) AS visit_days,
        SUM(net_minor) AS net_minor
    FROM sale
    WHERE member_id IS NOT NULL AND business_on BETWEEN $since_on AND $until_on
    GROUP BY member_id
),
behind AS (
    SELECT
        member_id,
        CASE WHEN visit_days > $most THEN $most ELSE visit_days END AS visits,
        net_minor
    FROM bought
)
SELECT
    visits,
    COUNT(DISTINCT member_id) AS buyers,
    SUM(CASE WHEN visits >= 2 THEN 1 ELSE 0 END) AS repeat_buyers,
    SUM(net_minor) AS sales_minor
FROM behind
GROUP BY visits
ORDER BY visits
