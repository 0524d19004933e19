-- What was sold by day: everything, by the categories and by the stores that sell most.
WITH sold AS (
    SELECT l.business_on, l.category, l.store, l.due_minor
    FROM checkout_line AS l
    WHERE l.state IN ('paid', 'shipped', 'received')
        AND l.business_on <= $through_on AND l.business_on > $since_on
),
cut AS (
    SELECT 'all' AS kind, '' AS name, business_on, due_minor FROM sold
    UNION ALL SELECT 'category' AS kind, category AS name, business_on, due_minor FROM sold
    UNION ALL SELECT 'store' AS kind, store AS name, business_on, due_minor FROM sold
),
largest AS (
    SELECT
        kind, name,
        ROW_NUMBER() OVER (PARTITION BY kind ORDER BY SUM(due_minor) DESC, name) AS place
    FROM cut
    WHERE kind = 'all' OR name <> ''
    GROUP BY kind, name
)
SELECT c.kind, c.name, c.business_on, CAST(SUM(c.due_minor) AS BIGINT) AS sold_minor
FROM cut AS c
JOIN largest AS g ON g.kind = c.kind AND g.name = c.name
WHERE g.place <= $series
GROUP BY c.kind, c.name, c.business_on
ORDER BY c.kind, c.name, c.business_on
