"""Mutation: change one thing in a function, and see whether its tests notice.

`python -m tools.mutate points/rules.py kernel/money.py` tells each module's score and what went
unnoticed; without names it takes every module of MODULES, `--most=40` samples so many of each.

The tests of the module's folder that need no database (with `--database` those that do, too: each
mutant then starts a server, and only the module's own file is run), and the module's examples, run
once as they are; then each mutant runs in a fork of that process, its functions' code exchanged,
until the first failure. What is computed at import (constants, defaults) is left as it is.
"""

from __future__ import annotations

import ast
import functools
import importlib
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest
from hypothesis import Phase, settings

from tools.mutants import Mutant, mutants

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src"
# Where money is counted and where it is decided who may do what (promise C8 and its neighbours).
MODULES = (
    "kernel/money.py", "points/rules.py", "points/account.py", "points/accounts.py",
    "points/reversal.py", "promotions/rules.py", "promotions/effects.py", "promotions/units.py",
    "promotions/curves.py", "promotions/cuts.py", "promotions/stacking.py",
    "promotions/reductions.py", "promotions/spending.py", "coupons/rules.py", "checkout/units.py",
    "checkout/refunds.py", "checkout/burden.py", "checkout/due.py", "tiers/rules.py",
    "tiers/crossing.py", "tiers/spec.py", "access/policy.py", "kernel/scope.py",
    "kernel/conditions.py", "kernel/verdicts.py",
)  # fmt: skip
SECONDS_LEAST, SLOWER = 10, 5


@dataclass(frozen=True)
class Score:
    """What became of a module's mutants."""

    module: str
    mutants: int
    survivors: Sequence[Mutant]

    @property
    def percent(self) -> float:
        """Return how many of a hundred were noticed."""
        return 100 * (1 - len(self.survivors) / self.mutants) if self.mutants else 100.0


def exchange(module: ModuleType, tree: ast.Module) -> bool:
    """Give the module's functions the code they have in `tree`; False if nothing differs."""
    compiled = compile(ast.fix_missing_locations(tree), str(module.__file__), "exec")
    codes = {code.co_qualname: code for code in _codes(compiled)}
    exchanged = False
    for function in _functions(module, module.__name__, set()):
        code = codes.get(function.__code__.co_qualname)
        if code is not None and code != function.__code__:
            function.__code__ = code
            exchanged = True
    for name, other in list(sys.modules.items()):
        if name.startswith("liuke."):
            for value in vars(other).values():
                if isinstance(value, functools._lru_cache_wrapper):  # noqa: SLF001 - its only name
                    value.cache_clear()
    return exchanged


def _codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)


def _functions(holder: Any, module: str, seen: set[int]) -> Iterator[FunctionType]:
    for value in list(vars(holder).values()):
        inner = getattr(value, "__func__", None) or getattr(value, "fget", None) or value
        inner = (
            getattr(inner, "func", inner) if type(inner).__name__ == "cached_property" else inner
        )
        inner = getattr(inner, "__wrapped__", inner)
        if getattr(inner, "__module__", None) != module or id(inner) in seen:
            continue
        seen.add(id(inner))
        if isinstance(inner, FunctionType):
            yield inner
        elif isinstance(inner, type):
            yield from _functions(inner, module, seen)


class WithoutDatabase:
    """A plugin that leaves out whatever starts a server."""

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep the tests that need no server, those of the module first as they were named."""
        items[:] = [one for one in items if "server" not in getattr(one, "fixturenames", ())]


def examine(name: str, most: int, *, database: bool = False) -> Score:
    """Run the mutants of one module, or a sample that is always the same."""
    path = SOURCE / "liuke" / name
    if not path.exists():
        path = SOURCE / "liuke" / "domains" / name
    text = path.read_text(encoding="utf-8")
    dotted = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
    chosen, begun = tests_of(path, database=database), time.monotonic()
    plugins = [] if database else [WithoutDatabase()]
    work = functools.partial(run_stages, chosen, plugins)
    if (code := run_tests([one for stage in chosen for one in stage], plugins)) != 0:
        raise SystemExit(f"{name}: its tests do not pass as it is (pytest says {code})")
    seconds = int((time.monotonic() - begun) * SLOWER) + SECONDS_LEAST
    module = importlib.import_module(dotted)
    found = mutants(text)
    if most and most < len(found):
        found = random.Random(name).sample(found, most)  # noqa: S311 - always the same
    ended = forks([functools.partial(_try, module, one, work) for one in found], seconds)
    # What cannot be exchanged, being of no function by now, is no mutant.
    counted = [(one, code) for one, code in zip(found, ended, strict=True) if code != SKIPPED]
    return Score(name, len(counted), [one for one, code in counted if code == 0])


SKIPPED = 99


def tests_of(path: Path, *, database: bool) -> list[list[str]]:
    """Return what proves a module: its own test and examples, and then its whole folder."""
    folder = ROOT / "tests" / path.parent.name
    own = folder / f"test_{path.stem}.py"
    first = [str(own)] if own.exists() else []
    alone = first and (database or path.parent.name == "kernel")
    return [[*first, str(path)], *([] if alone else [[str(folder)]])]


def run_stages(stages: Sequence[Sequence[str]], plugins: Sequence[object]) -> int:
    """Run one choice of tests after the other until one fails; most mutants see the first only."""
    codes = (run_tests(stage, plugins) for stage in stages)
    return next((code for code in codes if code not in (0, pytest.ExitCode.NO_TESTS_COLLECTED)), 0)


def run_tests(chosen: Sequence[str], plugins: Sequence[object]) -> int:
    """Run the tests until the first failure, quietly, in this process."""
    # A second run in one process finds its plugins imported, which it would warn of.
    quiet = ["-x", "-q", "-o", "cache_dir=.cache/mutation", "--no-header", "--no-summary"]
    again = ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
    code = int(pytest.main([*quiet, *again, *chosen], plugins=plugins))
    # No shrinking, nothing remembered: that it fails is all we ask.
    settings.register_profile(
        "mutation", deadline=None, database=None, phases=(Phase.explicit, Phase.generate)
    )
    settings.load_profile("mutation")
    return code


def _try(module: ModuleType, mutant: Mutant, work: Callable[[], int]) -> int:
    return work() if exchange(module, mutant.tree) else SKIPPED


def forks(works: Sequence[Callable[[], int]], seconds: int) -> list[int]:
    """Do each work in a fork of this process; return their codes, a signal's as 1."""
    ended, running = [0] * len(works), dict[int, int]()
    for at, work in enumerate(works):
        if len(running) >= (os.cpu_count() or 1):
            _reap(running, ended)
        if (pid := os.fork()) == 0:
            _child(work, seconds)
        running[pid] = at
    while running:
        _reap(running, ended)
    return ended


def _child(work: Callable[[], int], seconds: int) -> None:
    code = 1
    try:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, 1)
        os.dup2(nothing, 2)
        signal.alarm(seconds)  # whoever loops for ever is noticed, too
        code = work()
    finally:
        os._exit(code)


def _reap(running: dict[int, int], ended: list[int]) -> None:
    pid, status = os.wait()
    if pid in running:
        ended[running.pop(pid)] = os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else 1


def main(arguments: Sequence[str]) -> int:
    """Score the modules named, or all."""
    most = sum(int(one.removeprefix("--most=")) for one in arguments if one.startswith("--most="))
    for name in [one for one in arguments if not one.startswith("--")] or MODULES:
        score = examine(name, most, database="--database" in arguments)
        noticed = score.mutants - len(score.survivors)
        print(f"{name}: {noticed} of {score.mutants} noticed, {score.percent:.0f} %", flush=True)
        for one in sorted(score.survivors, key=lambda survivor: survivor.line):
            print(f"  {name}:{one.line}: {one.was}  →  {one.becomes}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
