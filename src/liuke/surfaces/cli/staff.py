"""`liuke staff`: people who may sign in."""

from __future__ import annotations

import click

from liuke.domains import access
from liuke.surfaces.cli.ports import Running
from liuke.surfaces.cli.session import SAY, checked, run, show, the_merchant


@click.group()
def command() -> None:
    """People who may sign in."""


@command.command()
@click.argument("sign_in")
@click.argument("name")
@click.option("--role", type=click.Choice([role.value for role in access.Role]), required=True)
@click.option("--merchant", default="", help="Name or id of the merchant.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def add(
    context: click.Context, sign_in: str, name: str, role: str, merchant: str, *, as_json: bool
) -> None:
    """Let somebody in; they set their own password with the link printed, once."""

    async def work(running: Running) -> tuple[object, str]:
        async with running.begin(await the_merchant(running, merchant)) as tx:
            person = checked(access.Invitation, sign_in=sign_in, name=name, role=role)
            (invited,) = await access.invite(tx, [person])
        shop = f"http://{running.settings.host}:{running.settings.port}"
        return invited, f"{shop}/console/accept#token={invited.token}"

    invited, link = run(context, work)
    show(invited, as_json=as_json)
    if not as_json:
        SAY.print("[green]✓[/] They choose a password here, once 请本人打开链接设密码，只能用一次:")
        SAY.print(f"  {link}", soft_wrap=True, highlight=False)
