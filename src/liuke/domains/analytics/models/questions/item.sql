-- What members bought, by product and day.
SELECT
    m.home_id AS member_id,
    m.seed,
    l.product,
    l.category,
    l.order_id,
    l.business_on,
    l.units,
    l.due_minor
FROM checkout_line AS l
JOIN members_member AS m ON m.id = l.member_id
WHERE l.state IN ('paid', 'shipped', 'received')
    AND NOT m.anonymous AND m.state <> 'erased'
    AND m.home_id > $after AND m.home_id <= $last
    AND l.business_on <= $through_on AND l.business_on > $since_on
