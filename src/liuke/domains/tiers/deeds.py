"""What happened to a member's level: every climb, fall and prolongation is a deed."""

from __future__ import annotations

from liuke.kernel.deeds import Deed, Field, declare

declare(
    Deed(
        "tier", "Level moved", "等级变动",
        rows="tiers_movement d",
        at="d.at", on_="d.day",
        fields={
            "set": Field("text", "Tier set", "等级组", "d.set_code"),
            "movement": Field("text", "Movement: up, down or kept", "变动类型", "d.kind"),
            "before": Field("text", "Level before", "变动前等级", "d.before"),
            "after": Field("text", "Level after", "变动后等级", "d.after"),
        },
    )
)  # fmt: skip
