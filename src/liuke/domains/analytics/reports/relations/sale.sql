-- What was sold in the stores asked for: orders that are neither unpaid nor cancelled.
-- A guest has no `member_id`; a member who was merged counts as the one that is left.
-- `month_no` is year * 12 + month - 1: the difference of two is months.
SELECT
    CASE WHEN m.anonymous THEN NULL ELSE m.home_id END AS member_id,
    o.business_on,
    o.placed_at,
    CAST(EXTRACT(YEAR FROM o.business_on) AS INTEGER) * 12
        + CAST(EXTRACT(MONTH FROM o.business_on) AS INTEGER) - 1 AS month_no,
    o.weekday,
    o.store,
    o.channel,
    o.staff,
    o.gross_minor,
    o.cut_minor,
    o.discount_minor,
    o.points_minor,
    o.cut_minor + o.discount_minor AS reduction_minor,
    o.payable_minor AS net_minor,
    o.units,
    1 AS orders
FROM checkout_order AS o
JOIN members_member AS m ON m.id = o.member_id
WHERE o.state IN ('paid', 'shipped', 'received')
    AND ($every_store OR o.store IN ($stores))
