"""Figures that a release publishes: one JSON line each, past pytest's capture."""

from __future__ import annotations

import json
import sys
from typing import Protocol

import pytest


class Figure(Protocol):
    """Publish one measurement."""

    def __call__(self, name: str, **values: float | str) -> None: ...


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Figure:
    """Return what prints a figure where `make torture` shows it."""
    reporter = request.config.pluginmanager.get_plugin("terminalreporter")

    def publish(name: str, **values: float | str) -> None:
        line = json.dumps({"figure": name, **values})
        if reporter is None:
            sys.stdout.write(f"{line}\n")
        else:
            reporter.write_line(f"\n{line}")

    return publish
