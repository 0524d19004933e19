-- The last day on which something was sold, and the first.
SELECT MAX(business_on) AS last_on, MIN(business_on) AS first_on, COUNT(*) AS orders
FROM checkout_order
WHERE state IN ('paid', 'shipped', 'received') AND business_on <= $before_on
