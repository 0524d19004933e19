-- title = "Recency and frequency of members"
-- title_zh = "RFM 网格"
-- group = "members"
-- about = "Members in five equal parts by how recently, and five by on how many days they bought (then by what they spent). 5 is best; each cell asks for another conversation."
-- about_zh = "会员按最近购买的远近、购买天数（相同再看消费额）各分五等份，5 最好。每一格该说的话不同。"
-- drill = ["recency", "frequency"]
-- headline = ["buyers", "sales_minor"]
-- [parameters]
-- since_on = {kind = "date", back = 364}
-- until_on = {kind = "date", back = 0}
-- stores = {kind = "stores"}
-- [[charts]]
-- kind = "heat"
-- x = "frequency"
-- y = ["buyers"]
-- series = "recency"
-- [[charts]]
-- kind = "heat"
-- x = "frequency"
-- y = ["sales_minor"]
-- series = "recency"
WITH bought AS (
    SELECT
        member_id,
        MAX(business_on) AS last_on,
        COUNT(DISTINCT business_on) AS visits,
        SUM(net_minor) AS net_minor
    FROM sale
    WHERE member_id IS NOT NULL AND business_on BETWEEN $since_on AND $until_on
    GROUP BY member_id
),
behind AS (
    SELECT
        member_id,
        net_minor,
        5 - (ROW_NUMBER() OVER (ORDER BY last_on DESC, member_id DESC) - 1) * 5
            // COUNT(*) OVER () AS recency,
        5 - (ROW_NUMBER() OVER (ORDER BY visits DESC, net_minor DESC, member_id DESC) - 1) * 5
            // COUNT(*) OVER () AS frequency
    FROM bought
)
SELECT
    recency,
    frequency,
    COUNT(DISTINCT member_id) AS buyers,
    SUM(net_minor) AS sales_minor
FROM behind
GROUP BY recency, frequency
ORDER BY recency DESC, frequency
