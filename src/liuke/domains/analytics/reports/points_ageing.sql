-- title = "Points owed, by age"
-- title_zh = "积分负债与账龄"
-- group = "programme"
-- about = "What members may still spend or wait for, as it stands now, by the days since it was earned. Old points are the ones that lapse or come due at once. Their worth is what the live programme lets a point pay."
-- about_zh = "会员现在还能用或待生效的积分，按获得至今的天数分段。越老的积分越可能过期，或者一起来兑。折合金额按生效方案里积分抵现的价值。"
-- drill = ["book", "age_days"]
-- headline = ["owed_minor"]
-- by_store = false
-- [[charts]]
-- kind = "bar"
-- x = "age_days"
-- y = ["points_owed"]
-- by = "book"
WITH aged AS (
    SELECT
        m.home_id AS member_id,
        l.book,
        DATE_DIFF('day', l.earned_on, $today) AS days,
        l.remaining,
        l.pending,
        COALESCE(w.value_minor, 0) AS value_minor,
        COALESCE(w.value_points, 1000) AS value_points
    FROM points_lot AS l
    JOIN members_member AS m ON m.id = l.member_id
    LEFT JOIN worth AS w ON w.book = l.book
    WHERE l.remaining > 0
),
behind AS (
    SELECT
        member_id,
        book,
        CASE
            WHEN days < 31 THEN 0
            WHEN days < 91 THEN 31
            WHEN days < 181 THEN 91
            WHEN days < 366 THEN 181
            ELSE 366
        END AS age_days,
        remaining,
        pending,
        value_minor,
        value_points
    FROM aged
)
SELECT
    book,
    age_days,
    SUM(remaining) AS points_owed,
    (2 * SUM(remaining * value_minor) + MAX(value_points)) // (2 * MAX(value_points))
        AS owed_minor,
    SUM(CASE WHEN pending THEN remaining ELSE 0 END) AS points_pending,
    COUNT(DISTINCT member_id) AS members
FROM behind
GROUP BY book, age_days
ORDER BY book, age_days
