"""`liuke template`: ready-made programmes, one command from a working shop."""

from __future__ import annotations

from datetime import datetime

import click

from liuke.domains import programme
from liuke.surfaces.cli.gallery import show_gallery
from liuke.surfaces.cli.ports import Running
from liuke.surfaces.cli.programme import put_live, report_live
from liuke.surfaces.cli.session import refusing, run, show, the_merchant


@click.group()
def command() -> None:
    """Ready-made programmes: list, show, apply."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True)
def list_(*, as_json: bool) -> None:
    """List the ready-made programmes."""
    found = programme.templates()
    rows = [(t.code, f"{t.name_zh}\n{t.name}", t.description_zh or t.description) for t in found]
    show_gallery(found, rows, "说明 what it does", as_json=as_json)


@command.command("show")
@click.argument("code")
@click.option("--json", "as_json", is_flag=True)
def show_(code: str, *, as_json: bool) -> None:
    """Print one document; edit a copy and publish it with `liuke programme publish`."""
    with refusing():
        show(programme.template(code), as_json=as_json)


@command.command()
@click.argument("code")
@click.option("--merchant", default="", help="Name or id of the merchant.")
@click.option("--from", "since", type=click.DateTime(["%Y-%m-%d"]), help="First day; now if none.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def apply(
    context: click.Context, code: str, merchant: str, since: datetime | None, *, as_json: bool
) -> None:
    """Publish a ready-made programme as it stands."""

    async def work(running: Running) -> programme.InForce:
        async with running.begin(await the_merchant(running, merchant)) as tx:
            document = programme.template(code, await programme.currency_of(tx))
            return await put_live(tx, document, since, note=f"template {code}")

    report_live(run(context, work), as_json=as_json)
