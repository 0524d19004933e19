-- title = "Results of imported campaigns"
-- title_zh = "导入活动的结果"
-- group = "marketing"
-- about = "Campaigns whose coupons came in with the cause “campaign:<code>:…”: who had coupons, who used them, what those members bought while it ran. They were chosen, not drawn by lot, so this is what happened and not what the campaign caused."
-- about_zh = "以“campaign:<编号>:…”为原因导入的活动：谁有券、谁用了、活动期间这些会员买了多少。名单是挑出来的，不是随机的：这里说的是发生了什么，不是活动带来了什么。"
-- drill = ["campaign"]
-- headline = ["coupons_usable", "coupons_redeemed", "redemption_bp", "saved_minor"]
-- ratios = ["redemption_bp", "user_share_bp"]
-- [parameters]
-- stores = {kind = "stores"}
-- [[charts]]
-- kind = "bar"
-- x = "campaign"
-- y = ["members", "coupon_users"]
WITH redeemed AS (
    SELECT coupon_id, SUM(uses) AS times
    FROM coupons_entry
    WHERE kind IN ('redeemed', 'restored')
    GROUP BY coupon_id
),
held AS (
    SELECT
        m.home_id AS member_id,
        SPLIT_PART(COALESCE(c.given_for, c.cause), ':', 2) AS campaign,
        COALESCE(c.first_id, c.id) AS line,
        c.valid_from,
        c.valid_until,
        CASE WHEN c.state = 'transferred' THEN 0 ELSE 1 END AS given,
        CASE WHEN u.times > 0 THEN 1 ELSE 0 END AS used,
        c.saved_minor
    FROM coupons_coupon AS c
    JOIN members_member AS m ON m.id = c.member_id
    LEFT JOIN redeemed AS u ON u.coupon_id = c.id
    WHERE COALESCE(c.given_for, c.cause) LIKE 'campaign:%' AND NOT m.anonymous
),
given AS (
    -- What a merge moved is one coupon still; one that was passed on is its receiver's.
    SELECT
        member_id,
        campaign,
        line,
        MIN(valid_from) AS valid_from,
        MAX(valid_until) AS valid_until,
        MAX(given) AS given,
        MAX(used) AS used,
        SUM(saved_minor) AS saved_minor
    FROM held
    GROUP BY member_id, campaign, line
    HAVING MAX(given) + MAX(used) > 0
),
span AS (
    SELECT
        campaign,
        MIN(valid_from) AS starts_at,
        -- One without an end lets the campaign go on.
        CASE WHEN COUNT(valid_until) = COUNT(*) THEN MAX(valid_until) END AS ends_at
    FROM given
    GROUP BY campaign
),
behind AS (
    SELECT
        campaign,
        member_id,
        SUM(given) AS coupons,
        SUM(used) AS used,
        SUM(saved_minor) AS saved_minor
    FROM given
    GROUP BY campaign, member_id
),
bought AS (
    SELECT
        g.campaign,
        COUNT(DISTINCT s.member_id) AS buyers,
        SUM(s.net_minor) AS sales_minor,
        SUM(s.orders) AS orders
    FROM behind AS g
    JOIN span AS p ON p.campaign = g.campaign
    JOIN sale AS s ON s.member_id = g.member_id
        AND s.placed_at >= p.starts_at
        AND (p.ends_at IS NULL OR s.placed_at < p.ends_at)
    GROUP BY g.campaign
),
counted AS (
    SELECT
        campaign,
        COUNT(*) AS members,
        SUM(coupons) AS coupons_usable,
        SUM(used) AS coupons_redeemed,
        SUM(CASE WHEN used > 0 THEN 1 ELSE 0 END) AS coupon_users,
        SUM(saved_minor) AS saved_minor
    FROM behind
    GROUP BY campaign
)
SELECT
    c.campaign,
    p.starts_at,
    p.ends_at,
    c.members,
    c.coupons_usable,
    c.coupons_redeemed,
    c.coupon_users,
    c.saved_minor,
    COALESCE(b.buyers, 0) AS buyers,
    COALESCE(b.orders, 0) AS orders,
    COALESCE(b.sales_minor, 0) AS sales_minor
FROM counted AS c
JOIN span AS p ON p.campaign = c.campaign
LEFT JOIN bought AS b ON b.campaign = c.campaign
ORDER BY p.starts_at, c.campaign
