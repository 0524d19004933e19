-- The lines of what was sold in the stores asked for, one row a line; a line has its order's
-- day, store and state.
SELECT
    CASE WHEN m.anonymous THEN NULL ELSE m.home_id END AS member_id,
    l.business_on,
    l.store,
    l.category,
    l.product,
    l.units,
    l.gross_minor,
    l.cut_minor + l.discount_minor AS reduction_minor,
    l.due_minor AS net_minor
FROM checkout_line AS l
JOIN members_member AS m ON m.id = l.member_id
WHERE l.state IN ('paid', 'shipped', 'received')
    AND ($every_store OR l.store IN ($stores))
