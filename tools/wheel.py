"""Refuse to build a wheel without the web pages: who installs one has no Node to build them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILT = "src/liuke/surfaces/pages/built"
SCREENS = ("console", "till", "member")


def missing(root: Path) -> list[str]:
    """Return the screens that `make web` has not built."""
    return [screen for screen in SCREENS if not (root / BUILT / screen / "index.html").is_file()]


class ScreensHook(BuildHookInterface):  # type: ignore[misc] # untyped outside a build
    """What hatchling asks before it packs; a checkout in use (`editable`) may lack them."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling calls it so
        """Look for the pages.

        Raises:
            FileNotFoundError: some are not built.
        """
        if version != "editable" and (lacking := missing(Path(self.root))):
            raise FileNotFoundError(f"{', '.join(lacking)} not built: make wheel builds them first")
