"""A database that cannot do what was asked says what is so: away, busy, or held by others."""

from __future__ import annotations

import pytest

from liuke.kernel.actor import system
from liuke.kernel.crypto import Keys
from liuke.kernel.db import DatabaseBusy, administer, begin, connect
from liuke.kernel.ids import MerchantId
from liuke.providers.postgres import Server
from tests.untouched import untouched


async def test_a_database_whose_connections_are_all_taken_is_busy_and_not_away(
    server: Server,
) -> None:
    async with untouched(server, "liuke_full") as database:
        async with administer(server.admin_url) as admin:
            await admin.execute("ALTER DATABASE liuke_full CONNECTION LIMIT 1")
        url = server.app_url.replace("/liuke?", "/liuke_full?")
        shop = system(MerchantId.new(), "test")
        with pytest.raises(DatabaseBusy):
            async with begin(database, shop), begin(database, shop):
                pass
        with pytest.raises(DatabaseBusy):
            await connect(url, Keys.for_tests(), size=1)
        with pytest.raises(DatabaseBusy):
            async with administer(url):
                pass
