"""What the tiers offer to programmes, conditions and journeys: a section, facts, an action."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from liuke.domains import programme
from liuke.domains.members import contribute
from liuke.domains.members.phrases import Phrase, declare_measure, declare_names, say
from liuke.domains.programme import Draft, Fault, Others, Section
from liuke.domains.tiers.called import grant_name, level_name, measure_in, rung_name, set_name
from liuke.domains.tiers.history import entries_of, gifts_of, moves_of
from liuke.domains.tiers.open import STANDINGS
from liuke.domains.tiers.set_level import set_levels
from liuke.domains.tiers.spec import faults
from liuke.domains.tiers.values import LevelChange, TierSet
from liuke.domains.tiers.wiring import strangers
from liuke.kernel import facts
from liuke.kernel.actions import action
from liuke.kernel.db import Tx
from liuke.kernel.facts import Fact
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value


def check(draft: Draft) -> list[Fault]:
    """Return what is wrong with the tier sets of a draft."""
    return [
        Fault(f"$.tiers[{position}].{path}", reason, reason_zh)
        for position, spec in enumerate(draft.of(TierSet))
        for path, reason, reason_zh in faults(spec)
    ] + [fault for spec in draft.of(TierSet) for fault in strangers(draft, spec)]


def across(draft: Draft, others: Others) -> list[Fault]:
    """Return what a draft's sets name that nobody has, and levels that stand elsewhere as well.

    Rules name levels by their code alone.
    """
    lost = [fault for spec in draft.of(TierSet) for fault in strangers(draft, spec, others)]
    elsewhere = {level.code: spec.code for spec in others.items(TierSet) for level in spec.levels}
    own = {spec.code for spec in others.items(TierSet)}
    return lost + [
        Fault(
            f"$.tiers[{position}].levels[{place}].code",
            f"level {level.code!r} stands in the live set {elsewhere[level.code]!r} as well",
            f"等级代码 {level.code} 已用于生效的等级组 {elsewhere[level.code]}",
        )
        for position, spec in enumerate(draft.of(TierSet))
        for place, level in enumerate(spec.levels)
        if spec.code not in own and level.code in elsewhere
    ]


programme.declare(Section("tiers", TierSet, "Tiers", "等级", check, across))

facts.declare(
    Fact(
        name="tier",
        kind="text",
        label="Level in a tier set",
        label_zh="等级",
        args=("set",),
        sql="""
            SELECT s.member_id, s.level AS value FROM tiers_standing s
            WHERE s.set_code = $set
        """,
    ),
    Fact(
        name="tier.rank",
        kind="int",
        label="Rank of the level, 0 for the lowest, -1 for none",
        label_zh="等级序号（最低为 0，无等级为 -1）",
        args=("set",),
        sql="""
            SELECT s.member_id, s.rank AS value FROM tiers_standing s
            WHERE s.set_code = $set
        """,
    ),
    Fact(
        name="tier.progress",
        kind="int",
        label="Progress in the present period",
        label_zh="本周期成长进度",
        args=("set",),
        measured_by="set",
        sql="""
            SELECT s.member_id, s.progress AS value FROM tiers_standing s
            WHERE s.set_code = $set
        """,
    ),
    Fact(
        name="tier.missing",
        kind="int",
        label="Missing to the next level; empty at the top",
        label_zh="距下一等级还差",
        args=("set",),
        measured_by="set",
        sql="""
            SELECT s.member_id, s.missing AS value FROM tiers_standing s
            WHERE s.set_code = $set
        """,
    ),
    Fact(
        name="tier.since",
        kind="date",
        label="Day the level was entered",
        label_zh="进入当前等级的日期",
        args=("set",),
        sql="""
            SELECT s.member_id, s.since_on AS value FROM tiers_standing s
            WHERE s.set_code = $set
        """,
    ),
    Fact(
        name="tier.period_end",
        kind="date",
        label="Last day of the present period",
        label_zh="本周期最后一天",
        args=("set",),
        sql="""
            SELECT s.member_id, s.period_end_on AS value FROM tiers_standing s
            WHERE s.set_code = $set
        """,
    ),
)


say(
    Phrase("tier.upgraded", "Reached {after} ({set_code}).", "升级为{after}（{set_code}）。"),
    Phrase(
        "tier.downgraded",
        "Fell from {before} to {after} ({set_code}).",
        "由{before}降为{after}（{set_code}）。",
    ),
    Phrase("tier.prolonged", "Kept {after} ({set_code}).", "保级{after}（{set_code}）。"),
    Phrase("tier.rung_reached", "Reached the ladder gift {rung}.", "达到阶梯礼“{rung}”。"),
    Phrase("tier.rung_claimed", "Claimed the ladder gift {rung}.", "领取阶梯礼“{rung}”。"),
    Phrase(
        "tier.rung_undone", "A return took the ladder gift {rung} back.", "退货收回阶梯礼“{rung}”。"
    ),
    Phrase("tier.granted", "Was given {grant}.", "获赠{grant}。"),
    Phrase("tier.gift_undone", "A return took {grant} back.", "退货收回{grant}。"),
    Phrase(
        "tier.progress_undone",
        "A return took {amount:set_code} off the progress ({set_code}).",
        "退货扣回进度 {amount:set_code}（{set_code}）。",
    ),
)

MOVES = ("tier.upgraded", "tier.downgraded", "tier.prolonged")
RUNGS = ("tier.rung_reached", "tier.rung_claimed", "tier.rung_undone")
declare_names((*MOVES, "tier.progress_undone"), "set_code", set_name)
declare_names(MOVES, "before", lambda live, body: level_name(live, body, "before"))
declare_names(MOVES, "after", lambda live, body: level_name(live, body, "after"))
declare_names(("tier.granted", "tier.gift_undone"), "grant", grant_name)
declare_names(RUNGS, "rung", rung_name)
declare_measure("set_code", measure_in)

contribute("tiers", entries_of)
contribute("standings", STANDINGS)
contribute("levels", moves_of)
contribute("gifts", gifts_of)


class SetLevel(Value, frozen=True):
    """The level to set in a tier set, why, and until when it is held."""

    set_code: str
    level: str
    reason: str = ""
    hold_until_on: date | None = None


@action("tiers.set_level", params=SetLevel, label="Set level", label_zh="设定等级")
async def set_level(tx: Tx, member_ids: Sequence[MemberId], params: SetLevel, cause: str) -> None:
    """Set the level of members in one set, once per cause."""
    changes = [
        LevelChange(one, params.set_code, params.level, params.reason, params.hold_until_on)
        for one in member_ids
    ]
    await set_levels(tx, changes, cause=cause)
