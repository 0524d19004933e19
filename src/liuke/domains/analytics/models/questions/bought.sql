-- with: item
-- What members of a stretch bought of the shelf, at most so many products each, the freshest first.
WITH owned AS (
    SELECT
        i.member_id,
        s.place,
        COUNT(DISTINCT i.business_on) AS visits,
        SUM(POW(2, -DATE_DIFF('day', i.business_on, $through_on) / $half_days)) AS faded
    FROM (SELECT DISTINCT member_id, seed, product, business_on FROM item) AS i
    JOIN (
        SELECT UNNEST($shelf) AS product, UNNEST(RANGE(LEN($shelf))) AS place
    ) AS s ON s.product = i.product
    WHERE i.seed % $every = 0
    GROUP BY i.member_id, s.place
),
ranked AS (
    SELECT
        member_id, place, visits, faded,
        ROW_NUMBER() OVER (PARTITION BY member_id ORDER BY faded DESC, place) AS nth
    FROM owned
)
SELECT member_id, place, CAST(visits AS DOUBLE) AS visits, faded
FROM ranked
WHERE nth <= 200
ORDER BY member_id, place
