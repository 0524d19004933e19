-- What went back to guests and members of the stores asked for, on the day of the return; orders
-- called off are no sales, so what was paid for them went back of none.
-- The week-day is the order's moved by the days between: it is a column, not a function.
SELECT
    r.business_on,
    ((CAST(o.weekday AS INTEGER) - 1 + DATE_DIFF('day', o.business_on, r.business_on)) % 7) + 1
        AS weekday,
    r.refund_minor
FROM checkout_return AS r
JOIN checkout_order AS o ON o.id = r.order_id
WHERE o.state IN ('paid', 'shipped', 'received')
    AND ($every_store OR o.store IN ($stores))
