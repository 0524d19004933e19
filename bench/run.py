"""Run the benchmarks, all or the one named; one JSON line per figure on standard output.

A benchmark is a file `bench_<name>.py` with `async def run()` that gives figures one by one or as
a list. What it has to say besides goes to standard error.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Iterable
from importlib import import_module
from pathlib import Path
from types import ModuleType

from bench.figures import Figure
from liuke.kernel.values import encode

HERE = Path(__file__).parent


def names() -> list[str]:
    """Return the benchmarks there are."""
    return sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))


async def figures(module: ModuleType) -> AsyncIterator[Figure]:
    """Give the figures of one benchmark as they come."""
    found = module.run()
    if isinstance(found, AsyncIterator):
        async for figure in found:
            yield figure
        return
    listed: Iterable[Figure] = await found
    for figure in listed:
        yield figure


async def measure(chosen: list[str]) -> None:
    """Run benchmarks one after the other."""
    for name in chosen:
        print(f"bench: {name}", file=sys.stderr)
        async for figure in figures(import_module(f"bench.bench_{name}")):
            print(encode(figure).decode(), flush=True)


def main(arguments: list[str]) -> int:
    """Measure everything, or only what is named; 2 if there is no such benchmark."""
    known = names()
    chosen = [argument.partition("/")[0] for argument in arguments] or known
    if unknown := sorted(set(chosen) - set(known)):
        print(f"no benchmark {', '.join(unknown)}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    asyncio.run(measure(chosen))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
