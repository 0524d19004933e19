-- What every region sold of every category, by day.
SELECT
    COALESCE(r.code, '') AS region,
    l.category,
    l.business_on,
    CAST(SUM(l.due_minor) AS BIGINT) AS sold_minor
FROM checkout_line AS l
LEFT JOIN stores_store AS s ON s.id = l.store_id
LEFT JOIN stores_region AS r ON r.id = s.region_id
WHERE l.state IN ('paid', 'shipped', 'received')
    AND l.business_on <= $through_on AND l.business_on > $since_on AND l.category <> ''
GROUP BY COALESCE(r.code, ''), l.category, l.business_on
ORDER BY region, l.category, l.business_on
