"""Settings in, running system out: the only file that knows every part."""

from __future__ import annotations

import importlib
import pkgutil

from liuke import domains

PARTS = ("vocabulary", "reactions", "jobs")


def load_parts() -> None:
    """Import what every domain declares: facts, actions, sections, reactions and jobs."""
    for domain in pkgutil.iter_modules(domains.__path__):
        package = f"{domains.__name__}.{domain.name}"
        names = {module.name for module in pkgutil.iter_modules(_path(package))}
        for part in PARTS:
            if part in names:
                importlib.import_module(f"{package}.{part}")


def _path(package: str) -> list[str]:
    return list(importlib.import_module(package).__path__)
