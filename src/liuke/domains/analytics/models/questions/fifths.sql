-- with: day, back, spent
-- The borders between fifths of members, the lower of two.
SELECT
    COUNT(*) AS members,
    QUANTILE_DISC(days, [0.2, 0.4, 0.6, 0.8]) AS days,
    QUANTILE_DISC(orders, [0.2, 0.4, 0.6, 0.8]) AS orders,
    QUANTILE_DISC(spent_minor, [0.2, 0.4, 0.6, 0.8]) AS spent_minor
FROM spent
