"""`liuke segment template`: groups ready to use, one command from a segment of the shop's own."""

from __future__ import annotations

import click

from liuke.domains import segments
from liuke.surfaces.cli.gallery import show_gallery
from liuke.surfaces.cli.ports import Running
from liuke.surfaces.cli.session import SAY, refusing, run, show, the_merchant


@click.group()
def command() -> None:
    """Segments: groups ready to use."""


@command.group()
def template() -> None:
    """Groups ready to use: list, show, apply."""


@template.command("list")
@click.option("--json", "as_json", is_flag=True)
def list_(*, as_json: bool) -> None:
    """List the groups that are ready to use."""
    found = list(segments.templates().values())
    rows = [(t.code, f"{t.name_zh}\n{t.name}", f"{t.use_zh}\n{t.use}") for t in found]
    show_gallery(found, rows, "用途 what for", as_json=as_json)


@template.command("show")
@click.argument("code")
@click.option("--json", "as_json", is_flag=True)
def show_(code: str, *, as_json: bool) -> None:
    """Print one group with its question."""
    with refusing():
        show(segments.get_template(code), as_json=as_json)


@template.command()
@click.argument("code")
@click.option("--as", "own", default="", help="Code of the segment, if not the template's.")
@click.option("--merchant", default="", help="Name or id of the merchant.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def apply(context: click.Context, code: str, own: str, merchant: str, *, as_json: bool) -> None:
    """Make a segment of a group; it is an ordinary segment from then on."""

    async def work(running: Running) -> segments.Segment:
        async with running.begin(await the_merchant(running, merchant)) as tx:
            return await segments.apply_template(tx, code, code=own)

    made = run(context, work)
    if as_json:
        show(made, as_json=True)
    else:
        SAY.print(f"[green]✓[/] {made.code}: {made.name_zh} {made.name}, v{made.version}")
