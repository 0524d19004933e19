-- with: day, back, spent
-- Members in a hundred groups, the best first: how many, what they spent, the least of a group. Of
-- fewer than a hundred members groups are left out: the last of twenty is not among the best fifth.
WITH placed AS (
    SELECT
        spent_minor,
        (ROW_NUMBER() OVER (ORDER BY spent_minor DESC, member_id) - 1) * 100 // COUNT(*) OVER () + 1
            AS place
    FROM spent
)
SELECT
    place,
    COUNT(*) AS members,
    CAST(SUM(spent_minor) AS BIGINT) AS spent_minor,
    MIN(spent_minor) AS least_minor
FROM placed
GROUP BY place
ORDER BY place
