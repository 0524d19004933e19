"""A figure is a median beside the limit of the same run."""

from __future__ import annotations

from bench.figures import Figure, against, alone
from bench.run import main


async def test_ours_and_the_limit_take_turns() -> None:
    order: list[str] = []

    async def ours() -> float:
        order.append("ours")
        return 50.0

    async def bare() -> float:
        order.append("bare")
        return 100.0

    figure = await against("points_post", "entries/s", ours, bare, rounds=2)
    assert figure == Figure("points_post", 50.0, "entries/s", 100.0, 0.5, 2)
    assert order == ["ours", "bare", "bare", "ours"]


async def test_one_slow_round_does_not_move_the_median() -> None:
    values = iter([1.0, 90.0, 2.0])

    async def ours() -> float:
        return next(values)

    assert (await alone("startup", "s", ours, rounds=3)).value == 2.0


def test_an_unknown_benchmark_is_named() -> None:
    assert main(["nonsense"]) == 2
