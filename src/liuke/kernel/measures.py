"""Measures: how amounts are written for people, each with the name of what it counts."""

from __future__ import annotations

from liuke.kernel.money import NAMES_ZH, SYMBOLS, decimals, figure
from liuke.kernel.values import Value


class Measure(Value, frozen=True):
    """How amounts of one kind are written: decimals, the symbol before them, the name behind."""

    decimals: int
    symbol: str
    name: str
    name_one: str  # of one; English alone tells it apart
    name_zh: str

    def write(self, amount: int) -> str:
        """Write an amount of smallest units, the sign first, without the name.

        >>> money("CNY").write(123456), NUMBER.write(1200)
        ('¥1,234.56', '1,200')
        """
        if amount < 0:
            return f"-{self.write(-amount)}"
        return f"{self.symbol}{figure(amount, self.decimals)}"

    def told(self, amount: int) -> tuple[str, str]:
        """Write an amount as a sentence says it, in English and in Chinese.

        >>> counted("purchase", "purchases", "次").told(-2), money("CNY").told(123456)
        (('-2 purchases', '-2 次'), ('¥1,234.56', '1,234.56 元'))
        """
        plain = figure(amount, self.decimals)
        return f"{self.write(amount)}{self.behind(amount)}", f"{plain} {self.name_zh}".rstrip()

    def rounded(self, amount: int) -> tuple[str, str]:
        """Write an amount as `told` does, without decimals that are nought: `¥20`, `20 元`.

        >>> money("CNY").rounded(2000), money("CNY").rounded(2050)
        (('¥20', '20 元'), ('¥20.50', '20.50 元'))
        """
        return self._whole(amount).told(amount // 10 ** self._nought(amount))

    def behind(self, amount: int) -> str:
        """Return what stands behind an amount in English: its name after a blank, or nothing.

        >>> [counted("point", "points", "积分").behind(n) for n in (1, 2)]
        [' point', ' points']
        """
        name = self.name_one if abs(amount) == 10**self.decimals else self.name
        return f" {name}" if name else ""

    def _nought(self, amount: int) -> int:
        return 0 if amount % 10**self.decimals else self.decimals

    def _whole(self, amount: int) -> Measure:
        left = self.decimals - self._nought(amount)
        return Measure(left, self.symbol, self.name, self.name_one, self.name_zh)


def money(currency: str) -> Measure:
    """Return how a currency's minor units are written.

    >>> [money(one).told(50)[1] for one in ("CNY", "JPY", "CHF")]
    ['0.50 元', '50 日元', '0.50 CHF']
    """
    symbol = SYMBOLS.get(currency, f"{currency} ")
    return Measure(decimals(currency), symbol, "", "", NAMES_ZH.get(currency, currency))


def counted(one: str, many: str, zh: str, places: int = 0) -> Measure:
    """Return how things are counted: `one` and `many` of them in English, all alike in Chinese."""
    return Measure(places, "", many, one, zh)


def some(count: int, one: str, many: str) -> str:
    """Say in English how many: every sentence of the server that counts is made with it.

    >>> some(1, "item", "items"), some(1_200, "item", "items"), some(0, "use", "uses")
    ('1 item', '1,200 items', '0 uses')
    """
    return counted(one, many, "").told(count)[0]


NUMBER = Measure(0, "", "", "", "")
