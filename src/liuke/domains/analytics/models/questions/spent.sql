-- with: day, back
-- What RFM looks at: of members who bought inside the window, days since, orders, and money that
-- stayed. Who bought nothing inside it has no row.
SELECT
    d.member_id,
    DATE_DIFF('day', MAX(d.business_on), $through_on) AS days,
    CAST(SUM(d.orders) AS BIGINT) AS orders,
    CAST(SUM(d.net_minor) - COALESCE(MAX(b.refund_minor), 0) AS BIGINT) AS spent_minor
FROM day AS d
LEFT JOIN (
    SELECT member_id, SUM(refund_minor) AS refund_minor FROM back
    WHERE business_on > $window_on GROUP BY member_id
) AS b ON b.member_id = d.member_id
WHERE d.business_on > $window_on
GROUP BY d.member_id
