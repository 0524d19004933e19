-- title = "From looking to buying: the funnel of visits"
-- title_zh = "到访漏斗：从浏览到购买"
-- group = "members"
-- about = "Visits to pages and apps, by how far they came: of them, which looked at a product, then put one into the basket, then bought, each after the step before on the same day. A visit is one person on one day, known or not; what a server tells is one only where somebody must have come to do it. A purchase counts wherever it was made, and only who is known can have made one."
-- about_zh = "网页和应用的到访走到了哪一步：其中哪些看了商品，之后加入购物车，之后购买，每一步都在同一天、前一步之后。一个人一天算一次到访，认不认识都算；服务器上报的，只有本人必须到场才会发生的才算。在哪里买都算购买，只有认识的人才有购买。"
-- drill = ["visit_step"]
-- headline = []
-- ratios = ["came_bp"]
-- hidden = ["all_visits"]
-- by_store = false
-- [parameters]
-- since_on = {kind = "date", back = 89}
-- until_on = {kind = "date", back = 0}
-- [[charts]]
-- kind = "funnel"
-- x = "visit_step"
-- y = ["site_visits"]
WITH seen AS (
    SELECT
        CASE WHEN m.anonymous THEN NULL ELSE m.home_id END AS member_id,
        COALESCE(CAST(m.home_id AS TEXT), b.anonymous_id) AS person,
        b.on_,
        b.at,
        b.name
    FROM analytics_behaviour AS b
    LEFT JOIN members_member AS m ON m.id = b.member_id
    WHERE b.on_ BETWEEN $since_on AND $until_on
        -- What a server tells is a visit only where one must have come to do it, as of the deed.
        AND (NOT b.trusted OR b.name IN (
            'page_viewed', 'screen_viewed', 'product_viewed', 'product_list_viewed',
            'products_searched', 'product_added', 'product_removed', 'cart_viewed',
            'checkout_started'
        ))
),
visit AS (
    SELECT
        member_id,
        person,
        on_,
        MIN(CASE WHEN name = 'product_viewed' THEN at END) AS viewed_at
    FROM seen
    GROUP BY member_id, person, on_
),
added AS (
    SELECT v.member_id, v.person, v.on_, MIN(s.at) AS added_at
    FROM visit AS v
    JOIN seen AS s ON s.person = v.person AND s.on_ = v.on_ AND s.at >= v.viewed_at
    WHERE s.name = 'product_added'
    GROUP BY v.member_id, v.person, v.on_
),
ordered AS (
    SELECT DISTINCT a.member_id, a.person, a.on_
    FROM added AS a
    JOIN sale AS o
        ON o.member_id = a.member_id AND o.business_on = a.on_ AND o.placed_at >= a.added_at
),
behind AS (
    SELECT member_id, 0 AS visit_step FROM visit
    UNION ALL
    SELECT member_id, 1 FROM visit WHERE viewed_at IS NOT NULL
    UNION ALL
    SELECT member_id, 2 FROM added
    UNION ALL
    SELECT member_id, 3 FROM ordered
),
counted AS (
    SELECT
        visit_step, COUNT(*) AS site_visits, COUNT(DISTINCT member_id) AS members
    FROM behind
    GROUP BY visit_step
)
SELECT visit_step, site_visits, members, MAX(site_visits) OVER () AS all_visits
FROM counted
ORDER BY visit_step
