"""The application, as tests of the surfaces open it."""

from __future__ import annotations

from tests.surfaces.conftest import app, quiet, town

__all__ = ["app", "quiet", "town"]
