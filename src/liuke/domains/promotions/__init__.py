"""促销 Promotions: what a basket saves and earns, decided purely and explained."""

from liuke.domains.promotions.basket import Basket, CouponOffer, Line, Used, View
from liuke.domains.promotions.terms import Group, Rule
from liuke.domains.promotions.values import Award, Decision, Missed, Share

__all__ = [
    "Award",
    "Basket",
    "CouponOffer",
    "Decision",
    "Group",
    "Line",
    "Missed",
    "Rule",
    "Share",
    "Used",
    "View",
]
