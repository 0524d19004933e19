-- with: day
-- One row a member who bought: on how many days, from when until when, and what the days brought.
SELECT
    member_id,
    COUNT(*) AS visits,
    MIN(business_on) AS first_on,
    MAX(business_on) AS last_on,
    CAST(SUM(orders) AS BIGINT) AS orders,
    CAST(SUM(net_minor) AS BIGINT) AS net_minor,
    CAST(SUM(net_minor) - ARG_MIN(net_minor, business_on) AS BIGINT) AS later_minor
FROM day
GROUP BY member_id
