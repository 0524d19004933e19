"""Nothing is promised about an address that cannot be listened on."""

from __future__ import annotations

import socket

import pytest

from tests.surfaces.operator import Operator


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
