"""What the tiers refuse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from liuke.kernel.ids import MemberId
from liuke.kernel.problems import NotFound, Refused


@dataclass(eq=False)
class UnknownTierSet(NotFound):
    """No live programme has a tier set of this code."""

    title = "There is no such tier set in the live programmes."
    title_zh = "当前方案中没有这个等级体系。"
    set_code: str


@dataclass(eq=False)
class UnknownLevel(NotFound):
    """The tier set has no level, or no rung, of this code."""

    title = "The tier set has no such level or rung."
    title_zh = "这个等级体系里没有该等级或阶梯。"
    set_code: str
    level: str


@dataclass(eq=False)
class PeriodClosed(Refused):
    """Some entries are dated in a period that has been closed for good, so none was taken."""

    title = "The period these entries belong to is closed."
    title_zh = "所属周期已经关账。"
    causes: Sequence[str]


@dataclass(eq=False)
class RungNotReached(Refused):
    """Some members have not reached the rung they claim; nothing was claimed."""

    title = "This ladder gift has not been reached in this period."
    title_zh = "本期还没有达到这一阶梯礼。"
    missing: dict[MemberId, int]  # amount of the basis


@dataclass(eq=False)
class ClaimWindowOver(Refused):
    """The claim comes before or after the days in which the rung may be claimed."""

    title = "This ladder gift cannot be claimed today."
    title_zh = "现在不在这一阶梯礼的领取期内。"
    from_on: date
    until_on: date


@dataclass(eq=False)
class RungAlreadyClaimed(Refused):
    """Some members have had this rung, or the one rung this period allows; nothing was claimed."""

    title = "This ladder gift has already been claimed."
    title_zh = "这一阶梯礼已经领取。"
    member_ids: Sequence[MemberId]
