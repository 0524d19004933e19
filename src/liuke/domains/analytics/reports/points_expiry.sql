-- title = "When points lapse"
-- title_zh = "积分到期分布"
-- group = "programme"
-- about = "What members may still spend, by the month of its last usable day. Points without an end stand in a row of their own. Their worth is what the live programme lets a point pay."
-- about_zh = "会员还能用的积分，按最后可用日所在的月份分布；没有期限的单独一行。折合金额按生效方案里积分抵现的价值。"
-- drill = ["book", "expires_no"]
-- headline = ["owed_minor"]
-- by_store = false
-- [[charts]]
-- kind = "bar"
-- x = "expires_no"
-- y = ["points_owed"]
-- by = "book"
WITH behind AS (
    SELECT
        m.home_id AS member_id,
        l.book,
        CASE
            WHEN l.expires_on IS NULL THEN 0
            ELSE CAST(EXTRACT(YEAR FROM l.expires_on) AS INTEGER) * 12
                + CAST(EXTRACT(MONTH FROM l.expires_on) AS INTEGER) - 1
        END AS expires_no,
        l.remaining,
        COALESCE(w.value_minor, 0) AS value_minor,
        COALESCE(w.value_points, 1000) AS value_points
    FROM points_lot AS l
    JOIN members_member AS m ON m.id = l.member_id
    LEFT JOIN worth AS w ON w.book = l.book
    WHERE l.remaining > 0
)
SELECT
    book,
    expires_no,
    SUM(remaining) AS points_owed,
    (2 * SUM(remaining * value_minor) + MAX(value_points)) // (2 * MAX(value_points))
        AS owed_minor,
    COUNT(DISTINCT member_id) AS members
FROM behind
GROUP BY book, expires_no
ORDER BY book, expires_no
