-- title = "Coupons: from given to used, and what they cost"
-- title_zh = "券漏斗与成本"
-- group = "marketing"
-- about = "By template: how many coupons were given, used, lapsed and made void in the period, and what was saved with them in it; and of those that could be used at some time in the period, how many were. One that was passed on was given once, and can be used by its receiver."
-- about_zh = "按模板看：期内发了多少券、用了多少次、过期和作废多少、省了多少；期内可用过的券里，有多少用过。转给别人的券只算发放一次，由收到的人使用。"
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
-- [[charts]]
-- kind = "bar"
-- x = "template"
-- y = ["coupons_usable", "coupons_redeemed"]
-- most = 15
WITH step AS (
    SELECT
        coupon_id,
        kind,
        CASE WHEN kind IN ('redeemed', 'restored') THEN uses ELSE 0 END AS uses,
        CASE WHEN kind IN ('redeemed', 'restored') THEN saved_minor ELSE 0 END AS saved_minor,
        CASE WHEN at >= $since_at AND at < $before_at THEN 1 ELSE 0 END AS inside
    FROM coupons_entry
),
story AS (
    -- Uses that are left fall when a coupon is made void too: only its history says it was used.
    SELECT
        coupon_id,
        SUM(uses) AS times,
        SUM(uses * inside) AS used,
        SUM(saved_minor * inside) AS saved_minor,
        SUM(CASE WHEN kind = 'expired' THEN inside ELSE 0 END) AS lapsed,
        MAX(CASE WHEN kind = 'voided' THEN inside ELSE 0 END) AS voided
    FROM step
    GROUP BY coupon_id
),
stood AS (
    SELECT
        -- A guest may use a public code: nobody is behind that seat.
        CASE WHEN m.anonymous THEN NULL ELSE m.home_id END AS member_id,
        c.template,
        -- What came from another member was given before, to them.
        CASE
            WHEN c.given_for IS NULL AND c.issued_at >= $since_at AND c.issued_at < $before_at
                THEN 1
            ELSE 0
        END AS given,
        COALESCE(s.used, 0) AS used,
        COALESCE(s.lapsed, 0) AS lapsed,
        CASE WHEN c.state = 'void' THEN COALESCE(s.voided, 0) ELSE 0 END AS voided,
        COALESCE(s.saved_minor, 0) AS saved_minor,
        -- It ends at the first instant after its last one.
        CASE
            WHEN c.state <> 'transferred' AND c.valid_from < $before_at
                AND (c.valid_until IS NULL OR c.valid_until > $since_at)
                THEN 1
            ELSE 0
        END AS usable,
        COALESCE(s.times, 0) AS times
    FROM coupons_coupon AS c
    LEFT JOIN members_member AS m ON m.id = c.member_id
    LEFT JOIN story AS s ON s.coupon_id = c.id
),
behind AS (
    SELECT
        member_id,
        template,
        given,
        used,
        lapsed,
        voided,
        saved_minor,
        usable,
        CASE WHEN usable = 1 AND times > 0 THEN 1 ELSE 0 END AS redeemed
    FROM stood
    WHERE given + lapsed + voided + usable > 0 OR used <> 0 OR saved_minor <> 0
)
SELECT
    template,
    SUM(given) AS coupons_issued,
    SUM(used) AS coupons_used,
    SUM(lapsed) AS coupons_expired,
    SUM(voided) AS coupons_void,
    SUM(saved_minor) AS saved_minor,
    SUM(usable) AS coupons_usable,
    SUM(redeemed) AS coupons_redeemed,
    COUNT(DISTINCT member_id) AS members
FROM behind
GROUP BY template
ORDER BY coupons_used DESC, template
