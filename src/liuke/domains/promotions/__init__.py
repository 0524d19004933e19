"""促销 Promotions: what a basket saves and earns, decided purely and explained.

规则 rule · 活动价 activity price · 满减 threshold · 每满减 every full amount · 买赠 buy and get ·
加价购 add-on price · 包邮 free shipping · 叠加 stacking · 分阶段 staged · 会员日 member day.
"""

# fmt: off
# ruff: noqa: I001 - sixty words in sixty lines need columns

from liuke.domains.promotions.basket import Basket, CouponOffer, Line, Used, View
from liuke.domains.promotions.compiling import compile_live
from liuke.domains.promotions.counters import Counters, Place, open_counters
from liuke.domains.promotions.effects import (
    AmountOff, Basis, Bundle, BundlePart, BuyGet, Earn, EarnOn, Effect, FixedPrice, Gift,
    GiveBadge, GiveTag, GrantEffect, GrantRight, IssueCoupon, Multiply, OnlyFor, PayWithPoints,
    Per, PercentOff, PriceEffect, PriceList, Rounding, ShippingOff, Stage, Step, Take,
    TenderKind, ThresholdOff, UnitsOff,
)
from liuke.domains.promotions.give_back import FreedUses, give_back
from liuke.domains.promotions.grant import Lost, grant
from liuke.domains.promotions.index import Compiled, compile_rules
from liuke.domains.promotions.offers import earns
from liuke.domains.promotions.own_facts import OWN_FACTS, OwnFact
from liuke.domains.promotions.rules import decide, explain_all
from liuke.domains.promotions.scopes import Match, Scope
from liuke.domains.promotions.simulate import PastBasket, Simulation, simulate
from liuke.domains.promotions.terms import (
    Base, Counting, Group, Hours, Limits, Minimum, Mode, Rule, Stacking, StageName, Where,
    Window,
)
from liuke.domains.promotions.units import portion
from liuke.domains.promotions.values import (
    Applied, Award, AwardPart, Blocked, CouponUse, Decision, GiftOffer, Grant, LineResult,
    Missed, PointsSpend, Share, Use, Why,
)

__all__ = [
    "OWN_FACTS", "AmountOff", "Applied", "Award", "AwardPart", "Base", "Basis", "Basket",
    "Blocked", "Bundle", "BundlePart", "BuyGet", "Compiled", "Counters", "Counting",
    "CouponOffer", "CouponUse", "Decision", "Earn", "EarnOn", "Effect", "FixedPrice",
    "FreedUses", "Gift", "GiftOffer", "GiveBadge", "GiveTag", "Grant", "GrantEffect",
    "GrantRight", "Group", "Hours", "IssueCoupon", "Limits", "Line", "LineResult", "Lost",
    "Match", "Minimum", "Missed", "Mode", "Multiply", "OnlyFor", "OwnFact", "PastBasket",
    "PayWithPoints", "Per", "PercentOff", "Place", "PointsSpend", "PriceEffect", "PriceList",
    "Rounding", "Rule", "Scope", "Share", "ShippingOff", "Simulation", "Stacking", "Stage",
    "StageName", "Step", "Take", "TenderKind", "ThresholdOff", "UnitsOff", "Use", "Used",
    "View", "Where", "Why", "Window", "compile_live", "compile_rules", "decide", "earns",
    "explain_all", "give_back", "grant", "open_counters", "portion", "simulate",
]
