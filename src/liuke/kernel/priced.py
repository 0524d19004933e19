"""Texts that ship with Liuke name money as `{{50}}`, which reads in a shop's own currency."""

from __future__ import annotations

import re
from typing import Any

from liuke.kernel.measures import money
from liuke.kernel.money import NAMES_ZH

AMOUNT = re.compile(r"\{\{(\d+)\}\}")


def priced(value: Any, currency: str, *, zh: bool = False) -> Any:
    """Write every amount in the texts of a document, as the field's language does.

    >>> priced({"name": "Near {{80}}", "name_zh": "接近 {{80}}", "least": 8000}, "USD")
    {'name': 'Near $80', 'name_zh': '接近 80 美元', 'least': 8000}
    """
    if isinstance(value, dict):
        return {
            name: priced(part, currency, zh=name.endswith("_zh")) for name, part in value.items()
        }
    if isinstance(value, list):
        return [priced(part, currency, zh=zh) for part in value]
    if isinstance(value, str):
        return AMOUNT.sub(lambda found: amount(int(found[1]), currency, zh=zh), value).strip()
    return value


def amount(whole: int, currency: str, *, zh: bool) -> str:
    """Write an amount of a hundred minor units each as people do in a sentence.

    The numbers beside the texts are minor units in every currency: 100 are 1 元, and 100 日元.

    >>> amount(1250, "CNY", zh=True), amount(50, "USD", zh=True), amount(50, "CHF", zh=True)
    ('1,250 元', '50 美元', '50 CHF ')
    >>> amount(50, "JPY", zh=False), amount(1, "KWD", zh=False)
    ('¥5,000', 'KWD 0.100')
    >>> amount(1250, "CNY", zh=False), amount(50, "CHF", zh=False)
    ('¥1,250', 'CHF 50')
    """
    told, told_zh = money(currency).rounded(whole * 100)
    if not zh:
        return told
    # A code, unlike a name, stands apart from the Chinese word behind it.
    return told_zh if currency in NAMES_ZH else f"{told_zh} "
