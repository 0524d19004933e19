"""Figures that a release publishes: one JSON line each, past pytest's capture."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from typing import Protocol

import pytest


class Figure(Protocol):
    """Publish one measurement."""

    def __call__(self, name: str, **values: float | str) -> None: ...


@pytest.fixture(scope="session")
def figure(request: pytest.FixtureRequest) -> Figure:
    """Return what prints a figure where `make torture` shows it."""
    capture = request.config.pluginmanager.get_plugin("capturemanager")

    def publish(name: str, **values: float | str) -> None:
        with capture.global_and_fixture_disabled() if capture else nullcontext():
            sys.stderr.write(f"\n{json.dumps({'figure': name, **values})}\n")

    return publish
