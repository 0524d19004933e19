-- The last day on which something was sold: periods are counted back from it.
SELECT MAX(business_on) AS last_on FROM checkout_order
WHERE state IN ('paid', 'shipped', 'received')
