"""An operator at the machine: commands typed against the tests' own server."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from click.testing import CliRunner, Result

from liuke.bootstrap import load_parts
from liuke.kernel.crypto import Keys
from liuke.kernel.db import connect
from liuke.kernel.keyring import KeyRing, place_of
from liuke.kernel.settings import Settings
from liuke.providers.postgres import Server
from liuke.surfaces.cli.main import build
from liuke.surfaces.cli.ports import Addresses, Running
from tests.conftest import Shop


@dataclass(frozen=True)
class Operator:
    """Types commands for one merchant."""

    server: Server
    shop: Shop
    settings: Settings

    def types(self, *words: str, fails: bool | None = False) -> Result:
        """Run `liuke …` for this merchant and return what came out; None: either way."""
        command = build(lambda: (self.settings, self.sources()), self.start, load_parts)
        result = CliRunner().invoke(command, list(words), catch_exceptions=False)
        assert fails is None or result.exit_code == int(fails), result.output
        return result

    def asks(self, *words: str, fails: bool = False) -> Any:
        """Run a command with `--json` and return what it says."""
        return json.loads(self.types(*words, "--json", fails=fails).stdout)

    def of_shop(self, *words: str) -> tuple[str, ...]:
        """Return the words of a command that concerns this merchant."""
        return (*words, "--merchant", str(self.shop.actor.merchant_id))

    def sources(self) -> dict[str, str]:
        """Return where each setting came from."""
        return dict.fromkeys(Settings.__struct_fields__, "default")

    @asynccontextmanager
    async def start(self, settings: Settings, *, upgrade: bool = True) -> AsyncIterator[Running]:
        """Yield the system over the server that runs already."""
        urls = Addresses(
            app=self.server.app_url,
            worker=self.server.worker_url,
            verify=self.server.verify_url,
            admin=self.server.admin_url,
            embedded=True,
        )
        place = place_of(settings)
        keys = KeyRing(place) if place.exists() else Keys.for_tests()
        database = await connect(urls.app, keys, size=2)
        try:
            yield Running(settings, urls, keys, database, int(upgrade) - 1)
        finally:
            await database.close()
