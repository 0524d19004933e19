"""Money: integer minor units, exact shares, named rounding, and how amounts are written."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.kernel.values import Value

SYMBOLS = {"CNY": "¥", "HKD": "HK$", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}
NAMES_ZH = {
    "CNY": "元", "USD": "美元", "EUR": "欧元", "GBP": "英镑", "JPY": "日元", "HKD": "港元",
    "TWD": "新台币", "SGD": "新加坡元", "MYR": "林吉特", "KRW": "韩元", "AUD": "澳元",
}  # fmt: skip
# Of the minor unit, by ISO 4217; all other currencies have two.
DECIMALS = {
    "BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0,
    "RWF": 0, "UGX": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
    "BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
}  # fmt: skip


class Money(Value, frozen=True):
    """An amount in minor units (fen) of one currency (ISO 4217)."""

    amount_minor: int
    currency: str = "CNY"


def decimals(currency: str) -> int:
    """Return how many decimals ISO 4217 gives a currency's minor unit.

    >>> decimals("CNY"), decimals("JPY"), decimals("KWD")
    (2, 0, 3)
    """
    return DECIMALS.get(currency, 2)


def figure(minor: int, places: int) -> str:
    """Write minor units of so many decimals, without a name.

    >>> figure(123456, 2), figure(-5, 2), figure(1200, 0)
    ('1,234.56', '-0.05', '1,200')
    """
    if minor < 0:
        return f"-{figure(-minor, places)}"
    whole, part = divmod(minor, 10**places)
    return f"{whole:,}.{part:0{places}}" if places else f"{whole:,}"


def written(minor: int, currency: str) -> str:
    """Write an amount, the sign first.

    >>> written(-2050, "CNY"), written(2000, "JPY"), written(50, "CHF")
    ('-¥20.50', '¥2,000', 'CHF 0.50')
    """
    sign = "-" if minor < 0 else ""
    told = figure(abs(minor), decimals(currency))
    return f"{sign}{SYMBOLS.get(currency, f'{currency} ')}{told}"


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
