-- The last of the next so many members in the order of their ids, and how many they are.
SELECT MAX(s.member_id) AS last, COUNT(*) AS members
FROM (
    SELECT m.id AS member_id
    FROM members_member AS m
    WHERE m.id = m.home_id AND NOT m.anonymous AND m.state NOT IN ('erased', 'merged')
        AND m.id > $after
    ORDER BY m.id
    LIMIT $most
) AS s
