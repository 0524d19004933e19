-- title = "When points lapse"
-- title_zh = "积分到期分布"
-- group = "programme"
-- about = "What members may still spend, by the month of its last usable day. Points without an end stand in a row of their own."
-- about_zh = "会员还能用的积分，按最后可用日所在的月份分布；没有期限的单独一行。"
-- drill = ["book", "expires_no"]
-- headline = []
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
        l.remaining
    FROM points_lot AS l
    JOIN members_member AS m ON m.id = l.member_id
    WHERE l.remaining > 0
)
SELECT
    book,
    expires_no,
    SUM(remaining) AS points_owed,
    COUNT(DISTINCT member_id) AS members
FROM behind
GROUP BY book, expires_no
ORDER BY book, expires_no
