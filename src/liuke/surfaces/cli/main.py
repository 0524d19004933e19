"""The `liuke` command and its parts, each imported when it is typed."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass

import click

from liuke.surfaces.cli.ports import Load, Start

COMMANDS = {
    "anchor": "Write today's line of what stands in the books to a file outside of them.",
    "demo": "Fill a shop with a year of real receipts and open it.",
    "doctor": "Print every setting, its source, and the health of each part.",
    "export": "Write members, products, orders, balances and coupons to a folder.",
    "import": "Read members, products, balances, orders or coupons from a file.",
    "job": "What waits for a worker, and what failed too often and waits for you.",
    "key": "API keys of programs.",
    "keyring": "Keys that protect what names members: rotate, retire.",
    "lake": "What analytics reads: bring it to now, see how it is, compact it.",
    "migrate": "Bring the database to today.",
    "models": "Fit every model now, score every member, say how good each is.",
    "programme": "Check, compare, publish, withdraw and simulate programme documents.",
    "recount": "Count kept sums anew, where `verify` named one.",
    "segment": "Groups ready to use: list, show, apply.",
    "staff": "People who may sign in.",
    "template": "Ready-made programmes: list, show, apply.",
    "up": "Start everything on one port.",
    "verify": "Prove every book, every sealed log, and the anchors kept outside.",
    "worker": "Run jobs only.",
}


@dataclass(frozen=True)
class Tools:
    """What every command may need."""

    load: Load
    start: Start
    declare: Callable[[], None]


class Commands(click.Group):
    """Finds a command's module by its name, so that `liuke --help` imports none of them."""

    def list_commands(self, context: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names."""
        return sorted(COMMANDS)

    def get_command(self, context: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        """Import and return one command."""
        if cmd_name not in COMMANDS:
            return None
        name = cmd_name if cmd_name != "import" else "import_"
        module = importlib.import_module(f"liuke.surfaces.cli.{name}")
        command: click.Command = module.command
        return command

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as above
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


def build(load: Load, start: Start, declare: Callable[[], None]) -> click.Command:
    """Return the command line over what starts the system, and what only declares its parts."""

    @click.command(cls=Commands, context_settings={"obj": Tools(load, start, declare)})
    @click.version_option(package_name="liuke")
    def liuke() -> None:
        """Liuke 留客: membership marketing on one ledger."""

    return liuke
