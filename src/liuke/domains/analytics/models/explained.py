"""One member explained: every estimate with its reason, in both languages."""

from __future__ import annotations

from datetime import date, datetime

from msgspec.structs import replace

from liuke.domains import catalog
from liuke.domains.analytics.errors import NotScored
from liuke.domains.analytics.models import kept
from liuke.domains.analytics.models.records import Picks, Score
from liuke.domains.analytics.models.settings import Layer, Settings
from liuke.domains.analytics.models.words import NAMES, STAGE_WORDS, Stage
from liuke.domains.catalog import ProductState, Sought
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value


class Reason(Value, frozen=True):
    """One part of the value score: its points, and what they are for."""

    part: str
    points: int
    label: str
    label_zh: str


class Called(Value, frozen=True):
    """A class, stage or layer in code and in words."""

    code: str
    label: str
    label_zh: str


class MemberValue(Value, frozen=True):
    """What models say of one member, as of which day, and why."""

    score: Score
    reasons: list[Reason]
    rfm: Called | None
    stage: Called
    layer: Called
    horizon_months: int
    churn_days: int
    through_on: date
    scored_at: datetime


async def explain(tx: Tx, member_id: MemberId) -> MemberValue:
    """Return a member's scores with their reasons.

    Raises:
        NotScored: no model has looked at this member yet.
    """
    score = (await kept.scores(tx, [member_id])).get(member_id)
    when = await tx.row(kept.SCORED, member_id)
    if score is None or when is None:
        raise NotScored
    settings = await kept.settings(tx)
    stage = Stage(score.life_stage)
    return MemberValue(
        score=replace(score, picks=await _sold(tx, score.picks)),
        reasons=reasons(score, settings),
        rfm=next((Called(*name) for name in NAMES if name.code == score.rfm_class), None),
        stage=Called(stage.value, *STAGE_WORDS[stage]),
        layer=_layer(score, settings),
        horizon_months=settings.horizon.months,
        churn_days=settings.horizon.churn_days,
        through_on=when.through_on,
        scored_at=when.scored_at,
    )


async def _sold(tx: Tx, picks: Picks) -> Picks:
    """Leave out what was taken off sale since the picks were made."""
    lists = (picks.buy_again, picks.goes_with, picks.upgrade)
    codes = {one.product for listed in lists for one in listed}
    known = await catalog.look_up(tx, Sought(products=tuple(sorted(codes))))
    gone = {one.code for one in known if one.state is ProductState.RETIRED}
    return Picks(*([one for one in listed if one.product not in gone] for listed in lists))


def reasons(score: Score, settings: Settings) -> list[Reason]:
    """Return the parts of the value score; their points add up to it."""
    weights = settings.weights
    told = (
        ("purchases", score.value_purchases, "Purchases", "购买", weights.spent_days),
        ("referrals", score.value_referrals, "Referrals", "推荐", weights.referral_days),
        ("participation", score.value_participation, "Participation", "参与", weights.act_days),
    )
    return [
        Reason(
            part,
            points,
            f"{label}; half is left after {days} days",
            f"{label_zh}；{days} 天后剩一半",
        )
        for part, points, label, label_zh, days in told
    ]


def _layer(score: Score, settings: Settings) -> Called:
    """Return the layer as it is called today; one that is no longer drawn keeps its code."""
    gone = Layer(score.layer_code, score.layer_code, score.layer_code)
    found = next((one for one in settings.layers if one.code == score.layer_code), gone)
    return Called(found.code, found.label, found.label_zh)
