-- title = "Coupons: from given to used, and what they cost"
-- title_zh = "券漏斗与成本"
-- group = "marketing"
-- about = "Of the coupons that were usable at some time in the period, by template: how many were given, used, lapsed and made void, and what members saved with them."
-- about_zh = "期内可用过的券，按模板看发了多少、用了多少、过期和作废多少，会员省了多少。"
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
WITH behind AS (
    SELECT
        COALESCE(m.home_id, c.member_id) AS member_id,
        c.template,
        c.state,
        c.uses - c.uses_left AS used,
        c.saved_minor
    FROM coupons_coupon AS c
    LEFT JOIN members_member AS m ON m.id = c.member_id
    WHERE c.valid_from < $before_at AND (c.valid_until IS NULL OR c.valid_until >= $since_at)
)
SELECT
    template,
    COUNT(*) AS coupons_issued,
    SUM(CASE WHEN used > 0 THEN 1 ELSE 0 END) AS coupons_used,
    SUM(CASE WHEN state = 'expired' THEN 1 ELSE 0 END) AS coupons_expired,
    SUM(CASE WHEN state = 'void' THEN 1 ELSE 0 END) AS coupons_void,
    SUM(saved_minor) AS saved_minor,
    COUNT(DISTINCT member_id) AS members
FROM behind
GROUP BY template
ORDER BY coupons_used DESC, template
