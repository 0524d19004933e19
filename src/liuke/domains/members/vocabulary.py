"""What members offer to programmes, conditions and journeys."""

from __future__ import annotations

from liuke.domains import programme
from liuke.domains.members.card_values import CardPlan

programme.declare(programme.Section("cards", CardPlan, "Cards", "会员卡"))
