"""The doctor says what is in force, where it came from, and which part ails."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from liuke.bootstrap import load_parts
from liuke.kernel.crypto import Keys
from liuke.kernel.db import DatabaseAway
from liuke.kernel.settings import Settings, load
from liuke.providers.postgres.roles import with_database
from liuke.surfaces.cli.main import build
from liuke.surfaces.cli.ports import Running
from tests.surfaces.operator import Operator


def parts(report: dict[str, Any]) -> dict[str, str]:
    return {part["name"]: part["state"] for part in report["parts"]}


def test_a_healthy_shop_is_fine_in_every_part(operator: Operator, tmp_path: Path) -> None:
    (tmp_path / "keys").write_text(Keys.for_tests().text(), encoding="utf-8")
    (tmp_path / "keys").chmod(0o600)
    # Jobs that other tests left in the shared database may have waited too long.
    answer = operator.types("doctor", "--json", fails=None)
    report = json.loads(answer.stdout)
    found = parts(report)
    assert answer.exit_code == int("failing" in found.values())
    assert {found[name] for name in ("keys", "database", "roles", "migrations")} == {"fine"}
    assert {"disk", "jobs"} <= set(found)
    assert {one["source"] for one in report["settings"]} == {"default"}
    assert all(one["description"] for one in report["settings"])
    shown = operator.types("doctor", fails=None)
    assert "LIUKE_HOME" in shown.stdout


def test_keys_that_others_may_read_are_a_failing_part(operator: Operator, tmp_path: Path) -> None:
    (tmp_path / "keys").write_text(Keys.for_tests().text(), encoding="utf-8")
    (tmp_path / "keys").chmod(0o644)
    assert parts(operator.asks("doctor", fails=True))["keys"] == "failing"
    (tmp_path / "keys").write_text("{}", encoding="utf-8")
    (tmp_path / "keys").chmod(0o600)
    assert parts(operator.asks("doctor", fails=True))["keys"] == "failing"


def test_a_role_that_passes_the_fences_is_a_failing_part(operator: Operator) -> None:
    class Careless(Operator):
        @asynccontextmanager
        async def start(
            self, settings: Settings, *, upgrade: bool = True
        ) -> AsyncIterator[Running]:
            async with super().start(settings, upgrade=upgrade) as running:
                urls = replace(running.urls, app=running.urls.admin)
                yield replace(running, urls=urls)

    careless = Careless(operator.server, operator.shop, operator.settings)
    assert parts(careless.asks("doctor", fails=True))["roles"] == "failing"


def test_a_pooler_that_signs_in_as_somebody_else_is_a_failing_part(operator: Operator) -> None:
    class Pooled(Operator):
        @asynccontextmanager
        async def start(
            self, settings: Settings, *, upgrade: bool = True
        ) -> AsyncIterator[Running]:
            async with super().start(settings, upgrade=upgrade) as running:
                yield replace(running, urls=replace(running.urls, pool=self.server.admin_url))

    pooled = Pooled(operator.server, operator.shop, operator.settings)
    (found,) = [one for one in pooled.asks("doctor", fails=True)["parts"] if one["name"] == "roles"]
    assert found["state"] == "failing"
    assert "pool is liuke_admin" in found["found"]
    assert "liuke_admin passes the fences" in found["advice"]


@pytest.mark.usefixtures("operator")
def test_a_database_that_is_away_is_a_finding_not_a_crash(tmp_path: Path) -> None:
    environ = {
        "LIUKE_HOME": str(tmp_path),
        "LIUKE_DATABASE_URL": "postgresql://liuke_app:hunter2@nowhere/liuke",
    }

    @asynccontextmanager
    async def start(settings: Settings, *, upgrade: bool = True) -> AsyncIterator[Running]:
        assert settings.database_url
        assert not upgrade
        raise DatabaseAway
        yield

    command = build(lambda: load(environ), start, load_parts)
    result = CliRunner().invoke(command, ["doctor", "--json"])
    report = json.loads(result.stdout)
    assert (result.exit_code, parts(report)["database"]) == (1, "failing")
    (away,) = [part for part in report["parts"] if part["name"] == "database"]
    assert "LIUKE_DATABASE_URL" in away["advice"]
    assert "LIUKE_DATABASE_URL" in away["advice_zh"]
    assert "hunter2" not in result.output
    told = {one["name"]: (one["value"], one["source"]) for one in report["settings"]}
    assert told["home"] == (str(tmp_path), "LIUKE_HOME")
    assert told["port"] == ("8420", "default")


def test_a_database_before_its_first_migration_says_what_to_run(operator: Operator) -> None:
    class Early(Operator):
        @asynccontextmanager
        async def start(
            self, settings: Settings, *, upgrade: bool = True
        ) -> AsyncIterator[Running]:
            async with super().start(settings, upgrade=upgrade) as running:
                empty = with_database(running.urls.admin, "postgres")
                yield replace(running, urls=replace(running.urls, verify=empty))

    early = Early(operator.server, operator.shop, operator.settings)
    report = early.asks("doctor", fails=True)
    (found,) = [part for part in report["parts"] if part["name"] == "migrations"]
    assert found["advice"] == "run `liuke migrate`"
    assert found["advice_zh"] == "运行 `liuke migrate`"
    assert "运行 `liuke migrate`" in early.types("doctor", fails=True).stderr
    assert "0001_kernel_ground" in found["found"]
    assert "jobs" not in parts(report)


def test_a_misspelt_setting_is_a_warning_with_the_one_meant(
    operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIUKE_PROT", "80")
    report = json.loads(operator.types("doctor", "--json", fails=None).stdout)
    found = [part for part in report["parts"] if part["found"] == "LIUKE_PROT is no setting"]
    assert [(part["state"], part["advice"]) for part in found] == [
        ("warning", "did you mean LIUKE_PORT?")
    ]


def test_a_setting_that_does_not_fit_is_a_refusal_not_a_crash(operator: Operator) -> None:
    environ = {"LIUKE_PORT": "eighty"}
    command = build(lambda: load(environ), operator.start, load_parts)
    for words in (["doctor"], ["up"], ["verify", "--json"]):
        result = CliRunner().invoke(command, words)
        assert result.exit_code == 1
        assert "LIUKE_PORT" in result.stderr
        assert "Traceback" not in result.output
