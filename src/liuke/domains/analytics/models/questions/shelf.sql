-- with: item
-- The products that most members buy, of those that are sold still (a gift is given, not sold):
-- category, price, how many buy it and how many come back.
WITH owned AS (
    SELECT
        member_id,
        product,
        MAX(category) AS category,
        COUNT(DISTINCT business_on) AS visits,
        SUM(due_minor) AS due_minor,
        SUM(units) AS units
    FROM item
    GROUP BY member_id, product
)
SELECT
    o.product,
    COALESCE(MAX(p.name), o.product) AS name,
    MAX(o.category) AS category,
    SUM(o.due_minor) / CAST(SUM(o.units) AS DOUBLE) AS price_minor,
    CAST(COUNT(*) AS DOUBLE) AS buyers,
    CAST(SUM(CASE WHEN o.visits > 1 THEN 1 ELSE 0 END) AS DOUBLE) AS returners
FROM owned AS o
LEFT JOIN catalog_product AS p ON p.code = o.product
WHERE p.code IS NULL OR p.state = 'active' AND p.kind <> 'gift'
GROUP BY o.product
ORDER BY buyers DESC, o.product
LIMIT $products
