"""Everything analytics serves: behaviour events come in, answers go out."""

from __future__ import annotations

from liuke.domains.analytics.behaviour_routes import BEHAVIOUR

ROUTES = [*BEHAVIOUR]
