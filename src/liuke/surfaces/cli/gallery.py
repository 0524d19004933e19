"""A gallery on the command line: what is ready-made, by code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click
from rich.table import Table

from liuke.kernel.values import encode
from liuke.surfaces.cli.session import OUT


def show_gallery(
    found: Sequence[Any], rows: Sequence[tuple[str, str, str]], about: str, *, as_json: bool
) -> None:
    """Print what is ready-made: as JSON for scripts, else its codes, names and `about` them."""
    if as_json:
        click.echo(encode(found).decode())
        return
    table = Table(show_lines=True)
    table.add_column("code", no_wrap=True)
    for title in ("名称 name", about):
        table.add_column(title, overflow="fold")
    for row in rows:
        table.add_row(*row)
    OUT.print(table)
