"""What happened to a member's points: each entry of a book is a deed."""

from __future__ import annotations

from liuke.kernel.deeds import Deed, Field, declare

declare(
    Deed(
        "points", "Points moved", "积分变动",
        rows="points_entry d",
        at="d.happened_at", on_="d.business_on",
        fields={
            "book": Field("text", "Book", "积分账户", "d.book"),
            "entry": Field("text", "Kind: award, redeem, expire, …", "变动类型", "d.kind"),
            "points": Field("int", "Points, spent ones below zero", "积分（支出为负）", "d.points"),
            "rule": Field("text", "Rule", "规则", "d.rule"),
        },
    )
)  # fmt: skip
