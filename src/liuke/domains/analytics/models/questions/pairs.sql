-- with: item
-- Products of the shelf that were bought together, and in how many baskets each was at all.
WITH held AS (
    SELECT DISTINCT i.order_id, s.place
    FROM item AS i
    JOIN (
        SELECT UNNEST($shelf) AS product, UNNEST(RANGE(LEN($shelf))) AS place
    ) AS s ON s.product = i.product
),
few AS (SELECT order_id FROM held GROUP BY order_id HAVING COUNT(*) BETWEEN 2 AND 100)
SELECT a.place AS one, b.place AS other, CAST(COUNT(*) AS DOUBLE) AS baskets
FROM held AS a
JOIN held AS b ON b.order_id = a.order_id AND a.place < b.place
WHERE a.order_id IN (SELECT order_id FROM few)
GROUP BY a.place, b.place
HAVING COUNT(*) >= $pairs_least
UNION ALL
SELECT place AS one, place AS other, CAST(COUNT(*) AS DOUBLE) AS baskets
FROM held
GROUP BY place
ORDER BY one, other
