-- with: day, history
-- The usual days from one purchase to the next: the median over members who came back.
SELECT
    COUNT(*) AS members,
    MEDIAN(DATE_DIFF('day', first_on, last_on) / (visits - 1)) AS usual_days
FROM history
WHERE visits > 1
