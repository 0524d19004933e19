"""What is kept of models: parameters, what they were worth on days they had not seen, scores."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal

from liuke.domains.analytics.models.settings import Cuts, Horizon
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value


class Kind(StrEnum):
    """The models there are, in the order in which they are fitted."""

    RFM = "rfm"
    CLV = "clv"
    PICKS = "picks"
    DEMAND = "demand"
    MOVEMENTS = "movements"


class State(StrEnum):
    """Whether a model could be fitted."""

    FITTED = "fitted"
    SPARSE = "sparse"


class Rates(Value, frozen=True):
    """The four parameters: rates are gamma(r, alpha), chances to leave are beta(a, b)."""

    r: float
    alpha: float
    a: float
    b: float


class Worths(Value, frozen=True):
    """The three parameters: orders are gamma(p) around means that are inverse gamma (q, v)."""

    p: float
    q: float
    v: float


class RfmParameters(Value, frozen=True):
    """Borders of the scores, everybody's rhythm, and how few members bring how much.

    `least_minor` holds what one has to spend to be among the best 1, 2, … 100 per cent.
    """

    members: int
    cuts: Cuts
    usual_days: float
    least_minor: list[int]
    top_fifth_pm: int
    needed_for_80_pm: int
    gini_pm: int


class ClvParameters(Value, frozen=True):
    """BG/NBD and Gamma-Gamma; without worths the orders are known and their value is not."""

    rates: Rates
    worths: Worths | None
    members: int
    cells: int
    log_likelihood: float
    horizon: Horizon
    worths_reason: str = ""
    worths_reason_zh: str = ""


class PicksParameters(Value, frozen=True):
    """How many products are on the shelf, and how many pairs of them are bought together."""

    products: int
    pairs: int
    half_days: int


class Compared(Value, frozen=True):
    """One measure on days a model had not seen, in thousandths, beside what costs nothing.

    `ours` beats a baseline when it is `better`: higher or lower.
    """

    what: str
    measure: str
    better: Literal["higher", "lower"]
    ours: int
    baselines: dict[str, int]
    counted: int


class Point(Value, frozen=True):
    """One day of a forecast, in minor units."""

    day: date
    minor: int
    low_minor: int
    high_minor: int


class Series(Value, frozen=True):
    """One series: what it is, how it is foreseen, its last days and the coming ones."""

    kind: Literal["all", "category", "store"]
    name: str
    method: str
    past: list[int]
    coming: list[Point]
    errors: dict[str, int]


class Part(Value, frozen=True):
    """A store or product that moved a place, in minor units."""

    kind: Literal["store", "product"]
    name: str
    sold_minor: int
    usual_minor: int


class Moved(Value, frozen=True):
    """A region and category whose day left the usual; `z_thousandths` says how far."""

    region: str
    category: str
    sold_minor: int
    usual_minor: int
    z_thousandths: int
    causes: list[Part]
    past: list[int]


class Fit(Value, frozen=True):
    """What one fit found: parameters, evaluation, and what is shown of it."""

    parameters: Any
    evaluation: list[Compared]
    body: Sequence[Any] = ()


class Model(Value, frozen=True):
    """One model as it was last fitted, or why it could not be."""

    kind: Kind
    version: int
    state: State
    through_on: date
    data_as_of: datetime
    fitted_at: datetime
    reason: str
    reason_zh: str
    parameters: Any
    evaluation: list[Compared]


class Pick(Value, frozen=True):
    """One product to recommend."""

    product: str
    name: str


class Picks(Value, frozen=True):
    """What a member may buy again, what goes with what they bought, and the dearer of its kind."""

    buy_again: list[Pick]
    goes_with: list[Pick]
    upgrade: list[Pick]


class Score(Value, frozen=True):
    """All that models say of one member; whole numbers, thousandths where it says `_pm`."""

    member_id: MemberId
    rfm_recency: int
    rfm_frequency: int
    rfm_monetary: int
    rfm_class: str
    rfm_before: str
    rfm_moved: int
    life_stage: str
    rhythm_days: int
    layer: int
    layer_code: str
    rank_percent: int
    value_score: int
    value_purchases: int
    value_referrals: int
    value_participation: int
    alive_pm: int | None
    orders_pm: int | None
    clv_minor: int | None
    churn_pm: int | None
    next_order_on: date | None
    picks: Picks
