"""Everything analytics serves: behaviour events come in, answers go out."""

from __future__ import annotations

from liuke.domains.analytics.behaviour_routes import BEHAVIOUR
from liuke.domains.analytics.lake_routes import LAKE
from liuke.domains.analytics.model_routes import MODELS
from liuke.domains.analytics.report_routes import REPORTS

ROUTES = [*BEHAVIOUR, *LAKE, *MODELS, *REPORTS]
