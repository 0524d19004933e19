-- with: day, history, back, spent
-- A stretch of members in the order of their ids, with all that a score is made of; purchases,
-- friends and acts also weighed by how long ago they were.
WITH chosen AS (
    SELECT m.home_id AS member_id
    FROM members_member AS m
    WHERE m.id = m.home_id AND NOT m.anonymous AND m.state NOT IN ('erased', 'merged')
        AND m.id > $after AND m.id <= $last
),
named AS (
    SELECT DISTINCT m.home_id AS member_id
    FROM (
        SELECT member_id FROM members_profile UNION SELECT member_id FROM members_card
        UNION SELECT member_id FROM members_consent WHERE given
    ) AS p
    JOIN members_member AS m ON m.id = p.member_id
),
bought AS (
    SELECT
        member_id,
        SUM(net_minor * POW(2, -DATE_DIFF('day', business_on, $through_on) / $spent_days)) AS faded
    FROM day
    GROUP BY member_id
),
returned AS (
    SELECT
        member_id,
        SUM(refund_minor * POW(2, -DATE_DIFF('day', business_on, $through_on) / $spent_days))
            AS faded
    FROM back
    GROUP BY member_id
),
deed AS (
    SELECT
        m.home_id AS member_id,
        b.on_,
        b.name = 'member_referred' AS brought,
        COUNT(*) AS times,
        SUM(COALESCE(b.value_minor, 0)) AS value_minor
    FROM analytics_behaviour AS b
    JOIN members_member AS m ON m.id = b.member_id
    -- What becomes of an order is no act of who ordered, and the order itself is counted as such.
    WHERE b.on_ <= $through_on AND b.kind = 'track' AND NOT STARTS_WITH(b.name, 'order_')
        AND (b.trusted OR b.name <> 'member_referred')
    GROUP BY m.home_id, b.on_, b.name
),
did AS (
    SELECT
        member_id,
        SUM(CASE WHEN brought THEN times ELSE 0 END) AS referrals,
        SUM(CASE WHEN brought THEN times * POW(2, -DATE_DIFF('day', on_, $through_on)
            / $referral_days) ELSE 0 END) AS referrals_faded,
        SUM(CASE WHEN brought THEN value_minor * POW(2, -DATE_DIFF('day', on_, $through_on)
            / $referral_days) ELSE 0 END) AS referred_faded,
        SUM(CASE WHEN brought THEN 0 ELSE 1 END) AS acts,
        SUM(CASE WHEN brought THEN 0 ELSE POW(2, -DATE_DIFF('day', on_, $through_on)
            / $act_days) END) AS acts_faded
    FROM deed
    GROUP BY member_id
)
SELECT
    c.member_id,
    COALESCE(h.visits, 0) AS visits,
    COALESCE(h.orders, 0) AS orders,
    COALESCE(DATE_DIFF('day', h.first_on, $through_on), -1) AS first_days,
    COALESCE(DATE_DIFF('day', h.last_on, $through_on), -1) AS last_days,
    COALESCE(h.net_minor, 0) AS net_minor,
    COALESCE(h.later_minor, 0) AS later_minor,
    COALESCE(s.orders, 0) AS window_orders,
    COALESCE(s.spent_minor, 0) AS window_minor,
    CASE WHEN n.member_id IS NULL THEN 0 ELSE 1 END AS named,
    COALESCE(d.referrals, 0) AS referrals,
    COALESCE(d.acts, 0) AS acts,
    COALESCE(w.faded, 0) - COALESCE(r.faded, 0) AS spent_faded,
    COALESCE(d.referrals_faded, 0) AS referrals_faded,
    COALESCE(d.referred_faded, 0) AS referred_faded,
    COALESCE(d.acts_faded, 0) AS acts_faded
FROM chosen AS c
LEFT JOIN history AS h ON h.member_id = c.member_id
LEFT JOIN spent AS s ON s.member_id = c.member_id
LEFT JOIN named AS n ON n.member_id = c.member_id
LEFT JOIN bought AS w ON w.member_id = c.member_id
LEFT JOIN returned AS r ON r.member_id = c.member_id
LEFT JOIN did AS d ON d.member_id = c.member_id
ORDER BY c.member_id
