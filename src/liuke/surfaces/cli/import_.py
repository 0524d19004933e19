"""`liuke import`: members, products, balances, orders and coupons from a file."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import click
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from liuke.domains import connect
from liuke.kernel.ids import MerchantId
from liuke.kernel.measures import some
from liuke.kernel.values import Value, encode
from liuke.surfaces.cli.error_file import write_errors
from liuke.surfaces.cli.ports import Running
from liuke.surfaces.cli.session import OUT, SAY, run, the_merchant

SHOWN = 20


class Outcome(Value, frozen=True):
    """What became of a file; `faults` are the first of them, `errors` the file with them all."""

    sheet: str
    file: str
    dry_run: bool
    rows: int
    taken: int
    refused: int
    encoding: str
    columns: dict[str, str]
    ignored: tuple[str, ...]
    worksheet: str
    worksheets: tuple[connect.Worksheet, ...]
    resumed_at: int
    faults: tuple[connect.Fault, ...]
    errors: str


@dataclass
class Tally:
    """What has become of rows so far."""

    taken: int = 0
    refused: int = 0
    faults: list[connect.Fault] = field(default_factory=list)

    def add(self, made: connect.Taken) -> None:
        """Count a chunk."""
        self.taken += made.taken
        self.refused += made.refused
        self.faults += made.faults


@dataclass(frozen=True)
class Job:
    """One file on its way into one merchant."""

    running: Running
    merchant_id: MerchantId
    stream: BinaryIO
    file: Path
    found: connect.Survey
    worksheets: tuple[connect.Worksheet, ...]
    plan: connect.Plan


@click.command()
@click.argument("kind")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--map", "pairs", multiple=True, metavar="THEIRS=OURS", help="Name a column.")
@click.option("--sheet", "worksheet", default="", metavar="NAME", help="The sheet of a workbook.")
@click.option("--no-header", is_flag=True, help="Row 1 is data: --map A=phone.")
@click.option("--dry-run", is_flag=True, help="Say what would happen; keep nothing.")
@click.option("--again", is_flag=True, help="Go through a file once more from its first row.")
@click.option("--errors", type=click.Path(dir_okay=False, path_type=Path), help="The error file.")
@click.option("--merchant", default="", help="Name or id of the merchant.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def command(  # noqa: PLR0913 - one parameter per option, as click hands them over
    context: click.Context,
    kind: str,
    file: Path,
    pairs: Sequence[str],
    errors: Path | None,
    merchant: str,
    *,
    worksheet: str,
    no_header: bool,
    dry_run: bool,
    again: bool,
    as_json: bool,
) -> None:
    """Read KIND (members, products, balances, orders, coupons) from a CSV, XLSX or Parquet file.

    Rows that cannot be taken are written beside the file with the reason, the others are taken.
    An import that broke off goes on where it stopped; the same row never counts twice.
    """
    given = mapping(pairs)
    place = place_of_errors(errors, file)
    with file.open("rb") as stream:

        async def work(running: Running) -> Outcome:
            merchant_id = await the_merchant(running, merchant)
            sheet = connect.find_sheet(kind, taking=True)
            listed = connect.worksheets(stream)
            if not as_json:
                tell_worksheets(listed)
            with SAY.status("reading 读取中…"):
                found = connect.survey(stream, worksheet=worksheet, no_header=no_header)
            async with running.begin(merchant_id, "import") as tx:
                plan = await connect.make_plan(tx, sheet, found, given)
            job = Job(running, merchant_id, stream, file, found, listed, plan)
            return await (rehearse(job, place) if dry_run else take(job, place, again=again))

        outcome = run(context, work)
    if as_json:
        click.echo(encode(outcome).decode())
    else:
        report(outcome)
    if outcome.refused:
        sys.exit(1)


def place_of_errors(errors: Path | None, file: Path) -> Path:
    """Return where refused rows are written: as asked, else beside the file.

    Raises:
        click.UsageError: its folder is not there.
    """
    place = errors or file.with_name(f"{file.stem}.errors.csv")
    if not place.parent.is_dir():
        raise click.UsageError(f"--errors {place}: there is no such folder 没有这个文件夹")
    return place


def tell_worksheets(listed: Sequence[connect.Worksheet]) -> None:
    """Say before anything can be refused which sheets a workbook has, where it has several."""
    if len(listed) > 1:
        table = Table("sheet 工作表", "rows 行数")
        for one in listed:
            table.add_row(plain(one.name), "?" if one.rows is None else f"{one.rows:,}")
        SAY.print(table)


def mapping(pairs: Sequence[str]) -> dict[str, str]:
    """Read `--map 手机号码=phone` into the file's column and ours.

    Raises:
        click.UsageError: one has no equals sign.
    """
    for pair in pairs:
        if "=" not in pair:
            raise click.UsageError(f"--map {pair}: write it as THEIRS=OURS")
    return {theirs.strip(): ours.strip() for theirs, _, ours in (p.rpartition("=") for p in pairs)}


async def rehearse(job: Job, errors: Path) -> Outcome:
    """Go through the file and keep nothing."""
    tally = Tally()
    with bar(job, 0) as moved:
        for chunk in connect.chunks(job.plan, connect.records(job.stream, job.found)):
            async with job.running.begin(job.merchant_id, "import") as tx:
                made = await connect.rehearse(tx, job.plan, chunk)
            tally.add(made)
            moved(made.rows)
    return outcome_of(job, tally, errors, resumed_at=0, dry_run=True)


async def take(job: Job, errors: Path, *, again: bool) -> Outcome:
    """Take the file in, from where an earlier import of it stopped."""
    async with job.running.begin(job.merchant_id, "import") as tx:
        progress = await connect.begin_import(
            tx, job.plan, file=job.file.name, rows=job.found.rows, again=again
        )
    start = progress.position
    rows = connect.records(job.stream, job.found)
    with bar(job, start) as moved:
        for chunk in connect.chunks(job.plan, rows, skip=start):
            async with job.running.begin(job.merchant_id, "import") as tx:
                progress, made = await connect.go_on(tx, job.plan, progress, chunk)
            moved(made.rows)
    tally = Tally(progress.taken, progress.refused, await faults(job, progress))
    return outcome_of(job, tally, errors, resumed_at=start, dry_run=False)


async def faults(job: Job, progress: connect.Progress) -> list[connect.Fault]:
    """Return every fault of an import, those of earlier runs included."""
    found: list[connect.Fault] = []
    while True:
        after = (found[-1].line, found[-1].column) if found else (0, "")
        async with job.running.begin(job.merchant_id, "import") as tx:
            page = await connect.faults_of(tx, progress.id, after=after)
        if not page:
            return found
        found += page


@contextmanager
def bar(job: Job, start: int) -> Iterator[Callable[[int], None]]:
    """Show how far the file has come."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=SAY, transient=True) as shown:
        task = shown.add_task(job.plan.sheet.label_zh, total=job.found.rows, completed=start)
        yield lambda rows: shown.advance(task, rows)


def outcome_of(job: Job, tally: Tally, errors: Path, *, resumed_at: int, dry_run: bool) -> Outcome:
    """Write the error file, if there are errors, and say what became of everything."""
    if tally.faults:
        write_errors(connect.records(job.stream, job.found), job.found.header, tally.faults, errors)
    return Outcome(
        sheet=job.plan.sheet.name,
        file=job.file.name,
        dry_run=dry_run,
        rows=job.found.rows,
        taken=tally.taken,
        refused=tally.refused,
        encoding=job.found.encoding,
        columns={name: job.found.header[place] for name, place in job.plan.places.items()},
        ignored=job.plan.ignored,
        worksheet=job.found.worksheet,
        worksheets=job.worksheets,
        resumed_at=resumed_at,
        faults=tuple(tally.faults[:SHOWN]),
        errors=str(errors) if tally.faults else "",
    )


def plain(text: str) -> str:
    """Return text of a file as a terminal shows it and never runs it."""
    return escape("".join(c for c in text if not unicodedata.category(c).startswith("C")))


def report(outcome: Outcome) -> None:
    """Say what became of everything to a person."""
    if len(outcome.worksheets) > 1:
        SAY.print(f"sheet 工作表: {plain(outcome.worksheet)}")
    if outcome.resumed_at >= outcome.rows > 0:
        SAY.print(
            "[yellow]![/] this file is in already, nothing was done twice; --again goes through it "
            "once more 这个文件以前导入过，没有重复；--again 可重新过一遍"
        )
    elif outcome.resumed_at:
        SAY.print(f"[dim]went on after row 从第 {outcome.resumed_at:,} 行之后继续[/]")
    if outcome.ignored:
        ignored = plain("、".join(outcome.ignored))
        SAY.print(f"[yellow]![/] columns passed over 未使用的列: {ignored}")
    verb = "would be taken 可导入" if outcome.dry_run else "taken 已导入"
    rows, refused = (some(n, "row", "rows") for n in (outcome.rows, outcome.refused))
    SAY.print(f"[green]✓[/] {outcome.taken:,} of {rows} {verb} ({outcome.sheet})")
    if not outcome.refused and not outcome.faults:
        return
    SAY.print(f"[red]✗[/] {refused} refused 未导入: {plain(outcome.errors)}")
    table = Table("line 行", "column 列", "reason 原因")
    for fault in outcome.faults:
        table.add_row(
            str(fault.line), plain(fault.column), plain(f"{fault.reason} {fault.reason_zh}")
        )
    OUT.print(table)
