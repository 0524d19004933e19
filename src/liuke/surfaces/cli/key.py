"""`liuke key`: API keys of programs."""

from __future__ import annotations

import click

from liuke.domains import access
from liuke.surfaces.cli.ports import Running
from liuke.surfaces.cli.session import checked, run, show, the_merchant


@click.group()
def command() -> None:
    """API keys of programs: tills, shops, connectors."""


@command.command()
@click.argument("name")
@click.option("--scope", "scopes", multiple=True, required=True, help="For instance checkout.order")
@click.option("--merchant", default="", help="Name or id of the merchant.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def add(
    context: click.Context, name: str, scopes: tuple[str, ...], merchant: str, *, as_json: bool
) -> None:
    """Make a key; its secret is shown this once."""

    async def work(running: Running) -> object:
        async with running.begin(await the_merchant(running, merchant)) as tx:
            wish = checked(access.KeyWish, name=name, scopes=scopes)
            (made,) = await access.make_keys(tx, [wish])
            return made

    show(run(context, work), as_json=as_json)
