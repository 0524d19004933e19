"""What a shop may set about its models; what it does not set is as here."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from liuke.kernel.values import Value, revision_of

Days = Annotated[int, Meta(ge=1, le=3_650)]
Tenths = Annotated[int, Meta(ge=1, le=1_000)]
Weight = Annotated[int, Meta(ge=0, le=100_000)]


class Weights(Value, frozen=True):
    """What deeds are worth in thousandths of a point, and after how many days half of it is left.

    `spent` counts for each whole unit of the shop's currency (1 CNY, 1 JPY), `referred` for each
    one that a referred member spent, `referral` and `act` for each.
    """

    spent: Weight = 1_000
    spent_days: Days = 180
    referral: Weight = 50_000
    referred: Weight = 100
    referral_days: Days = 365
    act: Weight = 2_000
    act_days: Days = 90


class Borders(Value, frozen=True):
    """How many tenths of a rhythm of silence end a stage, and how few days never do."""

    honeymoon_days: Days = 30
    at_risk_tenths: Tenths = 20
    dormant_tenths: Tenths = 40
    lost_tenths: Tenths = 80
    at_risk_days: Days = 14
    dormant_days: Days = 30
    lost_days: Days = 90


AtLeast = Annotated[int, Meta(ge=0, le=1_000_000)]


class Layer(Value, frozen=True):
    """One layer: its names, and the least a member needs of each thing; 0 asks nothing.

    `within_days` asks for an order no longer ago; `top_percent` for a place among the best.
    """

    code: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,31}$(?!\n)")]
    label: Annotated[str, Meta(min_length=1, max_length=40)]
    label_zh: Annotated[str, Meta(min_length=1, max_length=20)]
    named: bool = False
    acts: AtLeast = 0
    orders: AtLeast = 0
    referrals: AtLeast = 0
    within_days: AtLeast = 0
    top_percent: Annotated[int, Meta(ge=0, le=100)] = 0


NINE = (
    Layer("stranger", "Stranger", "陌生人"),
    Layer("visitor", "Visitor", "访客", acts=1),
    Layer("registered", "Registered", "注册会员", named=True),
    Layer("trier", "Tried once", "尝鲜", orders=1),
    Layer("repeater", "Came back", "复购", orders=2),
    Layer("regular", "Regular", "常客", orders=4, within_days=180),
    Layer("loyal", "Loyal", "忠诚", orders=8, within_days=90),
    Layer("key", "Key member", "能量级", orders=8, within_days=90, top_percent=20),
    Layer("promoter", "Promoter", "推广者", orders=1, referrals=1),
)


# Fitted ones are read by this type too, and where money was given back one may lie below zero.
Border = Annotated[int, Meta(ge=-1_000_000_000_000, le=1_000_000_000_000)]


class Cuts(Value, frozen=True):
    """Four borders each, ascending: days since the last order, orders, money in minor units."""

    recency_days: tuple[Border, Border, Border, Border]
    frequency: tuple[Border, Border, Border, Border]
    monetary_minor: tuple[Border, Border, Border, Border]


class Horizon(Value, frozen=True):
    """How far to look ahead, and what later money is worth less; rates in basis points."""

    months: Annotated[int, Meta(ge=1, le=60)] = 12
    discount_bp: Annotated[int, Meta(ge=0, le=10_000)] = 1_000
    churn_days: Days = 90


class Settings(Value, frozen=True):
    """How members are scored: RFM by fifths or by fixed cuts, over which days, and all weights.

    `period_days` is how long ago RFM is compared with.
    """

    window_days: Days = 365
    period_days: Days = 30
    cuts: Cuts | None = None
    borders: Borders = Borders()
    layers: Annotated[tuple[Layer, ...], Meta(min_length=2, max_length=12)] = NINE
    weights: Weights = Weights()
    horizon: Horizon = Horizon()

    @property
    def revision(self) -> str:
        """Return a mark that changes with anything set, for `ETag` and `If-Match`."""
        return revision_of(self)
