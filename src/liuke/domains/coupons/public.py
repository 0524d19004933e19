"""Public codes: what a poster says, and everybody may use."""

from __future__ import annotations

from liuke.domains.coupons.codes import clean
from liuke.domains.coupons.template import CouponTemplate
from liuke.domains.programme import Live


def public_codes(live: Live) -> dict[str, CouponTemplate]:
    """Return the live templates that everybody may use, by their code."""
    templates = live.items(CouponTemplate)
    return {clean(t.public_code): t for t in templates if t.public_code is not None}


def public_template(live: Live, text: str) -> CouponTemplate | None:
    """Return the template whose public code somebody typed, if it is one."""
    return live.derive(public_codes).get(clean(text))
