"""Tenders: what the ways of paying are called; one of another system keeps its own word."""

from __future__ import annotations

NAMES = {
    "cash": ("cash", "现金"),
    "card": ("card", "银行卡"),
    "wechat": ("WeChat Pay", "微信支付"),
    "alipay": ("Alipay", "支付宝"),
    "wallet": ("wallet", "储值"),
    "external": ("another system", "外部收款"),
}


def called(kind: str) -> tuple[str, str]:
    """Return what a kind of payment is called in English and in Chinese.

    >>> called("wallet"), called("mall_card")
    (('wallet', '储值'), ('mall_card', 'mall_card'))
    """
    return NAMES.get(kind, (kind, kind))
