"""`liuke models`: fit every model now, score everybody, and say how good each is."""

from __future__ import annotations

import click
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from liuke.domains import analytics
from liuke.kernel.actor import system
from liuke.kernel.db import Database, begin, connect
from liuke.kernel.ids import MemberId, MerchantId
from liuke.kernel.values import Value, encode
from liuke.surfaces.cli.ports import Running
from liuke.surfaces.cli.session import OUT, SAY, run, the_merchant

MEMBERS_PER_TRANSACTION = 1_000
NAME = "models"


class Refreshed(Value, frozen=True):
    """What was fitted, and how many members were scored."""

    models: list[analytics.Model]
    members: int


@click.command()
@click.option("--merchant", default="", help="Name or id of the merchant.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def command(context: click.Context, merchant: str, *, as_json: bool) -> None:
    """Bring the lake to now, fit every model, score every member, a thousand a transaction."""

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
            progress.update(task, description=f"{members:,} members scored 位会员已评分")
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
    SAY.print(f"[green]✓[/] {told.members:,} members scored 位会员已评分")
