-- with: day, back, spent
-- What RFM looked at a period earlier, of a stretch of members.
SELECT member_id, days, orders, spent_minor
FROM spent
ORDER BY member_id
