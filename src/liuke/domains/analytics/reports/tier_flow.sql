-- title = "How members moved between tiers"
-- title_zh = "等级流向"
-- group = "programme"
-- about = "Where members of each tier at the start of the period stood at its end. Corrections count: the last note of a day is the one that holds."
-- about_zh = "期初在各等级的会员，期末站在哪里。更正也算数：同一天以最后一笔为准。"
-- drill = ["set_code", "level_before", "level_after"]
-- headline = []
-- by_store = false
-- [parameters]
-- since_on = {kind = "date", back = 364}
-- until_on = {kind = "date", back = 0}
-- [[charts]]
-- kind = "sankey"
-- x = "level_before"
-- y = ["members"]
-- series = "level_after"
-- by = "set_code"
WITH moved AS (
    SELECT
        m.home_id AS member_id,
        t.set_code,
        t.day,
        t.after,
        ROW_NUMBER() OVER (
            PARTITION BY m.home_id, t.set_code ORDER BY t.day DESC, t.at DESC, t.id DESC
        ) AS back_from_end,
        ROW_NUMBER() OVER (
            PARTITION BY m.home_id, t.set_code, t.day < $since_on
            ORDER BY t.day DESC, t.at DESC, t.id DESC
        ) AS back_from_start
    FROM tiers_movement AS t
    JOIN members_member AS m ON m.id = t.member_id
    -- Who became a part of another stands nowhere any more: what counts is where that one stands.
    WHERE t.day <= $until_on AND m.id = m.home_id
),
behind AS (
    SELECT
        member_id,
        set_code,
        COALESCE(
            MAX(CASE WHEN day < $since_on AND back_from_start = 1 THEN after END), ''
        ) AS level_before,
        COALESCE(MAX(CASE WHEN back_from_end = 1 THEN after END), '') AS level_after
    FROM moved
    GROUP BY member_id, set_code
)
SELECT set_code, level_before, level_after, COUNT(*) AS members
FROM behind
GROUP BY set_code, level_before, level_after
ORDER BY set_code, level_before, level_after
