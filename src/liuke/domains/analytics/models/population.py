"""RFM, rhythm and concentration of all members: borders that single members are held against."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from liuke.domains.analytics.models import concentration
from liuke.domains.analytics.models.arrays import PER_MILLE
from liuke.domains.analytics.models.asking import EVERYBODY, Span, ask, asked, floats
from liuke.domains.analytics.models.records import Fit, RfmParameters
from liuke.domains.analytics.models.settings import Cuts, Settings
from liuke.domains.analytics.models.sparse import enough
from liuke.domains.analytics.opened import Lake

MEMBERS_LEAST = 20
USUAL_DAYS = 30.0
FIFTH, FOUR_FIFTHS = 0.2, 0.8


async def fit(lake: Lake, span: Span, settings: Settings) -> Fit:
    """Find the borders of scores, the usual rhythm, and how few members bring how much.

    Raises:
        TooSparse: too few members bought inside the window.
    """
    window_on = span.through_on - timedelta(days=settings.window_days)
    given = {**EVERYBODY, "through_on": span.through_on, "window_on": window_on}
    (fifths,) = await ask(lake, "fifths", given)
    enough(fifths[0], MEMBERS_LEAST, "members who bought in the window", "期内有消费的会员数")
    (rhythm,) = await ask(lake, "rhythm", given)
    groups = await asked(lake, "hundredths", given)
    curve = concentration.curve(floats(groups["members"]), floats(groups["spent_minor"]))
    parameters = RfmParameters(
        members=fifths[0],
        cuts=settings.cuts or cuts_of(*fifths[1:]),
        usual_days=float(rhythm[1]) if rhythm[0] else USUAL_DAYS,
        least_minor=least(groups["place"], groups["least_minor"]),
        top_fifth_pm=round(curve.brought_by(FIFTH) * PER_MILLE),
        needed_for_80_pm=round(curve.needed_for(FOUR_FIFTHS) * PER_MILLE),
        gini_pm=round(curve.gini * PER_MILLE),
    )
    return Fit(parameters, [])


def cuts_of(days: list[Any], orders: list[Any], spent_minor: list[Any]) -> Cuts:
    """Return the borders that a question found."""
    one, two, three = (
        tuple(int(value) for value in found) for found in (days, orders, spent_minor)
    )
    return Cuts(_four(one), _four(two), _four(three))


def _four(values: tuple[int, ...]) -> tuple[int, int, int, int]:
    first, second, third, fourth = values
    return first, second, third, fourth


def least(places: list[int], least_minor: list[int]) -> list[int]:
    """Return what it takes to be among the best 1 … 100 per cent; with few members groups lack."""
    found = dict(zip(places, least_minor, strict=True))
    listed: list[int] = []
    for place in range(1, 101):
        listed.append(int(found.get(place, listed[-1] if listed else 0)))
    return listed
