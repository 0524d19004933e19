"""`liuke staff`: people who may sign in."""

from __future__ import annotations

import click

from liuke.domains import access, stores
from liuke.surfaces.cli.ports import Running
from liuke.surfaces.cli.session import SAY, checked, run, show, the_merchant


@click.group()
def command() -> None:
    """People who may sign in."""


@command.command()
@click.argument("sign_in")
@click.argument("name")
@click.option("--role", type=click.Choice([role.value for role in access.Role]), required=True)
@click.option("--store", "codes", multiple=True, help="Code of a store of theirs; again for more.")
@click.option("--region", default=None, help="Code of the region whose stores they work for.")
@click.option("--merchant", default="", help="Name or id of the merchant.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def add(  # noqa: PLR0913 - one parameter per option, as click hands them over
    context: click.Context,
    *,
    sign_in: str,
    name: str,
    role: str,
    codes: tuple[str, ...],
    region: str | None,
    merchant: str,
    as_json: bool,
) -> None:
    """Let somebody in; they set their own password with the link printed, once.

    Without a store or a region they work for the whole shop.
    """

    async def work(running: Running) -> tuple[object, str]:
        async with running.begin(await the_merchant(running, merchant)) as tx:
            found = await stores.store_ids(tx, codes)
            store_ids = list(found.values()) if codes else None
            person = checked(
                access.Invitation, sign_in=sign_in, name=name, role=role, region=region,
                store_ids=store_ids,
            )  # fmt: skip
            (invited,) = await access.invite(tx, [person])
        shop = f"http://{running.settings.host}:{running.settings.port}"
        return invited, f"{shop}/console/accept#token={invited.token}"

    invited, link = run(context, work)
    show(invited, as_json=as_json)
    if not as_json:
        SAY.print("[green]✓[/] They choose a password here, once 请本人打开链接设密码，只能用一次:")
        SAY.print(f"  {link}", soft_wrap=True, highlight=False)
