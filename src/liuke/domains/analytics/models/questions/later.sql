-- with: day, history
-- What members did after a day that a model is asked about: of some of them, drawn by their seed.
WITH after AS (
    SELECT
        m.home_id AS member_id,
        COUNT(DISTINCT o.business_on) AS visits,
        MIN(o.business_on) AS next_on
    FROM checkout_order AS o
    JOIN members_member AS m ON m.id = o.member_id
    WHERE o.state IN ('paid', 'shipped', 'received')
        AND o.business_on > $through_on AND o.business_on <= $until_on
    GROUP BY m.home_id
)
SELECT
    CAST(h.visits - 1 AS DOUBLE) AS x,
    CAST(DATE_DIFF('day', h.first_on, h.last_on) AS DOUBLE) AS t_x,
    CAST(DATE_DIFF('day', h.first_on, $through_on) AS DOUBLE) AS t,
    CAST(COALESCE(a.visits, 0) AS DOUBLE) AS later,
    CAST(COALESCE(DATE_DIFF('day', $through_on, a.next_on), -1) AS DOUBLE) AS next_days
FROM history AS h
JOIN members_member AS m ON m.id = h.member_id
LEFT JOIN after AS a ON a.member_id = h.member_id
WHERE m.seed % $every = 0
ORDER BY h.member_id
