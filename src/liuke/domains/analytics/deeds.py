"""What members did on pages and in apps; a sale is told by the till alone, never by a page."""

from __future__ import annotations

from liuke.kernel.deeds import Deed, Field, declare

ROWS = "analytics_behaviour d"
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
NAMES = {
    "product_viewed": ("Looked at a product", "浏览商品"),
    "product_list_viewed": ("Looked through a list", "浏览商品列表"),
    "products_searched": ("Searched for products", "搜索商品"),
    "product_added": ("Put into the basket", "加入购物车"),
    "product_removed": ("Took out of the basket", "移出购物车"),
    "cart_viewed": ("Looked at the basket", "查看购物车"),
    "checkout_started": ("Began to check out", "开始结账"),
    "page_viewed": ("Looked at a page", "浏览页面"),
    "screen_viewed": ("Looked at a screen of the app", "浏览应用页面"),
}

declare(
    Deed(
        "behaviour", "Did something on a page or in an app", "线上行为",
        rows=ROWS, fields={"name": Field("text", "Event", "事件名", "d.name"), **FIELDS},
    ),
    *(
        Deed(name, label, label_zh, rows=ROWS, fields=FIELDS, where=f"d.name = '{name}'")
        for name, (label, label_zh) in NAMES.items()
    ),
)  # fmt: skip
