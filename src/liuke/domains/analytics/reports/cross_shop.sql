-- title = "Who buys here also buys there"
-- title_zh = "连带购买"
-- group = "goods"
-- about = "Of the members who bought in one of the twelve largest categories, how many also bought in another. Read a row from the left: of those who bought this, so many bought that."
-- about_zh = "在销售最大的十二个品类里，买了这类的会员有多少也买了那类。一行从左往右读：买了这类的人里，有多少也买了那类。"
-- drill = ["this", "that"]
-- headline = []
-- ratios = ["also_bp"]
-- [parameters]
-- since_on = {kind = "date", back = 89}
-- until_on = {kind = "date", back = 0}
-- stores = {kind = "stores"}
-- [[charts]]
-- kind = "heat"
-- x = "that"
-- y = ["also_bp"]
-- series = "this"
WITH bought AS (
    SELECT category, member_id, SUM(net_minor) AS net_minor
    FROM item
    WHERE member_id IS NOT NULL AND category <> ''
        AND business_on BETWEEN $since_on AND $until_on
    GROUP BY category, member_id
),
ranked AS (
    SELECT category, ROW_NUMBER() OVER (ORDER BY SUM(net_minor) DESC, category) AS place
    FROM bought
    GROUP BY category
),
leading AS (
    SELECT
        category,
        place,
        CASE place
            WHEN 1 THEN 1 WHEN 2 THEN 2 WHEN 3 THEN 4 WHEN 4 THEN 8
            WHEN 5 THEN 16 WHEN 6 THEN 32 WHEN 7 THEN 64 WHEN 8 THEN 128
            WHEN 9 THEN 256 WHEN 10 THEN 512 WHEN 11 THEN 1024 ELSE 2048
        END AS bit
    FROM ranked
    WHERE place <= 12
),
-- One number a member says all that they bought: members with the same one are counted together.
held AS (
    SELECT b.member_id, SUM(t.bit) AS mask
    FROM bought AS b
    JOIN leading AS t ON t.category = b.category
    GROUP BY b.member_id
),
alike AS (
    SELECT mask, COUNT(*) AS members FROM held GROUP BY mask
),
pair AS (
    SELECT a.category AS this, b.category AS that, a.place AS this_place, b.place AS that_place,
        a.bit AS this_bit, b.bit AS that_bit
    FROM leading AS a
    JOIN leading AS b ON b.place <> a.place
),
behind AS (
    SELECT h.member_id, p.this, p.that
    FROM held AS h
    JOIN pair AS p ON h.mask // p.this_bit % 2 = 1 AND h.mask // p.that_bit % 2 = 1
)
SELECT
    p.this,
    p.that,
    SUM(CASE WHEN k.mask // p.that_bit % 2 = 1 THEN k.members ELSE 0 END) AS both_buyers,
    SUM(k.members) AS this_buyers
FROM pair AS p
JOIN alike AS k ON k.mask // p.this_bit % 2 = 1
GROUP BY p.this, p.that, p.this_place, p.that_place
ORDER BY p.this_place, p.that_place
