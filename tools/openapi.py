"""docs/reference/openapi.json: what the routes say, as `make docs` writes and tests compare it."""

from __future__ import annotations

from liuke.surfaces.described import description


def page() -> str:
    """Return the document."""
    return description()
