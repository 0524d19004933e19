-- title = "From joining to loyal: the funnel of members"
-- title_zh = "会员漏斗：从入会到常客"
-- group = "members"
-- about = "Of the members who joined in the period, how many have bought once, twice, three, five and ten times since, each purchase day counting once. Who was merged is one, erased since or not."
-- about_zh = "期内入会的会员，后来买过一次、两次、三次、五次、十次的各有多少；同一天多次购买算一次。合并过的会员是一位，后来被删除也一样。"
-- drill = ["step"]
-- headline = []
-- ratios = ["reached_bp"]
-- hidden = ["joined"]
-- [parameters]
-- since_on = {kind = "date", back = 364}
-- until_on = {kind = "date", back = 0}
-- stores = {kind = "stores"}
-- [[charts]]
-- kind = "funnel"
-- x = "step"
-- y = ["members"]
WITH joined AS (
    SELECT id AS member_id, joined_on
    FROM members_member
    WHERE id = home_id AND NOT anonymous
        AND joined_on BETWEEN $since_on AND $until_on
),
visited AS (
    SELECT j.member_id, COUNT(DISTINCT s.business_on) AS visits
    FROM joined AS j
    LEFT JOIN sale AS s ON s.member_id = j.member_id AND s.business_on BETWEEN j.joined_on AND $until_on
    GROUP BY j.member_id
),
stage AS (
    SELECT 0 AS step
    UNION ALL SELECT 1
    UNION ALL SELECT 2
    UNION ALL SELECT 3
    UNION ALL SELECT 5
    UNION ALL SELECT 10
),
behind AS (
    SELECT v.member_id, t.step
    FROM visited AS v
    JOIN stage AS t ON v.visits >= t.step
),
counted AS (
    SELECT step, COUNT(*) AS members FROM behind GROUP BY step
)
SELECT step, members, MAX(members) OVER () AS joined
FROM counted
ORDER BY step
