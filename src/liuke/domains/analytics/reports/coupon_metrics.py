"""What is counted of coupons: in a period as Home counts them, and of those that could be used."""

from __future__ import annotations

from liuke.domains.analytics.reports.metric import Metric, by_code

COUPONS = by_code(
    Metric(
        "coupons_issued", "count", "Given", "发放张数",
        "Coupons given in the period; one that was passed on was given once.",
        "期内发放的券；转给别人的券只算发放一次。", "SUM(given)",
    ),
    Metric(
        "coupons_used", "count", "Used", "使用张数",
        "Uses of coupons in the period less those given back in it; a times card has several.",
        "期内使用次数，减去期内退回的；次卡可以有多次。", "SUM(used)",
    ),
    Metric(
        "coupons_expired", "count", "Lapsed", "过期张数",
        "Coupons that lapsed in the period.", "期内过期的券。", "SUM(lapsed)",
    ),
    Metric(
        "coupons_void", "count", "Void", "作废张数",
        "Coupons made void in the period.", "期内作废的券。", "SUM(voided)",
    ),
    Metric(
        "coupons_usable", "count", "Could be used", "可用张数",
        "Coupons that could be used at some time in the period, or were of the campaign.",
        "期内可用过的券，或这个活动的券。",
    ),
    Metric(
        "coupons_redeemed", "count", "Of them used", "其中用过",
        "Coupons that could be used, and were at least once and not restored.",
        "可用张数里至少用过一次且没有退回的券。",
    ),
    Metric(
        "coupon_users", "members", "Used a coupon", "用券会员",
        "Members who used one.", "用过券的会员。",
    ),
    Metric(
        "redemption_bp", "share", "Use rate", "使用率",
        "Coupons that were used as a share of those that could be.",
        "用过的券占可用张数的比例。",
        over=("coupons_redeemed", "coupons_usable"),
    ),
    Metric(
        "user_share_bp", "share", "Members who used one", "用券会员占比",
        "Members who used a coupon as a share of those who had one.",
        "用过券的会员占有券会员的比例。",
        over=("coupon_users", "members"),
    ),
    Metric(
        "saved_minor", "money", "Saved with coupons", "券让利",
        "What was saved with coupons in the period, or with those of the campaign, less what came"
        " back.",
        "期内用券省下的金额，或用这个活动的券省下的，减去退回的。", "SUM(saved_minor)",
    ),
    Metric(
        "use_cost_minor", "money", "Cost of a use", "每张使用成本",
        "What was saved divided by uses of coupons.", "券让利除以使用张数。",
        over=("saved_minor", "coupons_used"),
    ),
)  # fmt: skip
