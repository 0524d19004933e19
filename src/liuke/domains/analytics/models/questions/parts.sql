-- What the stores and the products of some categories sold, by day, to tell what moved them.
WITH sold AS (
    SELECT
        COALESCE(r.code, '') AS region, l.category, l.store, l.product, l.business_on, l.due_minor
    FROM checkout_line AS l
    LEFT JOIN stores_store AS s ON s.id = l.store_id
    LEFT JOIN stores_region AS r ON r.id = s.region_id
    WHERE l.state IN ('paid', 'shipped', 'received')
        AND l.business_on <= $through_on AND l.business_on > $since_on
        AND l.category IN (SELECT UNNEST($categories))
        AND DATE_DIFF('day', l.business_on, $through_on) % 7 = 0
)
SELECT
    region, category, 'store' AS kind, store AS name, business_on,
    CAST(SUM(due_minor) AS BIGINT) AS sold_minor
FROM sold
GROUP BY region, category, store, business_on
UNION ALL
SELECT
    region, category, 'product' AS kind, product AS name, business_on,
    CAST(SUM(due_minor) AS BIGINT) AS sold_minor
FROM sold
GROUP BY region, category, product, business_on
ORDER BY region, category, kind, name, business_on
