-- The days on which members bought, up to the day data ends; a guest is nobody's, and a member who
-- was merged counts as the one that is left.
SELECT
    m.home_id AS member_id,
    o.business_on,
    COUNT(*) AS orders,
    CAST(SUM(o.payable_minor) AS BIGINT) AS net_minor
FROM checkout_order AS o
JOIN members_member AS m ON m.id = o.member_id
WHERE o.state IN ('paid', 'shipped', 'received')
    AND NOT m.anonymous AND m.state <> 'erased'
    AND m.home_id > $after AND m.home_id <= $last
    AND o.business_on <= $through_on
GROUP BY m.home_id, o.business_on
