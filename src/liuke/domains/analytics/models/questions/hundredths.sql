-- with: day, back, spent
-- Members in a hundred groups, the best first: how many, what they spent, the least of a group.
WITH placed AS (
    SELECT spent_minor, NTILE(100) OVER (ORDER BY spent_minor DESC, member_id) AS place FROM spent
)
SELECT
    place,
    COUNT(*) AS members,
    CAST(SUM(spent_minor) AS BIGINT) AS spent_minor,
    MIN(spent_minor) AS least_minor
FROM placed
GROUP BY place
ORDER BY place
