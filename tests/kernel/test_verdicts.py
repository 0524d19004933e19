"""What conditions decide, value by value, and how they explain it."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from liuke.kernel.conditions import AllOf, AnyOf, Asked, Bucket, FactIs, InSegment, Not, Op
from liuke.kernel.verdicts import FactValue, Verdict, evaluate, explain

DAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("found", "op", "asked", "verdict"),
    [
        (5, Op.EQ, 5, True),
        (5, Op.EQ, "5", False),
        (True, Op.EQ, 1, False),
        (True, Op.EQ, True, True),
        (1, Op.IN, (True, 2), False),
        (2, Op.IN, (1, 2), True),
        (2, Op.NOT_IN, (1, 2), False),
        (2, Op.LT, 3, True),
        (3, Op.LT, 3, False),
        (3, Op.LE, 3, True),
        (4, Op.LE, 3, False),
        (3, Op.GT, 3, False),
        (3, Op.GE, 3, True),
        (2, Op.GE, 3, False),
        (3, Op.GE, "3", False),
        (3, Op.BETWEEN, (3, 4), True),
        (5, Op.BETWEEN, (3, 4), False),
        (2, Op.BETWEEN, (3, 4), False),
        ("09:30", Op.BETWEEN, ("09:00", "12:00"), True),
        (DAY, Op.EQ, "2026-11-21", True),
        (DAY, Op.GT, "2026-11-20", True),
        (DAY, Op.IN, ("2026-11-21",), True),
        ("tea-shop", Op.STARTS, "tea", True),
        ("tea-shop", Op.STARTS, "shop", False),
        (5, Op.STARTS, "5", False),
        ("1990-03-09", Op.STARTS, 1, False),
        (["tea"], Op.IN, ("tea",), False),
        (["tea"], Op.NOT_IN, ("tea",), True),
        (("a", "b"), Op.HAS, "a", True),
        (("tea", "pot"), Op.HAS, "tea", True),
        (("t", "e", "a"), Op.HAS, "tea", False),
        (frozenset("ab"), Op.HAS_ANY, ("c", "b"), True),
        (frozenset("ab"), Op.HAS_ANY, ("c", "d"), False),
        (("a", "b"), Op.HAS_ALL, ("a", "c"), False),
        (("a", "b"), Op.HAS_ALL, ("a", "b"), True),
        ("ab", Op.HAS, "a", False),
        (0, Op.KNOWN, None, True),
        (0, Op.UNKNOWN, None, False),
    ],
)
def test_a_value_is_compared_with_its_own_kind(
    found: FactValue, op: Op, asked: Asked, *, verdict: bool
) -> None:
    assert evaluate(FactIs("x", op, asked), {"x": found}) is verdict


@pytest.mark.parametrize(
    ("op", "asked", "verdict"),
    [
        (Op.EQ, 1, False),
        (Op.NE, 1, True),
        (Op.LT, 1, False),
        (Op.LT, None, False),
        (Op.BETWEEN, None, False),
        (Op.GE, 1, False),
        (Op.IN, (1,), False),
        (Op.NOT_IN, (1,), True),
        (Op.BETWEEN, (0, 1), False),
        (Op.HAS, "a", False),
        (Op.HAS_ALL, (), False),
        (Op.STARTS, "a", False),
        (Op.KNOWN, None, False),
        (Op.UNKNOWN, None, True),
    ],
)
def test_an_unknown_value_fails_every_positive_comparison(
    op: Op, asked: Asked, *, verdict: bool
) -> None:
    node = FactIs("x", op, asked)
    assert evaluate(node, {}) is verdict
    assert evaluate(node, {"x": None}) is verdict
    assert evaluate(Not(node), {}) is not verdict


def test_all_of_nothing_is_true_and_any_of_nothing_is_false() -> None:
    assert evaluate(AllOf(()), {})
    assert not evaluate(AnyOf(()), {})


@pytest.mark.parametrize("parts", [p for n in (1, 2, 3) for p in product((True, False), repeat=n)])
def test_all_asks_every_part_and_any_asks_one(parts: tuple[bool, ...]) -> None:
    facts = {f"f{n}": part for n, part in enumerate(parts)}
    below = tuple(FactIs(name, value=True) for name in facts)
    assert evaluate(AllOf(below), facts) is all(parts)
    assert evaluate(AnyOf(below), facts) is any(parts)


def test_buckets_and_segments_are_facts_too() -> None:
    share = Bucket("pilot", 0, 500)
    assert [evaluate(share, {"bucket(pilot)": n}) for n in (0, 499, 500)] == [True, True, False]
    assert not evaluate(share, {})
    assert evaluate(InSegment("vip"), {"segment(vip)": True})
    assert not evaluate(InSegment("vip"), {})


def test_every_node_says_what_decided_it() -> None:
    tree = AllOf(
        (
            FactIs("tier", value="gold", args=("main",), id="gold"),
            Not(FactIs("joined", Op.LT, "2026-01-01")),
            Bucket("ab", 0, 10),
            InSegment("vip"),
        )
    )
    facts: dict[str, FactValue] = {"tier(main)": "jade", "joined": DAY, "bucket(ab)": 7}
    assert explain(tree, facts) == [
        Verdict("0", "all", verdict=False),
        Verdict(
            *("gold", "fact"), verdict=False, fact="tier(main)", op="=", found="jade", asked="gold"
        ),
        Verdict("0.1", "not", verdict=True),
        Verdict(
            *("0.1.0", "fact"), verdict=False, fact="joined", op="<",
            found="2026-11-21", asked="2026-01-01",
        ),
        Verdict(
            *("0.2", "bucket"), verdict=True, fact="bucket(ab)", op="in", found=7, asked=(0, 10)
        ),
        Verdict("0.3", "segment", verdict=False, fact="segment(vip)", op="=", asked=True),
    ]  # fmt: skip


def test_sets_are_shown_sorted() -> None:
    shown = explain(FactIs("tags", Op.HAS, "a"), {"tags": frozenset("ba")})
    assert shown[0].found == ("a", "b")
