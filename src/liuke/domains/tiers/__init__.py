"""等级 Tiers: where members stand, how they climb and fall, and what each level gives.

A *set* 等级体系 is a staircase of *levels* with one *basis* (what is counted) and one *window*
(when). A *standing* is where a member is: a pure fold over *entries*, so a replay from zero
gives the same. Amounts count towards *entry* of a level and, at the end of a period, towards its
*retention* 保级. A *grant* 礼遇 is a gift of a level, once per occasion; a *rung* 阶梯 is a gift of
one period, claimed while its window is open.
"""

# A front door is read at a glance.
# fmt: off
# isort: off
from liuke.domains.tiers.book import Standings
from liuke.domains.tiers.called import measure_in
from liuke.domains.tiers.census import census, recount
from liuke.domains.tiers.claim import claim_rungs
from liuke.domains.tiers.close import close, due
from liuke.domains.tiers.events import (
    TierDowngraded, TierGiftUndone, TierGranted, TierProgressUndone, TierProlonged,
    TierRungClaimed, TierRungReached, TierRungUndone, TierUpgraded,
)
from liuke.domains.tiers.gifts import give_due, holders
from liuke.domains.tiers.history import look_back
from liuke.domains.tiers.losses import losses
from liuke.domains.tiers.open import open_standings
from liuke.domains.tiers.record import Happening, record
from liuke.domains.tiers.refold import refold
from liuke.domains.tiers.rungs import RungState, rung_states
from liuke.domains.tiers.save import save
from liuke.domains.tiers.set_level import set_levels
from liuke.domains.tiers.standing import Explanation, Movement, Place, explain, movements, places
from liuke.domains.tiers.undone import Loss, Shift
from liuke.domains.tiers.values import Amounts, Benefit, Claim, LevelChange, Standing, TierSet
from liuke.domains.tiers.verify import members_standing, prove, spans, verify

__all__ = [
    "Amounts", "Benefit", "Claim", "Explanation", "Happening", "LevelChange", "Loss", "Movement",
    "Place", "RungState", "Shift", "Standing", "Standings", "TierDowngraded", "TierGiftUndone",
    "TierGranted", "TierProgressUndone", "TierProlonged", "TierRungClaimed", "TierRungReached",
    "TierRungUndone", "TierSet", "TierUpgraded", "census", "claim_rungs", "close", "due", "explain",
    "give_due", "holders", "look_back", "losses", "measure_in", "members_standing", "movements",
    "open_standings", "places", "prove", "record", "recount", "refold", "rung_states", "save",
    "set_levels", "spans", "verify",
]
