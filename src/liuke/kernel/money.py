"""Money: integer minor units, exact shares, named rounding."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.kernel.values import Value


class Money(Value, frozen=True):
    """An amount in minor units (fen) of one currency (ISO 4217)."""

    amount_minor: int
    currency: str = "CNY"


def allocate(total: int, weights: Sequence[int]) -> list[int]:
    """Split `total` minor units in proportion to `weights`, by the largest remainder.

    The parts always add up to the whole; ties go to the earlier part. All-zero weights share
    evenly. Weights must not be negative.

    >>> allocate(100, [1, 1, 1])
    [34, 33, 33]
    >>> allocate(-5, [2, 3])
    [-2, -3]
    """
    assert weights, "nothing to share among"
    assert min(weights) >= 0, "a negative weight"
    if total < 0:
        return [-part for part in allocate(-total, weights)]
    whole = sum(weights)
    if whole == 0:
        return allocate(total, [1] * len(weights))
    parts = [total * weight // whole for weight in weights]
    left = total - sum(parts)
    if left:
        by_remainder = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
        for i in by_remainder[:left]:
            parts[i] += 1
    return parts


def half_up(numerator: int, denominator: int) -> int:
    """Divide and round to the nearest integer, halves away from zero.

    >>> [half_up(5, 2), half_up(-5, 2), half_up(7, 3)]
    [3, -3, 2]
    """
    assert denominator > 0, "the denominator must be positive"
    sign = -1 if numerator < 0 else 1
    return sign * ((2 * abs(numerator) + denominator) // (2 * denominator))
