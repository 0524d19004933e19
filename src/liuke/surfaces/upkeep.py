"""Upkeep: what is in force here and how each part is, for whoever runs the shop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from liuke.kernel.db import Tx
from liuke.kernel.routes import Route, get
from liuke.kernel.settings import Settings
from liuke.surfaces import health, lake_health
from liuke.surfaces.effective import Setting, effective
from liuke.surfaces.health import Part, Urls


def _defaults() -> dict[str, str]:
    return dict.fromkeys(Settings.__struct_fields__, "default")


@dataclass(frozen=True)
class Upkeep:
    """What this process was started with; without addresses only the machine is looked at."""

    settings: Settings = field(default_factory=Settings)
    sources: Mapping[str, str] = field(default_factory=_defaults)
    urls: Urls | None = None


def routes(upkeep: Upkeep) -> list[Route]:
    """Return the routes that tell what this process knows of itself."""

    @get("/settings", may="settings.read")
    async def list_settings(tx: Tx) -> list[Setting]:  # noqa: ARG001 - a route takes its transaction
        """List every setting in force with its source, secrets struck out."""
        return effective(upkeep.settings, upkeep.sources)

    @get("/health/parts", may="health.read")
    async def list_parts(tx: Tx) -> list[Part]:  # noqa: ARG001 - as above
        """Look at each part: keys, disk, database, roles, migrations, jobs, lake; what to do."""
        parts = health.of_machine(upkeep.settings)
        if upkeep.urls:
            parts += await health.of_database(upkeep.urls)
        return parts + await lake_health.of_lake()

    return [list_settings, list_parts]
