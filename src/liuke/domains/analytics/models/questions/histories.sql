-- with: day, history
-- Members counted by nearly equal history, by exactly equal ones while there are few. What the
-- likelihood takes of a time is the logarithm of it, so steps grow with time: up to 32 of them, the
-- first a four-hundredth of the whole. Above eight days each step of x is a quarter wider.
WITH counted AS (
    SELECT
        CAST(visits - 1 AS DOUBLE) AS x,
        CAST(DATE_DIFF('day', first_on, last_on) AS DOUBLE) AS t_x,
        CAST(DATE_DIFF('day', first_on, $through_on) AS DOUBLE) AS t
    FROM history
),
span AS (SELECT GREATEST(MAX(t), 1) AS days, COUNT(*) <= $exact_most AS exact FROM counted),
levelled AS (
    SELECT
        CASE WHEN exact OR x <= 8 THEN x ELSE 9 + FLOOR(LN(x / 8) / LN(1.25)) END AS level,
        CASE WHEN exact THEN t_x ELSE FLOOR(10 * LN(1 + 24 * t_x / days)) END AS step_x,
        CASE WHEN exact THEN t ELSE FLOOR(10 * LN(1 + 24 * t / days)) END AS step,
        x, t_x, t
    FROM counted, span
)
SELECT level, SUM(x) AS x, SUM(t_x) AS t_x, SUM(t) AS t, CAST(COUNT(*) AS DOUBLE) AS n
FROM levelled
GROUP BY level, step_x, step
ORDER BY level, step_x, step
