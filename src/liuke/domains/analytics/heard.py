"""Read messages strictly, one by one: what was heard, or the field and reason why not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from liuke.domains.analytics.spoken import BehaviourId, Call, Heard, Refusal, Spoken, Unfit
from liuke.domains.analytics.tidied import (
    address,
    amount,
    count,
    label,
    phrase,
    properties,
    within,
)
from liuke.kernel.values import Value

EVENT_BYTES_MAX = 32_768
BATCH_BYTES_MAX = 500_000
EVENTS_MOST = 2_500
LATE = timedelta(days=7)
AHEAD = timedelta(minutes=5)
KINDS = frozenset({"track", "identify", "page", "screen"})
NOT_KEPT = {
    "alias": ("people are merged in the console", "会员合并请在后台办理"),
    "group": ("groups of people are not kept", "不保存群组"),
}
NAMES = {"identify": "identified", "page": "page_viewed", "screen": "screen_viewed"}
# The first edition of the e-commerce spec named events the other way round.
RENAMED = {
    "viewed_product": "product_viewed",
    "added_product": "product_added",
    "removed_product": "product_removed",
    "viewed_product_category": "product_list_viewed",
    "viewed_cart": "cart_viewed",
    "started_checkout": "checkout_started",
    "completed_order": "order_completed",
    "searched_products": "products_searched",
}
DECODER = msgspec.json.Decoder(Spoken)
NO_TRAITS: Mapping[str, str] = {}
# What a property has a column for is not kept twice; `products` stays, it says more.
# fmt: off
IN_COLUMNS = frozenset({
    "product_id", "sku", "category", "query", "value", "revenue", "total", "quantity", "url",
    "referrer", "currency", "path", "search", "session_id", "sessionId",
})
# fmt: on


class Ear(Value, frozen=True):
    """What messages are read with: the instant they came, the shop's zone and currency.

    `space` is what a messageId is told apart in: each write key, open to all, has its own, lest
    one site swallow another's events; the shop's servers share one, whatever key they hold.
    """

    now: datetime
    zone: ZoneInfo
    currency: str
    space: str


def hear(call: Call, ear: Ear) -> tuple[list[Heard], list[Refusal]]:
    """Read a request; each message is heard or refused for itself."""
    if refusal := _too_much(call):
        return [], [refusal]
    heard, refused = [], []
    for index, raw in enumerate(call.messages):
        try:
            heard.append(_read(call, _decoded(raw), ear))
        except Unfit as unfit:
            refused.append(unfit.at(index))
    return heard, refused


def _too_much(call: Call) -> Refusal | None:
    if len(call.messages) > EVENTS_MOST:
        return Refusal(
            EVENTS_MOST, "batch", f"more than {EVENTS_MOST} events", f"超过 {EVENTS_MOST} 个事件"
        )
    if sum(memoryview(raw).nbytes for raw in call.messages) > BATCH_BYTES_MAX:
        return Refusal(
            0, "batch", f"more than {BATCH_BYTES_MAX} bytes", f"超过 {BATCH_BYTES_MAX} 字节"
        )
    return None


def _decoded(raw: msgspec.Raw) -> Spoken:
    if memoryview(raw).nbytes > EVENT_BYTES_MAX:
        raise Unfit("event", f"more than {EVENT_BYTES_MAX} bytes", f"超过 {EVENT_BYTES_MAX} 字节")
    try:
        return DECODER.decode(raw)
    except msgspec.ValidationError as fault:
        raise _misfit(str(fault)) from fault
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise Unfit("event", "not JSON as we read it", "不是可读的 JSON") from fault


def _misfit(text: str) -> Unfit:
    """Say what does not fit in both languages."""
    reason, _, path = text.partition(" - at `$")
    name = path.rstrip("`").lstrip(".") or "event"
    if match := re.search(r"unknown field `([^`]+)`", reason):
        return Unfit(match[1], "there is no such field", "没有这个字段")
    return Unfit(name, reason[:200], "类型或取值不符合要求")


def _read(call: Call, said: Spoken, ear: Ear) -> Heard:
    kind = _kind(call.kind, said)
    given, context = said.properties or {}, said.context or call.context or {}
    at = _instant(said, said.sent_at or call.sent_at, ear.now)
    user, anonymous = label(said.user_id, "userId"), label(said.anonymous_id, "anonymousId")
    if user is None and (anonymous is None or kind == "identify"):
        name = "userId" if kind == "identify" else "userId, anonymousId"
        raise Unfit(name, "say who it is", "要说明是谁")
    local = at.astimezone(ear.zone)
    page = context.get("page")
    around = {**(page if isinstance(page, dict) else {}), **given}
    return Heard(
        id=_identity(said, ear),
        kind=kind,
        name=_name(kind, said),
        at=at,
        on=local.date(),
        hour=local.hour,
        user=user,
        anonymous=anonymous,
        session=_session(context, given),
        product=_product(given),
        category=label(given.get("category") or said.category, "properties.category"),
        value_minor=_value(given, ear.currency),
        quantity=_quantity(given),
        query=phrase(given.get("query"), "properties.query", 200),
        url=address(around.get("url") or around.get("path"), "properties.url"),
        referrer=address(around.get("referrer"), "properties.referrer"),
        properties="{}" if kind == "identify" else properties(_rest(given, said)),
        traits=_traits(said) if kind == "identify" else NO_TRAITS,
    )


def _kind(wanted: str, said: Spoken) -> str:
    kind = said.type or wanted
    if wanted and kind != wanted:
        raise Unfit("type", f"this address takes {wanted}", f"这个地址只收 {wanted}")
    if reasons := NOT_KEPT.get(kind):
        raise Unfit("type", *reasons)
    if kind not in KINDS:
        raise Unfit("type", "must be track, identify, page or screen", "类型不对")
    return kind


def _name(kind: str, said: Spoken) -> str:
    """Return the event's name as a code: `Product Viewed` is `product_viewed`."""
    if kind != "track":
        return NAMES[kind]
    code = re.sub(r"[\W_]+", "_", (label(said.event, "event", 100) or "").casefold()).strip("_")
    if not code:
        raise Unfit("event", "give the event a name", "请给出事件名")
    return RENAMED.get(code, code)


def _identity(said: Spoken, ear: Ear) -> BehaviourId:
    """Return the id a repetition of this message in the same space has as well."""
    if (told := label(said.message_id, "messageId", 255)) is None:
        return BehaviourId.new()
    return BehaviourId(sha256(f"{ear.space} {told}".encode()).digest()[:16])


def _instant(said: Spoken, sent: datetime | None, now: datetime) -> datetime:
    """Return when it happened by our clock: as long ago as it was for the sender when it sent."""
    happened = said.timestamp or said.original_timestamp
    if happened is None:
        return now
    age = (sent or now) - happened
    if age > LATE:
        raise Unfit("timestamp", "more than 7 days ago", "超过 7 天")
    if age < -AHEAD:
        raise Unfit("timestamp", "in the future", "时间在将来")
    return now - max(age, timedelta(0))


def _session(context: Mapping[str, Any], given: Mapping[str, Any]) -> str | None:
    told = context.get("sessionId") or given.get("session_id") or given.get("sessionId")
    # Some libraries count their sessions.
    told = str(told) if isinstance(told, int) and not isinstance(told, bool) else told
    return label(told, "context.sessionId")


def _products(given: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    listed = given.get("products")
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def _product(given: Mapping[str, Any]) -> str | None:
    """Return the product it is about; of several none."""
    if told := label(given.get("product_id") or given.get("sku"), "properties.product_id"):
        return told
    listed = _products(given)
    if len(listed) != 1:
        return None
    return label(listed[0].get("product_id") or listed[0].get("sku"), "properties.products")


def _quantity(given: Mapping[str, Any]) -> int | None:
    if "quantity" in given:
        return count(given["quantity"], "properties.quantity")
    parts = [count(one.get("quantity"), "properties.products") for one in _products(given)]
    told = [part for part in parts if part is not None]
    return count(sum(told), "properties.products") if told else None


def _value(given: Mapping[str, Any], currency: str) -> int | None:
    """Return what it is worth in minor units: its value, revenue or total, or price by quantity."""
    told = label(given.get("currency"), "properties.currency", 10)
    if told is not None and told.upper() != currency:
        raise Unfit("properties.currency", f"the shop's is {currency}", f"本店货币是 {currency}")
    for name in ("value", "revenue", "total"):
        if given.get(name) is not None:
            return amount(given[name], f"properties.{name}", currency)
    price = amount(given.get("price"), "properties.price", currency)
    if price is None:
        return None
    return within(price * (_quantity(given) or 1), "properties.price", currency)


def _rest(given: Mapping[str, Any], said: Spoken) -> Mapping[str, Any]:
    rest = {name: value for name, value in given.items() if name not in IN_COLUMNS}
    return rest if said.name is None else {"name": said.name, **rest}


def _traits(said: Spoken) -> Mapping[str, str]:
    """Return traits in the text a profile keeps; what is neither text, number nor yes is left."""
    found = {}
    for name, value in list((said.traits or {}).items())[:100]:
        if isinstance(value, bool):
            found[name] = "yes" if value else "no"
        elif isinstance(value, str | int):
            found[name] = str(value)
    return found
