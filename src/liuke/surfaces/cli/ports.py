"""What the command line is given: settings, addresses and the running system."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

from liuke.kernel.actor import system
from liuke.kernel.crypto import Keys
from liuke.kernel.db import Database, Tx, begin
from liuke.kernel.ids import MerchantId
from liuke.kernel.letters import Courier
from liuke.kernel.settings import Settings

__all__ = ["Addresses", "Load", "Path", "Running", "Start", "Work"]

T = TypeVar("T")


@dataclass(frozen=True)
class Addresses:
    """Where the database is, for each role; `admin` is empty when nobody told us.

    `pool` is where requests go when a pooler stands before the server, and empty when none does.
    """

    app: str
    worker: str
    verify: str
    admin: str
    embedded: bool
    pool: str = ""


@dataclass(frozen=True)
class Running:
    """The system while it runs; `warnings` say of its database what had better not be (en, zh)."""

    settings: Settings
    urls: Addresses
    keys: Keys
    database: Database
    migrated: int
    courier: Courier | None = None
    warnings: tuple[tuple[str, str], ...] = ()

    def begin(self, merchant_id: MerchantId, name: str = "cli") -> AbstractAsyncContextManager[Tx]:
        """Open a transaction for an operator at the machine."""
        return begin(self.database, system(merchant_id, name))


class Start(Protocol):
    """Starts the system."""

    def __call__(
        self, settings: Settings, *, upgrade: bool = True
    ) -> AbstractAsyncContextManager[Running]:
        """Yield the running system."""
        ...


Load = Callable[[], tuple[Settings, dict[str, str]]]
Work = Callable[[Running], Coroutine[Any, Any, T]]
