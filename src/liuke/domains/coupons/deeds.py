"""What happened to a member's coupons: issued, claimed, redeemed, expired and so on."""

from __future__ import annotations

from liuke.kernel.deeds import Deed, Facet, Field, declare

declare(
    Facet(
        "coupon",
        join="""LEFT JOIN coupons_coupon cc
            ON cc.member_id = d.member_id AND cc.id = d.coupon_id""",
        fields={"template": Field("text", "Template", "券模板", "COALESCE(cc.template, '')")},
    ),
    Deed(
        "coupon", "A coupon changed", "券变动",
        rows="""(
            SELECT c.member_id, c.id AS coupon_id, CAST('issued' AS text) AS kind,
                c.issued_at AS at, CAST(0 AS bigint) AS saved_minor
            FROM coupons_coupon c WHERE c.first_id IS NULL
            UNION ALL
            SELECT e.member_id, e.coupon_id, e.kind, e.at, e.saved_minor FROM coupons_entry e
        ) d""",
        at="d.at", on_="lk_day(d.at, $zone)", facets=("coupon",),
        fields={
            "what": Field("text", "What: issued, redeemed, expired, …", "变动类型", "d.kind"),
            "saved_minor": Field("money", "Saved", "节省金额", "d.saved_minor"),
        },
    ),
)  # fmt: skip
