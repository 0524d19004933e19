-- title = "Retention by the month of the first purchase"
-- title_zh = "按首购月的留存"
-- group = "members"
-- about = "Of the members whose first purchase was in a month, how many bought again one, two, three … months later. The curve adds all cohorts up that have come so far. Only months that are over count."
-- about_zh = "某月首次购买的会员，在之后第 1、2、3……个月还有多少人购买。曲线把已走到那个月的各批会员合在一起。只算已结束的月份。"
-- drill = ["cohort_no", "months_later"]
-- headline = []
-- ratios = ["retention_bp"]
-- [parameters]
-- since_on = {kind = "date", back = 364}
-- until_on = {kind = "date", back = 0}
-- stores = {kind = "stores"}
-- [[charts]]
-- kind = "heat"
-- x = "months_later"
-- y = ["retention_bp"]
-- series = "cohort_no"
-- [[charts]]
-- kind = "curve"
-- x = "months_later"
-- y = ["buyers", "cohort_members"]
WITH active AS (
    SELECT DISTINCT member_id, month_no
    FROM sale
    WHERE member_id IS NOT NULL
        -- A month that is not over would look as if members had left.
        AND month_no < CAST(EXTRACT(YEAR FROM $until_on + 1) AS INTEGER) * 12
            + CAST(EXTRACT(MONTH FROM $until_on + 1) AS INTEGER) - 1
),
born AS (
    SELECT member_id, MIN(month_no) AS cohort_no FROM active GROUP BY member_id
),
chosen AS (
    SELECT member_id, cohort_no
    FROM born
    WHERE cohort_no >= CAST(EXTRACT(YEAR FROM $since_on) AS INTEGER) * 12
        + CAST(EXTRACT(MONTH FROM $since_on) AS INTEGER) - 1
),
behind AS (
    SELECT c.member_id, c.cohort_no, a.month_no - c.cohort_no AS months_later
    FROM chosen AS c
    JOIN active AS a ON a.member_id = c.member_id
),
sized AS (
    SELECT cohort_no, COUNT(*) AS cohort_members FROM chosen GROUP BY cohort_no
),
ended AS (
    SELECT MAX(month_no) AS last_no FROM active
),
twelve AS (
    SELECT 0 AS n
    UNION ALL SELECT 1
    UNION ALL SELECT 2
    UNION ALL SELECT 3
    UNION ALL SELECT 4
    UNION ALL SELECT 5
    UNION ALL SELECT 6
    UNION ALL SELECT 7
    UNION ALL SELECT 8
    UNION ALL SELECT 9
    UNION ALL SELECT 10
    UNION ALL SELECT 11
),
later AS (
    -- A month in which nobody bought is one all the same. A period has ten years at most.
    SELECT y.n * 12 + m.n AS months_later
    FROM twelve AS y
    CROSS JOIN twelve AS m
),
counted AS (
    SELECT cohort_no, months_later, COUNT(DISTINCT member_id) AS buyers
    FROM behind
    GROUP BY cohort_no, months_later
)
SELECT
    z.cohort_no,
    o.months_later,
    z.cohort_members,
    COALESCE(c.buyers, 0) AS buyers
FROM sized AS z
CROSS JOIN ended AS e
JOIN later AS o ON z.cohort_no + o.months_later <= e.last_no
LEFT JOIN counted AS c
    ON c.cohort_no = z.cohort_no AND c.months_later = o.months_later
ORDER BY z.cohort_no, o.months_later
