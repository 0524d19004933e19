"""Texts, addresses and properties of messages, bounded and without what names a person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from urllib.parse import urlsplit

from liuke.domains.analytics.spoken import Unfit
from liuke.kernel.money import decimals
from liuke.kernel.values import encode

PROPERTIES_MOST = 64
PROPERTIES_BYTES_MAX = 8_192
ITEMS_MOST = 200
DEPTH_MAX = 4
TEXT_MAX = 500
WHOLE_MAX = 10**15
VALUE_MAX = 10**12
QUANTITY_MAX = 10**6
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]+")
# An e-mail address, or eleven digits of a Chinese mobile, wherever they stand in a text.
NAMING = re.compile(
    r"[\w.+%-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+|(?<!\d)(?:\+?86[ -]?)?1[3-9]\d{9}(?!\d)"
)
# fmt: off
PERSONAL = frozenset({
    "address", "addressline", "birthday", "city", "dateofbirth", "email", "emailaddress",
    "fathername", "firstname", "fullname", "idcard", "idnumber", "ip", "ipaddress", "lastname",
    "mail", "mobile", "mobilephone", "nickname", "openid", "passport", "password", "phone",
    "phonenumber", "postalcode", "realname", "receiver", "street", "surname", "tel", "telephone",
    "token", "unionid", "useragent", "username", "wechat", "zip", "zipcode",
    "地址", "姓名", "手机", "手机号", "电话", "身份证", "邮箱", "收货人",
})
# fmt: on
HIDDEN = "…"


def label(value: Any, name: str, longest: int = 200) -> str | None:
    """Return a short text that things are told apart by, as it came; empty is none.

    Raises:
        Unfit: it is no text, too long, or holds a control character.
    """
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise Unfit(name, "must be text", "必须是文本")
    if len(value) > longest:
        raise Unfit(name, f"longer than {longest} characters", f"超过 {longest} 个字符")
    if CONTROL.search(value):
        raise Unfit(name, "holds a control character", "含有控制字符")
    return value.strip() or None


def phrase(value: Any, name: str, longest: int = TEXT_MAX) -> str | None:
    """Return a text people wrote, cut to length; what names a person is taken out.

    >>> phrase("call 13800138000 or a@b.cn", "query")
    'call … or …'

    Raises:
        Unfit: it is no text.
    """
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise Unfit(name, "must be text", "必须是文本")
    return NAMING.sub(HIDDEN, CONTROL.sub(" ", value[: 2 * longest])).strip()[:longest] or None


def address(value: Any, name: str) -> str | None:
    """Return where a page is, without its parameters, fragment, user and password.

    >>> address("https://u:p@shop.cn/a/b?token=1#x", "url")
    'https://shop.cn/a/b'

    Raises:
        Unfit: it is no text, or no address.
    """
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise Unfit(name, "must be text", "必须是文本")
    try:
        parts = urlsplit(CONTROL.sub("", value[: 4 * TEXT_MAX]))
        host = parts.hostname or ""
    except ValueError as fault:
        raise Unfit(name, "not an address", "不是网址") from fault
    scheme = f"{parts.scheme}://" if parts.scheme and host else ""
    return phrase(f"{scheme}{host}{parts.path}", name)


def amount(value: Any, name: str, currency: str) -> int | None:
    """Return an amount in minor units, halves rounded up.

    >>> amount(27.5, "value", "CNY"), amount(300, "value", "JPY"), amount(1.005, "value", "KWD")
    (2750, 300, 1005)

    Raises:
        Unfit: it is no number, negative, or beyond what is kept.
    """
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unfit(name, "must be a number", "必须是数字")
    if not 0 <= value <= VALUE_MAX:
        raise Unfit(name, f"must be between 0 and {VALUE_MAX}", f"必须在 0 到 {VALUE_MAX} 之间")
    exact = Decimal(repr(value)) * 10 ** decimals(currency)
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def within(minor: int, name: str, currency: str) -> int:
    """Return an amount that was multiplied, if it can be kept.

    Raises:
        Unfit: it is beyond what is kept.
    """
    if minor > VALUE_MAX * 10 ** decimals(currency):
        raise Unfit(name, f"more than {VALUE_MAX} in all", f"合计超过 {VALUE_MAX}")
    return minor


def count(value: Any, name: str) -> int | None:
    """Return a quantity; a whole number written with a point counts.

    Raises:
        Unfit: it is no whole number, negative, or beyond what is kept.
    """
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise Unfit(name, "must be a whole number", "必须是整数")
    if not 0 <= value <= QUANTITY_MAX:
        raise Unfit(
            name, f"must be between 0 and {QUANTITY_MAX}", f"必须在 0 到 {QUANTITY_MAX} 之间"
        )
    return value


def properties(given: Mapping[str, Any]) -> str:
    """Return what else a message says, as JSON: bounded, cleaned, without personal data.

    Raises:
        Unfit: too many properties, too deep, too large, or a number beyond what is kept.
    """
    if len(given) > PROPERTIES_MOST:
        raise Unfit(
            "properties", f"more than {PROPERTIES_MOST} of them", f"超过 {PROPERTIES_MOST} 项"
        )
    if not given:
        return "{}"
    text = encode(_cleaned(given, 1)).decode()
    if len(text.encode()) > PROPERTIES_BYTES_MAX:
        raise Unfit(
            "properties", f"more than {PROPERTIES_BYTES_MAX} bytes",
            f"超过 {PROPERTIES_BYTES_MAX} 字节",
        )  # fmt: skip
    return text


def is_personal(name: str) -> bool:
    """Tell whether a property is called like something that names a person.

    >>> is_personal("First_Name"), is_personal("name"), is_personal("手机号")
    (True, False, True)
    """
    return re.sub(r"[\W_]+", "", name.casefold()) in PERSONAL


def _cleaned(value: Any, depth: int) -> Any:
    if isinstance(value, dict):
        _shallow(depth)
        return {
            phrase(key, "properties", 100) or "": _cleaned(part, depth + 1)
            for key, part in value.items()
            if not is_personal(key)
        }
    if isinstance(value, list):
        _shallow(depth)
        if len(value) > ITEMS_MOST:
            raise Unfit(
                "properties", f"a list of more than {ITEMS_MOST}", f"列表超过 {ITEMS_MOST} 项"
            )
        return [_cleaned(part, depth + 1) for part in value]
    if isinstance(value, str):
        return phrase(value, "properties") or ""
    if isinstance(value, int | float) and abs(value) > WHOLE_MAX:
        raise Unfit("properties", "a number too large", "有数字过大")
    return value


def _shallow(depth: int) -> None:
    if depth > DEPTH_MAX:
        raise Unfit("properties", f"nested deeper than {DEPTH_MAX}", f"嵌套超过 {DEPTH_MAX} 层")
