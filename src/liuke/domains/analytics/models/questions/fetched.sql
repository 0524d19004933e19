-- with: item
-- Which products of the shelf some members, drawn by their seed, bought in the days of an item.
SELECT DISTINCT i.member_id, s.place
FROM item AS i
JOIN (
    SELECT UNNEST($shelf) AS product, UNNEST(RANGE(LEN($shelf))) AS place
) AS s ON s.product = i.product
WHERE i.seed % $every = 0
ORDER BY i.member_id, s.place
