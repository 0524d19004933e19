"""促销 Promotions: what a basket saves and earns, decided purely and explained.

规则 rule · 活动价 activity price · 满减 threshold · 每满减 every full amount · 买赠 buy and get ·
加价购 add-on price · 包邮 free shipping · 叠加 stacking · 分阶段 staged · 会员日 member day.
"""

from liuke.domains.promotions.basket import Basket, CouponOffer, Line, Used, View
from liuke.domains.promotions.index import Compiled, compile_rules
from liuke.domains.promotions.rules import decide, explain_all
from liuke.domains.promotions.terms import Group, Rule
from liuke.domains.promotions.units import portion
from liuke.domains.promotions.values import (
    Applied,
    Award,
    AwardPart,
    CouponUse,
    Decision,
    GiftOffer,
    Grant,
    LineResult,
    Missed,
    PointsSpend,
    Share,
    Use,
    Why,
)

__all__ = [
    "Applied",
    "Award",
    "AwardPart",
    "Basket",
    "Compiled",
    "CouponOffer",
    "CouponUse",
    "Decision",
    "GiftOffer",
    "Grant",
    "Group",
    "Line",
    "LineResult",
    "Missed",
    "PointsSpend",
    "Rule",
    "Share",
    "Use",
    "Used",
    "View",
    "Why",
    "compile_rules",
    "decide",
    "explain_all",
    "portion",
]
