"""Nothing is promised about an address that cannot be listened on."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from liuke.kernel.settings import Settings
from liuke.providers.postgres import Server
from liuke.surfaces.cli.ports import Addresses, Running
from liuke.surfaces.cli.up import first_run
from tests.surfaces.operator import Operator
from tests.untouched import untouched


class Warned(Operator):
    """A database that had better be set otherwise."""

    @asynccontextmanager
    async def start(self, settings: Settings, *, upgrade: bool = True) -> AsyncIterator[Running]:
        async with super().start(settings, upgrade=upgrade) as running:
            yield replace(running, warnings=(("its log may tell", "日志可能写出内容"),))


def test_what_had_better_not_be_is_told_at_the_start_and_by_the_doctor(operator: Operator) -> None:
    warned = Warned(operator.server, operator.shop, operator.settings)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        told = warned.types("up", "--port", str(taken.getsockname()[1]), fails=True).stderr
    assert "its log may tell 日志可能写出内容" in told
    told = warned.types("doctor", fails=None).output
    assert "! database: its log may tell" in told
    assert "日志可能写出内容" in told


async def test_a_link_that_takes_the_place_of_another_says_so(
    server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    here = Addresses(server.app_url, server.worker_url, "", server.admin_url, embedded=True)
    verify = server.verify_url.replace("/liuke?", "/liuke_links?")
    async with untouched(server, "liuke_links") as database:
        urls = replace(here, verify=verify)
        running = Running(Settings(), urls, database.keys, database, 0)
        await first_run(running, 7300)
        first = capsys.readouterr().err
        await first_run(running, 7300)
        second = capsys.readouterr().err
    assert "setup#token=" in first
    assert "已失效" not in first
    assert "setup#token=" in second
    assert "count no more" in second
    assert "已失效" in second


@pytest.mark.parametrize("command", ["up", "demo"])
def test_where_somebody_listens_already_no_link_is_made(operator: Operator, command: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        told = operator.types(command, "--port", port, fails=True)
    assert "address_taken" in told.stderr
    assert "http://127" not in told.output


def test_what_is_no_port_is_refused_before_anything_starts(operator: Operator) -> None:
    told = operator.types("up", "--port", "99999", fails=None)
    assert told.exit_code == 2
    assert "65535" in told.stderr
