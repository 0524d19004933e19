-- with: day, history
-- Members who came back, counted by how often and by what a later day of theirs brought, in steps
-- of two per cent; a cell stands at the mean of logarithms, which is what the likelihood takes.
WITH paid AS (
    SELECT CAST(visits - 1 AS DOUBLE) AS x, CAST(later_minor AS DOUBLE) / (visits - 1) AS mean
    FROM history
    WHERE visits > 1 AND later_minor > 0
)
SELECT
    AVG(x) AS x,
    EXP(AVG(LN(mean))) AS mean,
    CAST(COUNT(*) AS DOUBLE) AS n
FROM paid
GROUP BY CASE WHEN x <= 8 THEN x ELSE 9 + FLOOR(LN(x / 8) / LN(1.25)) END, FLOOR(LN(mean) / 0.02)
ORDER BY x, mean
