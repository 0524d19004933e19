"""Ranges of units: every partition adds up, no unit goes below zero."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuke.domains.promotions import Line, Share, portion
from liuke.domains.promotions.units import Goods, Slice, first, pick, units_of

CUTS = st.lists(st.integers(0, 60), max_size=6)


def bear(piece: Slice, unit: int) -> int:
    """Return what one unit of an unsplit range has left."""
    gross = first(piece.gross, piece.count, unit + 1) - first(piece.gross, piece.count, unit)
    taken = first(piece.taken, piece.count, unit + 1) - first(piece.taken, piece.count, unit)
    return gross - taken


@pytest.mark.inv("C8")
@given(st.integers(0, 200), st.integers(1, 20), CUTS)
def test_no_unit_of_a_range_ever_falls_below_zero(gross: int, units: int, cuts: list[int]) -> None:
    piece = Slice(Goods(0, Line("p", gross, units)))
    for cut in cuts:
        piece.take(min(cut, piece.value))
        assert min(bear(piece, unit) for unit in range(units)) >= 0


@given(st.integers(1, 30), st.integers(0, 100), st.integers(0, 100), st.data())
def test_any_partition_of_a_share_adds_up(
    count: int, before: int, amount: int, data: st.DataObject
) -> None:
    share = Share(line=0, start=5, count=count, before=before, after=before + amount)
    marks = sorted(data.draw(st.sets(st.integers(0, count + 10), max_size=8)) | {0, count + 10})
    parts = [portion(share, low, high - low) for low, high in pairwise(marks)]
    assert sum(parts) == amount == share.amount
    assert min(parts) >= 0


@given(st.integers(0, 500), st.integers(0, 500), st.integers(2, 30), st.data())
def test_splitting_a_range_changes_no_unit(
    gross: int, taken: int, units: int, data: st.DataObject
) -> None:
    whole = Slice(Goods(0, Line("p", gross, units)))
    whole.take(min(taken, gross))
    before = [bear(whole, unit) for unit in range(units)]
    head = whole.head(data.draw(st.integers(1, units - 1)))
    after = [bear(piece, unit) for piece in (head, whole) for unit in range(piece.count)]
    assert after == before
    assert (head.start, whole.start, head.count + whole.count) == (0, head.count, units)


def test_picking_splits_only_the_last_range() -> None:
    pool = [Slice(Goods(n, Line("p", 900, 3))) for n in range(3)]
    picked = pick(pool, list(pool), 5)
    assert (units_of(picked), units_of(pool), len(pool)) == (5, 9, 4)
    assert pick(pool, list(pool), 0) == []
