"""What happens in connect."""

from __future__ import annotations

from liuke.domains.connect.values import ImportId
from liuke.kernel.events import Event


class ImportFinished(Event, frozen=True):
    """A file was gone through to its end."""

    import_id: ImportId
    sheet: str
    taken: int
    refused: int
