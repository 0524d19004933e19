-- title = "Stores, by what they sold"
-- title_zh = "门店排行"
-- group = "sales"
-- about = "What every store sold, to how many members, how large its baskets are and how many of its buyers came back."
-- about_zh = "每家门店卖了多少、卖给多少会员、客单价多大、多少人回头。"
-- drill = ["store"]
-- headline = ["sales_minor", "orders", "basket_minor", "member_share_bp"]
-- ratios = ["basket_minor", "member_share_bp", "repurchase_bp"]
-- hidden = ["repeat_buyers"]
-- [parameters]
-- since_on = {kind = "date", back = 89}
-- until_on = {kind = "date", back = 0}
-- stores = {kind = "stores"}
-- [[charts]]
-- kind = "bar"
-- x = "store"
-- y = ["sales_minor"]
-- most = 15
WITH behind AS (
    SELECT
        store,
        member_id,
        SUM(net_minor) AS net_minor,
        SUM(orders) AS orders,
        SUM(units) AS units,
        -- Two days or one is all that is asked, and far cheaper than counting them.
        CASE
            WHEN member_id IS NULL THEN 0
            WHEN MIN(business_on) < MAX(business_on) THEN 2
            ELSE 1
        END AS visits
    FROM sale
    WHERE business_on BETWEEN $since_on AND $until_on
    GROUP BY store, member_id
)
SELECT
    store,
    SUM(net_minor) AS sales_minor,
    SUM(orders) AS orders,
    SUM(units) AS units,
    COUNT(DISTINCT member_id) AS buyers,
    SUM(CASE WHEN visits >= 2 THEN 1 ELSE 0 END) AS repeat_buyers,
    SUM(CASE WHEN member_id IS NULL THEN 0 ELSE net_minor END) AS member_sales_minor
FROM behind
GROUP BY store
ORDER BY sales_minor DESC, store
