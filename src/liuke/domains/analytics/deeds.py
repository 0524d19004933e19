"""What members did on pages and in apps; a sale is told by the till alone, never by a page."""

from __future__ import annotations

from liuke.kernel.deeds import Deed, Field, declare

FIELDS = {
    "product": Field("text", "Product", "商品", "COALESCE(d.product, '')"),
    "category": Field("text", "Category", "类目", "COALESCE(d.category, '')"),
    "value_minor": Field("money", "Worth", "金额", "COALESCE(d.value_minor, 0)"),
    "quantity": Field("int", "Quantity", "数量", "COALESCE(d.quantity, 0)"),
    "query": Field("text", "Searched for", "搜索词", "COALESCE(d.query, '')"),
    "url": Field("text", "Page", "页面", "COALESCE(d.url, '')"),
    "referrer": Field("text", "Came from", "来源页", "COALESCE(d.referrer, '')"),
    "trusted": Field("bool", "Told by the shop's server", "由商家服务器上报", "d.trusted"),
    "weekday": Field(
        "int", "Weekday, 1 is Monday", "星期（1 为周一）", "CAST(d.weekday AS integer)"
    ),
    "hour": Field("int", "Hour of the day", "几点", "CAST(d.hour AS integer)"),
}
declare(
    # A page and an app tell what somebody did there; a server tells much that nobody came for, as
    # that an order was shipped: of its events a visit is only what one must have come to do.
    Deed(
        "visit", "Came to a page or an app", "到访网页或应用",
        rows="analytics_behaviour d",
        where="""(NOT d.trusted OR d.name IN (
            'page_viewed', 'screen_viewed', 'product_viewed', 'product_list_viewed',
            'products_searched', 'product_added', 'product_removed', 'cart_viewed',
            'checkout_started'
        ))""",
        fields=FIELDS,
    ),
    Deed(
        "behaviour", "Did something on a page or in an app", "线上行为",
        rows="analytics_behaviour d",
        fields={"name": Field("text", "Event", "事件名", "d.name"), **FIELDS},
    ),
    Deed(
        "product_viewed", "Looked at a product", "浏览商品",
        rows="analytics_behaviour d", where="d.name = 'product_viewed'", fields=FIELDS,
    ),
    Deed(
        "product_list_viewed", "Looked through a list", "浏览商品列表",
        rows="analytics_behaviour d", where="d.name = 'product_list_viewed'", fields=FIELDS,
    ),
    Deed(
        "products_searched", "Searched for products", "搜索商品",
        rows="analytics_behaviour d", where="d.name = 'products_searched'", fields=FIELDS,
    ),
    Deed(
        "product_added", "Put into the basket", "加入购物车",
        rows="analytics_behaviour d", where="d.name = 'product_added'", fields=FIELDS,
    ),
    Deed(
        "product_removed", "Took out of the basket", "移出购物车",
        rows="analytics_behaviour d", where="d.name = 'product_removed'", fields=FIELDS,
    ),
    Deed(
        "cart_viewed", "Looked at the basket", "查看购物车",
        rows="analytics_behaviour d", where="d.name = 'cart_viewed'", fields=FIELDS,
    ),
    Deed(
        "checkout_started", "Began to check out", "开始结账",
        rows="analytics_behaviour d", where="d.name = 'checkout_started'", fields=FIELDS,
    ),
    Deed(
        "page_viewed", "Looked at a page", "浏览页面",
        rows="analytics_behaviour d", where="d.name = 'page_viewed'", fields=FIELDS,
    ),
    Deed(
        "screen_viewed", "Looked at a screen of the app", "浏览应用页面",
        rows="analytics_behaviour d", where="d.name = 'screen_viewed'", fields=FIELDS,
    ),
)  # fmt: skip
