"""The member's own pages over HTTP: what the domains know, for whoever asks, and of nobody else.

Every path begins with `/m`; a handler takes the member from the session and never from a request.
"""

from liuke.surfaces.member import card, coupons, home, orders, points, privacy, profile, tiers

ROUTES = [
    *home.ROUTES, *card.ROUTES, *tiers.ROUTES, *points.ROUTES, *coupons.ROUTES, *orders.ROUTES,
    *profile.ROUTES, *privacy.ROUTES,
]  # fmt: skip

__all__ = ["ROUTES"]
