-- What members were paid back, by the day of the return; orders called off brought nothing either.
SELECT
    m.home_id AS member_id,
    r.business_on,
    CAST(SUM(r.refund_minor) AS BIGINT) AS refund_minor
FROM checkout_return AS r
JOIN checkout_order AS o ON o.id = r.order_id
JOIN members_member AS m ON m.id = r.member_id
WHERE o.state IN ('paid', 'shipped', 'received')
    AND NOT m.anonymous AND m.state <> 'erased'
    AND m.home_id > $after AND m.home_id <= $last AND r.business_on <= $through_on
GROUP BY m.home_id, r.business_on
