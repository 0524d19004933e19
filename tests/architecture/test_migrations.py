"""Migrations are linted for locks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

MIGRATIONS = Path(__file__).parents[2] / "migrations"
# What squawk warns of that does not hold here.
HELD = [
    "prefer-bigint-over-int",  # a size is chosen for what is counted; no lock is at stake
    "prefer-bigint-over-smallint",  # the same
    "prefer-robust-stmts",  # every pending file runs in one transaction, or none
    "require-lock-timeout",  # the runner sets it
    "require-statement-timeout",  # backfills are jobs; a migration only changes the catalogue
]
OPTIONS = ["--pg-version=18.0", "--assume-in-transaction", f"--exclude={','.join(HELD)}"]


def test_no_migration_locks_what_a_till_needs() -> None:
    squawk = Path(sys.executable).with_name("squawk")
    run = subprocess.run(
        [squawk, *OPTIONS, *sorted(MIGRATIONS.glob("*.sql"))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_linter_notices_a_lock(tmp_path: Path) -> None:
    file = tmp_path / "0001_points_lock.sql"
    file.write_text("ALTER TABLE points_entry ALTER COLUMN points TYPE numeric;")
    squawk = Path(sys.executable).with_name("squawk")
    run = subprocess.run([squawk, *OPTIONS, file], capture_output=True, text=True, check=False)
    assert "changing-column-type" in run.stdout
