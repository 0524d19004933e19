"""`liuke models`: fit every model now, score everybody, and say how good each is; set them."""

from __future__ import annotations

from pathlib import Path

import click
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from liuke.domains import analytics
from liuke.kernel.actor import system
from liuke.kernel.db import Database, begin, connect
from liuke.kernel.ids import MemberId, MerchantId
from liuke.kernel.measures import some
from liuke.kernel.values import Value, encode
from liuke.kernel.web import body_of
from liuke.surfaces.cli.ports import Running
from liuke.surfaces.cli.session import OUT, SAY, refusing, run, show, the_merchant

MEMBERS_PER_TRANSACTION = 1_000
NAME = "models"


class Refreshed(Value, frozen=True):
    """What was fitted, and how many members were scored."""

    models: list[analytics.Model]
    members: int


class Kept(Value, frozen=True):
    """What is set about models; `revision` is of what was read, and goes back with the file."""

    settings: analytics.ModelSettings
    revision: str = ""


@click.command()
@click.option("--settings", "shown", is_flag=True, help="Print what is set as JSON; fit nothing.")
@click.option(
    "--set",
    "wanted",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Set what such a file says; refused if somebody saved since it was printed.",
)
@click.option("--merchant", default="", help="Name or id of the merchant.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def command(
    context: click.Context, wanted: Path | None, merchant: str, *, shown: bool, as_json: bool
) -> None:
    """Bring the lake to now, fit every model, score every member, a thousand a transaction."""
    if shown or wanted:
        with refusing():
            given = body_of(Kept, wanted.read_bytes()) if wanted else None
        show(run(context, lambda running: set_up(running, merchant, given)), as_json=as_json)
        return

    async def work(running: Running) -> Refreshed:
        merchant_id = await the_merchant(running, merchant)
        # A fit thinks for longer than a till may keep a transaction open.
        database = await connect(running.urls.worker, running.keys, size=2)
        try:
            return await refresh(database, merchant_id)
        finally:
            await database.close()

    told = run(context, work, upgrade=False)
    if as_json:
        click.echo(encode(told).decode())
    else:
        tell(told)


async def set_up(running: Running, merchant: str, given: Kept | None) -> Kept:
    """Set what was given, if anything; return what is set then."""
    async with running.begin(await the_merchant(running, merchant), NAME) as tx:
        if given is not None:
            await analytics.change_settings(tx, given.settings, revision=given.revision)
        now = await analytics.model_settings(tx)
        return Kept(now, now.revision)


async def refresh(database: Database, merchant_id: MerchantId) -> Refreshed:
    """Do what the nights do, now; killed and run again, it does the rest."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=SAY, transient=True) as progress:
        task = progress.add_task("lake 数据湖")
        await analytics.export(database, merchant_id)
        for kind in analytics.Kind:
            progress.update(task, description=f"{kind.value} 模型")
            await analytics.fit_model(database, merchant_id, kind)
        after: MemberId | None = None
        members, more = 0, True
        while more:
            async with begin(database, system(merchant_id, NAME)) as tx:
                due = await analytics.scores_due(tx, after, MEMBERS_PER_TRANSACTION)
                await analytics.score_members(tx, due)
            members += len(due)
            scored = some(members, "member", "members")
            progress.update(task, description=f"{scored} scored 位会员已评分")
            more = len(due) == MEMBERS_PER_TRANSACTION
            after = due[-1] if due else None
    async with begin(database, system(merchant_id, NAME)) as tx:
        return Refreshed(await analytics.latest_models(tx), members)


def tell(told: Refreshed) -> None:
    """Show models to a person."""
    table = Table("model 模型", "through 数据截至", "measure 指标", "ours 模型", "baselines 基线")
    for model in told.models:
        day = str(model.through_on)
        if not model.evaluation:
            table.add_row(model.kind.value, day, model.reason_zh or model.state.value, "", "")
        for one in model.evaluation:
            others = ", ".join(
                f"{name} {value / 1000:.3f}" for name, value in one.baselines.items()
            )
            what = f"{one.what} {one.measure}"
            table.add_row(model.kind.value, day, what, f"{one.ours / 1000:.3f}", others)
    OUT.print(table)
    scored = some(told.members, "member", "members")
    SAY.print(f"[green]✓[/] {scored} scored 位会员已评分")
