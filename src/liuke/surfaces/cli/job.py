"""`liuke job`: what waits for a worker, and what waits for a person."""

from __future__ import annotations

from collections.abc import Sequence

import click
from rich.table import Table

from liuke.kernel import jobs
from liuke.kernel.jobs import DailyRun, HeldJob, JobId, Queue
from liuke.kernel.values import Value, encode
from liuke.surfaces.cli.ports import Running
from liuke.surfaces.cli.session import OUT, SAY, run, show, the_merchant

merchant_option = click.option("--merchant", default="", help="Name or id of the merchant.")
json_option = click.option("--json", "as_json", is_flag=True)


class Shown(Value, frozen=True):
    """Open jobs by name, the last run of each daily job, and those that are held."""

    queues: list[Queue]
    runs: list[DailyRun]
    held: list[HeldJob]


@click.group()
def command() -> None:
    """Jobs: what waits for a worker, and what failed too often and waits for you."""


@command.command("list")
@merchant_option
@json_option
@click.pass_context
def list_(context: click.Context, merchant: str, *, as_json: bool) -> None:
    """Show queues, last daily runs and held jobs with their problem."""

    async def work(running: Running) -> Shown:
        async with running.begin(await the_merchant(running, merchant)) as tx:
            return Shown(await jobs.queues(tx), await jobs.last_runs(tx), await jobs.held_jobs(tx))

    shown = run(context, work, upgrade=False)
    if as_json:
        click.echo(encode(shown).decode())
    else:
        tell(shown)


@command.command()
@click.argument("job_ids", nargs=-1, required=True)
@merchant_option
@json_option
@click.pass_context
def retry(
    context: click.Context, job_ids: tuple[str, ...], merchant: str, *, as_json: bool
) -> None:
    """Let held jobs run again, once each; a worker finds them within a minute."""
    wanted = ids_of(job_ids)

    async def work(running: Running) -> list[HeldJob]:
        async with running.begin(await the_merchant(running, merchant)) as tx:
            return await jobs.release(tx, wanted)

    show(run(context, work, upgrade=False), as_json=as_json)


@command.command()
@click.argument("job_ids", nargs=-1, required=True)
@click.option("--reason", required=True, help="Why what they were to do is left undone.")
@merchant_option
@json_option
@click.pass_context
def dismiss(
    context: click.Context,
    job_ids: tuple[str, ...],
    reason: str,
    merchant: str,
    *,
    as_json: bool,
) -> None:
    """Give held jobs up; the audit keeps the reason."""
    wanted = ids_of(job_ids)

    async def work(running: Running) -> list[HeldJob]:
        async with running.begin(await the_merchant(running, merchant)) as tx:
            return await jobs.dismiss(tx, wanted, reason)

    show(run(context, work, upgrade=False), as_json=as_json)


def ids_of(texts: Sequence[str]) -> list[JobId]:
    """Read the ids that were typed.

    Raises:
        click.ClickException: one is no id of a job.
    """
    try:
        return [JobId.parse(text) for text in texts]
    except ValueError as fault:
        raise click.ClickException(str(fault)) from fault


def tell(shown: Shown) -> None:
    """Show jobs to a person."""
    table = Table("job 任务", "waiting 等待", "held 搁置", "last day 最近一天", "done 完成")
    runs = {one.name: one for one in shown.runs}
    counts = {one.name: one for one in shown.queues}
    for name in sorted(runs.keys() | counts.keys()):
        queue, last = counts.get(name), runs.get(name)
        table.add_row(
            name,
            str(queue.waiting if queue else 0),
            str(queue.held if queue else 0),
            str(last.due_on) if last else "",
            f"{last.done_at:%Y-%m-%d %H:%M}" if last and last.done_at else "",
        )
    OUT.print(table)
    for job in shown.held:
        day = f" of {job.due_on}" if job.due_on else f" on {job.events} events"
        SAY.print(
            f"[red]✗[/] {job.id} {job.name}{day}: {job.problem}, {job.held_at:%Y-%m-%d %H:%M}"
        )
    if shown.held:
        SAY.print("  → mend the cause, then `liuke job retry ID`, or `dismiss ID --reason …`")
