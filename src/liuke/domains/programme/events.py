"""What happens to programmes."""

from __future__ import annotations

from datetime import datetime

from liuke.domains.programme.values import VersionId
from liuke.kernel.events import Event


class ProgrammePublished(Event, frozen=True):
    """A version was published, to take effect at an instant; if a pilot, in these stores only."""

    version_id: VersionId
    programme: str
    number: int
    effective_from: datetime
    pilot: tuple[str, ...] = ()
    pilot_until: datetime | None = None


class ProgrammeWithdrawn(Event, frozen=True):
    """A published version was withdrawn; the one before it rules again."""

    version_id: VersionId
    programme: str
    number: int
