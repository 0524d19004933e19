-- title = "Coupons: from given to used, and what they cost"
-- title_zh = "券漏斗与成本"
-- group = "marketing"
-- about = "Of the coupons that were usable at some time in the period, by template: how many were given, used, lapsed and made void, and what was saved with them. One that was passed on counts once, as its receiver's."
-- about_zh = "期内可用过的券，按模板看发了多少、用了多少、过期和作废多少，省了多少。转给别人的券只算一张，算在收到的人名下。"
-- drill = ["template"]
-- headline = ["coupons_issued", "coupons_used", "redemption_bp", "saved_minor"]
-- ratios = ["redemption_bp", "use_cost_minor"]
-- by_store = false
-- [parameters]
-- since_on = {kind = "date", back = 364}
-- until_on = {kind = "date", back = 0}
-- [[charts]]
-- kind = "bar"
-- x = "template"
-- y = ["coupons_issued", "coupons_used"]
-- most = 15
WITH redeemed AS (
    -- Uses that are left fall when a coupon is made void too: only its history says it was used.
    SELECT coupon_id, SUM(uses) AS times
    FROM coupons_entry
    WHERE kind IN ('redeemed', 'restored')
    GROUP BY coupon_id
),
behind AS (
    SELECT
        -- A guest may use a public code: nobody is behind that seat.
        CASE WHEN m.anonymous THEN NULL ELSE m.home_id END AS member_id,
        c.template,
        c.state,
        CASE WHEN c.state = 'transferred' THEN 0 ELSE 1 END AS given,
        CASE WHEN c.state <> 'transferred' AND u.times > 0 THEN 1 ELSE 0 END AS used,
        c.saved_minor
    FROM coupons_coupon AS c
    LEFT JOIN members_member AS m ON m.id = c.member_id
    LEFT JOIN redeemed AS u ON u.coupon_id = c.id
    -- It ends at the first instant after its last one.
    WHERE c.valid_from < $before_at AND (c.valid_until IS NULL OR c.valid_until > $since_at)
)
SELECT
    template,
    SUM(given) AS coupons_issued,
    SUM(used) AS coupons_used,
    SUM(CASE WHEN state = 'expired' AND used = 0 THEN 1 ELSE 0 END) AS coupons_expired,
    SUM(CASE WHEN state = 'void' THEN 1 ELSE 0 END) AS coupons_void,
    SUM(saved_minor) AS saved_minor,
    COUNT(DISTINCT member_id) AS members
FROM behind
GROUP BY template
ORDER BY coupons_used DESC, template
