"""Words that every model shares: arrays, and figures rounded to whole numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

PER_MILLE = 1_000


def whole(values: Floats) -> Ints:
    """Round estimates to the nearest whole number, ties to even; what is no number becomes zero.

    >>> whole(np.array([0.5, 1.5, 2.51, np.nan])).tolist()
    [0, 2, 3, 0]
    """
    rounded: Ints = np.rint(np.nan_to_num(values, posinf=0.0, neginf=0.0)).astype(np.int64)
    return rounded


def per_mille(shares: Floats) -> Ints:
    """Turn probabilities into thousandths.

    >>> per_mille(np.array([0.0, 0.1234, 1.0])).tolist()
    [0, 123, 1000]
    """
    return whole(np.clip(shares, 0.0, 1.0) * PER_MILLE)
