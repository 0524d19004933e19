-- title = "Points given, used and lapsed"
-- title_zh = "积分收支"
-- group = "programme"
-- about = "What every book gave (less what was clawed back), what members used and what lapsed, by month. The three add up to the change of what is owed."
-- about_zh = "各账本每月发了多少（已减扣回）、会员用了多少、过期多少。三者之和就是欠会员的积分变化。"
-- drill = ["book", "month_no"]
-- headline = []
-- by_store = false
-- [parameters]
-- since_on = {kind = "date", back = 364}
-- until_on = {kind = "date", back = 0}
-- [[charts]]
-- kind = "bar"
-- x = "month_no"
-- y = ["points_issued", "points_used", "points_expired"]
-- by = "book"
WITH behind AS (
    SELECT
        m.home_id AS member_id,
        e.book,
        CAST(EXTRACT(YEAR FROM e.business_on) AS INTEGER) * 12
            + CAST(EXTRACT(MONTH FROM e.business_on) AS INTEGER) - 1 AS month_no,
        e.kind,
        e.points
    FROM points_entry AS e
    JOIN members_member AS m ON m.id = e.member_id
    WHERE e.business_on BETWEEN $since_on AND $until_on
)
SELECT
    book,
    month_no,
    SUM(CASE WHEN kind IN ('award', 'claw_back', 'adjust') THEN points ELSE 0 END)
        AS points_issued,
    SUM(CASE WHEN kind IN ('redeem', 'restore') THEN -points ELSE 0 END) AS points_used,
    SUM(CASE WHEN kind = 'expire' THEN -points ELSE 0 END) AS points_expired,
    SUM(points) AS points_change,
    COUNT(DISTINCT member_id) AS members
FROM behind
GROUP BY book, month_no
ORDER BY book, month_no
