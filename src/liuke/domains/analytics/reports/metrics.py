"""The metrics: each defined once, with its formula, and equal wherever it stands.

A formula is what a report's statement must say for a column of this name. A ratio is computed from
two columns after the rows have come, rounded down: shares in basis points, money in minor units.
"""

from __future__ import annotations

from liuke.domains.analytics.reports.coupon_metrics import COUPONS
from liuke.domains.analytics.reports.metric import Metric, by_code

SOLD = by_code(
    Metric(
        "sales_minor", "money", "Sales", "销售额",
        "What guests and members had to pay for orders that were paid, on their business day:"
        " after every reduction and points used as money, with shipping, before refunds.",
        "已付款订单按营业日的应付金额：减去一切让利和积分抵现，含运费，未扣退款。",
        "SUM(net_minor)",
    ),
    Metric(
        "orders", "count", "Orders", "订单数",
        "Orders that were paid and not cancelled.", "已付款且没有取消的订单。",
        "SUM(orders)",
    ),
    Metric("units", "count", "Units", "件数", "Units sold.", "卖出的件数。", "SUM(units)"),
    Metric(
        "buyers", "members", "Buying members", "购买会员",
        "Different members with an order; a merged member counts once, guests do not.",
        "有订单的不同会员：合并过的会员算一位，散客不算。",
        "COUNT(DISTINCT member_id)",
    ),
    Metric(
        "member_sales_minor", "money", "Members' sales", "会员销售额",
        "Sales of orders that belong to a member.", "属于会员的订单的销售额。",
        "SUM(CASE WHEN member_id IS NULL THEN 0 ELSE net_minor END)",
    ),
    Metric(
        "member_share_bp", "share", "Members' share", "会员占比",
        "Members' sales as a share of sales.", "会员销售额占销售额的比例。",
        over=("member_sales_minor", "sales_minor"),
    ),
    Metric(
        "basket_minor", "money", "Average order", "客单价",
        "Sales divided by orders.", "销售额除以订单数。", over=("sales_minor", "orders"),
    ),
    Metric(
        "refund_minor", "money", "Refunds", "退款",
        "What was paid back for goods that came back, on the day of the return; orders called off"
        " are neither sales nor refunds.",
        "退货退还的金额，记在退货当天；已取消的订单既不算销售，也不算退款。",
        "SUM(refund_minor)",
    ),
    Metric(
        "repeat_buyers", "members", "Repeat buyers", "复购会员",
        "Members who bought on two or more days of the period.", "期内在两天或更多天购买的会员。",
        "SUM(CASE WHEN visits >= 2 THEN 1 ELSE 0 END)",
    ),
    Metric(
        "repurchase_bp", "share", "Repurchase rate", "复购率",
        "Repeat buyers as a share of buying members of the same period.",
        "同一期内，复购会员占购买会员的比例。",
        over=("repeat_buyers", "buyers"),
    ),
    Metric(
        "gross_minor", "money", "At the shelf price", "标价金额",
        "What the goods would have cost without any reduction.", "没有任何让利时的金额。",
        "SUM(gross_minor)",
    ),
    Metric(
        "cut_minor", "money", "Special prices", "特价让利",
        "What special and member prices took off.", "特价、会员价让出的金额。", "SUM(cut_minor)",
    ),
    Metric(
        "discount_minor", "money", "Discounts and coupons", "优惠与券",
        "What promotions and coupons took off.", "促销和券让出的金额。", "SUM(discount_minor)",
    ),
    Metric(
        "points_minor", "money", "Points as money", "积分抵现",
        "What members paid with points.", "会员用积分抵掉的金额。", "SUM(points_minor)",
    ),
    Metric(
        "reduction_minor", "money", "Reductions", "让利",
        "Special prices, discounts and coupons together, without points.",
        "特价、优惠和券合计，不含积分抵现。", "SUM(reduction_minor)",
    ),
    Metric(
        "reduction_bp", "share", "Reduction rate", "让利率",
        "Reductions as a share of the shelf price.", "让利占标价金额的比例。",
        over=("reduction_minor", "gross_minor"),
    ),
    Metric(
        "reduced_orders", "count", "Orders with a reduction", "带让利的订单",
        "Orders on which something was taken off.", "有任何让利的订单。",
        "SUM(CASE WHEN reduction_minor > 0 THEN orders ELSE 0 END)",
    ),
)  # fmt: skip
LINES = by_code(
    Metric(
        "line_sales_minor", "money", "Goods sold", "商品销售额",
        "What had to be paid for the lines, without shipping.", "商品行的应付金额，不含运费。",
        "SUM(net_minor)",
    ),
    Metric(
        "line_gross_minor", "money", "Goods at the shelf price", "商品标价金额",
        "What the lines would have cost without any reduction.", "商品行没有让利时的金额。",
        "SUM(gross_minor)",
    ),
    Metric(
        "line_reduction_minor", "money", "Reductions on goods", "商品让利",
        "What was taken off the lines, without points.", "商品行上的让利，不含积分抵现。",
        "SUM(reduction_minor)",
    ),
    Metric(
        "line_reduction_bp", "share", "Reduction rate of goods", "商品让利率",
        "Reductions on goods as a share of their shelf price.", "商品让利占商品标价金额的比例。",
        over=("line_reduction_minor", "line_gross_minor"),
    ),
    Metric(
        "reduced_sales_minor", "money", "Sold reduced", "让利商品销售额",
        "What members paid for lines on which something was taken off.",
        "会员为带让利的商品行付的金额。", "SUM(reduced_minor)",
    ),
    Metric(
        "anyway_sales_minor", "money", "… to who paid full before", "其中此前付过全价的人",
        "Sold reduced to members who had paid the full price in the same category before.",
        "让利卖给了此前同类付过全价的会员的金额。",
        "SUM(CASE WHEN full_before_minor > 0 THEN reduced_minor ELSE 0 END)",
    ),
    Metric(
        "anyway_bp", "share", "Bought anyway", "本来就会买",
        "The part of sold reduced that went to who paid full before.",
        "让利商品销售额里，此前付过全价的人所占比例。",
        over=("anyway_sales_minor", "reduced_sales_minor"),
    ),
    Metric(
        "reduction_cost_minor", "money", "What it took off", "让利成本",
        "What was taken off these lines.", "这些商品行上让出的金额。", "SUM(cost_minor)",
    ),
    Metric(
        "anyway_cost_minor", "money", "… of it bought anyway", "其中白让的",
        "What was taken off for members who had paid the full price before.",
        "让给此前付过全价的会员的金额。",
        "SUM(CASE WHEN full_before_minor > 0 THEN cost_minor ELSE 0 END)",
    ),
    Metric(
        "also_bp", "share", "Also bought there", "也买那类的比例",
        "Of those who bought this, the share that bought that.",
        "买了这类的会员里，也买那类的比例。",
        over=("both_buyers", "this_buyers"),
    ),
    Metric(
        "both_buyers", "members", "Bought both", "两类都买",
        "Members who bought in both categories.", "两个品类都买过的会员。",
    ),
    Metric(
        "this_buyers", "members", "Bought this", "买了这类",
        "Members who bought in this category.", "买过这个品类的会员。",
    ),
)  # fmt: skip
PEOPLE = by_code(
    Metric(
        "members", "members", "Members", "会员数",
        "Different members in the row.", "这一行里的不同会员。",
    ),
    Metric(
        "cohort_members", "members", "Members of the cohort", "首购会员",
        "Members whose first purchase was in the month.", "首次购买在该月的会员。",
    ),
    Metric(
        "retention_bp", "share", "Retention", "留存率",
        "The share of the cohort that bought in the month.", "该批会员在该月购买的比例。",
        over=("buyers", "cohort_members"),
    ),
    Metric(
        "reached_bp", "share", "Of all who joined", "占入会会员",
        "The share of the members who joined that came this far.", "入会的会员里走到这一步的比例。",
        over=("members", "joined"),
    ),
    Metric("joined", "members", "Joined", "入会", "Members who joined.", "入会的会员。"),
    Metric(
        "site_visits", "count", "Visits", "到访",
        "One person on one day on pages or in apps, member or not; who is merged is one. Told by a"
        " page or an app, or by a server of what one must have come to do: looking, searching, the"
        " basket.",
        "一个人一天在网页或应用上算一次，是不是会员都算；合并过的会员算一位。由网页或应用上报；"
        "服务器上报的，只算浏览、搜索、购物车这类本人到场才有的行为。",
    ),
    Metric(
        "all_visits", "count", "All visits", "全部到访", "Visits, however far they came.",
        "所有到访，不论走到哪一步。",
    ),
    Metric(
        "came_bp", "share", "Of all visits", "占全部到访",
        "The share of all visits that came this far.", "全部到访里走到这一步的比例。",
        over=("site_visits", "all_visits"),
    ),
    Metric(
        "gaps", "count", "Gaps", "间隔数",
        "Pairs of neighbouring purchase days of one member.", "同一会员相邻两个购买日的对数。",
    ),
    Metric("running", "count", "So far", "累计", "This row and all before it.", "本行及之前合计。"),
    Metric("whole", "count", "In all", "全部", "All rows together.", "所有行合计。"),
    Metric(
        "running_bp", "share", "Running share", "累计占比",
        "This row and all before it as a share of all.", "本行及之前占全部的比例。",
        over=("running", "whole"),
    ),
    Metric(
        "top_sales_minor", "money", "Sales of the top 20 %", "前 20% 会员销售额",
        "Sales of the best fifth of buying members.", "消费最高的五分之一会员的销售额。",
    ),
    Metric(
        "top_share_bp", "share", "Share of the top 20 %", "前 20% 会员占比",
        "Sales of the best fifth of buying members as a share of members' sales.",
        "消费最高的五分之一会员占会员销售额的比例。",
        over=("top_sales_minor", "sales_minor"),
    ),
)  # fmt: skip
PROGRAMME = by_code(
    Metric(
        "points_issued", "points", "Given", "发放",
        "Awards and corrections, less what returns clawed back.", "发放和调整，减去退货扣回。",
        "SUM(CASE WHEN kind IN ('award', 'claw_back', 'adjust') THEN points ELSE 0 END)",
    ),
    Metric(
        "points_used", "points", "Used", "使用",
        "Points spent, less what was given back.", "用掉的积分，减去退回的。",
        "SUM(CASE WHEN kind IN ('redeem', 'restore') THEN -points ELSE 0 END)",
    ),
    Metric(
        "points_expired", "points", "Lapsed", "过期", "Points that lapsed.", "过期的积分。",
        "SUM(CASE WHEN kind = 'expire' THEN -points ELSE 0 END)",
    ),
    Metric(
        "points_change", "points", "Change of what is owed", "负债变化",
        "All entries of the month together.", "当月全部流水合计。", "SUM(points)",
    ),
    Metric(
        "points_owed", "points", "Points owed", "积分负债",
        "What is left in lots above zero: usable, held or waiting.",
        "批次里的余量：可用、预占或待生效。",
        "SUM(remaining)",
    ),
    Metric(
        "owed_minor", "money", "Worth of what is owed", "负债折合金额",
        "Points owed at what the live programme lets them pay, each row rounded half up;"
        " nothing where a book has no worth.",
        "积分负债按生效方案的抵现价值折合，每行四舍五入；没有价值的账本为零。",
        "(2 * SUM(remaining * value_minor) + MAX(value_points)) // (2 * MAX(value_points))",
    ),
    Metric(
        "points_pending", "points", "Of it waiting", "其中待生效",
        "What is left in lots that cannot be used yet.", "还不能用的批次里的余量。",
        "SUM(CASE WHEN pending THEN remaining ELSE 0 END)",
    ),
)  # fmt: skip
METRICS: dict[str, Metric] = SOLD | LINES | PEOPLE | PROGRAMME | COUPONS
