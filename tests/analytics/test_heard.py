"""Messages are read strictly: each refusal names its place, the field, and the reason twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuke.domains.analytics.heard import BATCH_BYTES_MAX, EVENTS_MOST, Ear, hear
from liuke.domains.analytics.spoken import Call, Heard, Refusal
from liuke.kernel.values import encode
from tests.surfaces.samples import BROKEN, HOSTILE

NOW = datetime(2026, 3, 1, 4, 30, tzinfo=UTC)
FIELDS = (
    "type", "messageId", "userId", "anonymousId", "event", "name", "category", "context",
    "properties", "traits", "timestamp", "sentAt", "integrations", "_metadata",
)  # fmt: skip
PROPERTIES = (
    "value", "quantity", "price", "products", "product_id", "query", "url", "referrer", "currency",
    "category", "session_id", "anything",
)  # fmt: skip
EAR = Ear(NOW, ZoneInfo("Asia/Shanghai"), "CNY", "server")


def raw(message: object) -> msgspec.Raw:
    return msgspec.Raw(message if isinstance(message, bytes) else encode(message))


def listen(*messages: object, kind: str = "", **about: Any) -> tuple[list[Heard], list[Refusal]]:
    return hear(Call(kind, tuple(map(raw, messages)), **about), EAR)


def track(**more: Any) -> dict[str, Any]:
    return {"type": "track", "event": "Product Viewed", "anonymousId": "a"} | more


def one(**more: Any) -> Heard:
    (heard,), refused = listen(track(**more))
    assert refused == []
    return heard


def why(**more: Any) -> Refusal:
    heard, (refusal,) = listen(track(**more))
    assert heard == []
    assert refusal.reason
    assert refusal.reason_zh
    assert any("\u4e00" <= letter <= "\u9fff" for letter in refusal.reason_zh)
    return refusal


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("Product Viewed", "product_viewed"),
        ("  product   VIEWED ", "product_viewed"),
        ("Viewed Product", "product_viewed"),
        ("Completed Order", "order_completed"),
        ("Products Searched", "products_searched"),
        ("Checkout Started", "checkout_started"),
        ("到店打卡", "到店打卡"),
    ],
)
def test_an_event_has_one_name_however_it_is_written(told: str, code: str) -> None:
    assert one(event=told).name == code


def test_what_an_order_says_goes_to_its_columns() -> None:
    heard = one(
        event="Order Completed",
        properties={
            "order_id": "o1", "revenue": 27.5, "currency": "cny", "coupon": "SPRING",
            "products": [{"sku": "a", "quantity": 2}, {"sku": "b", "quantity": 1}],
        },
    )  # fmt: skip
    assert (heard.name, heard.value_minor, heard.quantity) == ("order_completed", 2750, 3)
    assert heard.product is None
    rest = msgspec.json.decode(heard.properties)
    assert rest["order_id"] == "o1"
    assert rest["products"][0] == {"sku": "a", "quantity": 2}
    assert "revenue" not in rest


def test_a_price_by_its_quantity_is_no_more_than_what_is_kept() -> None:
    """Each alone can be kept: together they would spoil every request of the batch."""
    assert why(properties={"price": 10**12, "quantity": 10**6}).field == "properties.price"
    most = one(properties={"price": 10**6, "quantity": 10**6}).value_minor
    assert most == 10**14


def test_a_product_is_named_by_its_own_id_and_priced_by_its_quantity() -> None:
    heard = one(properties={"product_id": "G-32", "price": 9.9, "quantity": 3, "category": "x"})
    assert (heard.product, heard.value_minor, heard.quantity) == ("G-32", 2970, 3)
    assert heard.category == "x"
    assert one(properties={"products": [{"product_id": "only"}]}).product == "only"


def test_a_page_is_where_it_is_without_its_parameters() -> None:
    (heard,), _ = listen(
        {
            "anonymousId": "a", "name": "Home", "context": {"ip": "203.0.113.9", "page": {
                "url": "https://u:p@shop.cn/a?token=secret#x", "referrer": "https://s.cn/?q=me",
            }},
        },
        kind="page",
    )  # fmt: skip
    assert (heard.name, heard.url, heard.referrer) == (
        "page_viewed", "https://shop.cn/a", "https://s.cn/",
    )  # fmt: skip
    assert heard.properties == '{"name":"Home"}'


@pytest.mark.inv("A13")
def test_nothing_that_names_a_person_is_kept() -> None:
    heard = one(
        context={"ip": "203.0.113.9", "userAgent": "Canary/1.0", "traits": {"email": "a@b.cn"}},
        properties={
            "email": "anna@example.com", "Phone_Number": "13800138000", "收货人": "王小明",
            "note": "call +86 13800138000 or anna@example.com", "nested": {"firstName": "Anna"},
            "query": "13800138000", "url": "/u/anna@example.com/orders",
        },
    )  # fmt: skip
    text = encode(heard).decode()
    for canary in ("203.0.113.9", "Canary", "anna", "Anna", "13800138000", "王小明", "a@b.cn"):
        assert canary not in text
    assert heard.query == "…"


@pytest.mark.parametrize(
    ("timestamp", "sent", "minutes"),
    [
        (None, None, 0),
        (timedelta(minutes=-3), None, -3),
        (timedelta(minutes=-3), timedelta(0), -3),
        (timedelta(days=40), timedelta(days=40, minutes=5), -5),  # their clock is ahead
        (timedelta(days=-400), timedelta(days=-400, minutes=2), -2),
        (timedelta(minutes=4), None, 0),
        (timedelta(days=-7), None, -7 * 24 * 60),
    ],
)
def test_it_happened_as_long_ago_as_the_sender_says(
    timestamp: timedelta | None, sent: timedelta | None, minutes: int
) -> None:
    told = {"timestamp": timestamp, "sentAt": sent}
    given = {name: NOW + past for name, past in told.items() if past is not None}
    assert one(**given).at == NOW + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("timestamp", "reason"),
    [
        (NOW + timedelta(minutes=6), "future"),
        (NOW - timedelta(days=7, seconds=1), "7 days"),
        (datetime(1, 1, 1, tzinfo=UTC), "7 days"),
        (datetime(9999, 12, 31, tzinfo=UTC), "future"),
        ("2026-03-01T12:00:00", "timezone"),
        ("yesterday", "Invalid"),
        (17, "Expected"),
    ],
)
def test_what_is_too_old_or_not_yet_or_nowhere_is_refused(timestamp: Any, reason: str) -> None:
    refusal = why(timestamp=timestamp)
    assert refusal.field == "timestamp"
    assert reason in refusal.reason


def test_a_kind_that_is_not_kept_is_refused_with_its_own_reason() -> None:
    assert "merged" in why(type="alias").reason
    assert why(type="group").reason == "groups of people are not kept"


def test_a_day_is_the_shops_own() -> None:
    heard = one(timestamp=datetime(2026, 2, 28, 16, 30, tzinfo=UTC))
    assert (heard.on.isoformat(), heard.hour) == ("2026-03-01", 0)


@pytest.mark.inv("C7")
@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"properties": {"value": -1}}, "properties.value"),
        ({"properties": {"value": "27.50"}}, "properties.value"),
        ({"properties": {"value": "２７"}}, "properties.value"),
        ({"properties": {"value": 1e308}}, "properties.value"),
        ({"properties": {"value": True}}, "properties.value"),
        ({"properties": {"value": 10**30}}, "properties.value"),
        ({"properties": {"quantity": 1.5}}, "properties.quantity"),
        ({"properties": {"quantity": -1}}, "properties.quantity"),
        ({"properties": {"currency": "USD", "value": 1}}, "properties.currency"),
        ({"properties": {"product_id": 7}}, "properties.product_id"),
        ({"properties": {"category": ["a"]}}, "properties.category"),
        ({"properties": {"url": "http://[bad"}}, "properties.url"),
        ({"properties": {str(n): n for n in range(65)}}, "properties"),
        ({"properties": {"a": {"b": {"c": {"d": {"e": 1}}}}}}, "properties"),
        ({"properties": {"a": [0] * 201}}, "properties"),
        ({"properties": {"a": 10**16}}, "properties"),
        ({"properties": {str(n): "x" * 499 for n in range(20)}}, "properties"),
        ({"properties": []}, "properties"),
        ({"event": "a\x00b"}, "event"),
        ({"event": ""}, "event"),
        ({"event": "   "}, "event"),
        ({"event": "x" * 101}, "event"),
        ({"anonymousId": "x" * 201}, "anonymousId"),
        ({"anonymousId": "a\u202eb"}, "anonymousId"),
        ({"anonymousId": 7}, "anonymousId"),
        ({"userId": 7}, "userId"),
        ({"messageId": "x" * 256}, "messageId"),
        ({"type": "alias", "previousId": "a"}, "type"),
        ({"type": "group", "groupId": "a"}, "type"),
        ({"type": "purchase"}, "type"),
        ({"no_such": 1}, "no_such"),
        ({"anonymousId": None}, "userId, anonymousId"),
        ({"type": "identify"}, "userId"),
        ({"properties": {"a": "x" * 33_000}}, "event"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(given: dict[str, Any], field: str) -> None:
    assert why(**given).field == field


def test_each_is_refused_at_its_place_and_the_rest_is_taken() -> None:
    heard, refused = listen(track(), track(event=""), 5, track(), None, [], b'{"a":\xff}')
    assert len(heard) == 2
    assert [one.index for one in refused] == [1, 2, 4, 5, 6]


@pytest.mark.inv("A12")
def test_too_many_and_too_much_are_refused_as_a_whole() -> None:
    assert len(listen(*[track()] * EVENTS_MOST)[0]) == EVENTS_MOST
    heard, (refusal,) = listen(*[track()] * (EVENTS_MOST + 1))
    assert (heard, refusal.field) == ([], "batch")
    fat = track(properties={"a": "x" * 30_000})
    heard, (refusal,) = listen(*[fat] * (BATCH_BYTES_MAX // 30_000 + 1))
    assert (heard, refusal.field) == ([], "batch")


@pytest.mark.inv("C7")
@pytest.mark.parametrize("text", BROKEN)
def test_what_is_no_message_is_refused(text: bytes) -> None:
    assert listen(text)[0] == []


@pytest.mark.inv("C7")
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_values_are_refused_or_harmless_wherever_they_stand(text: str) -> None:
    spoiled = text.encode("utf-8", "surrogatepass")
    plain = encode(track())[1:-1]
    told = [b'{%b,"%b":%b}' % (plain, name.encode(), spoiled) for name in FIELDS]
    told += [b'{%b,"properties":{"%b":%b}}' % (plain, n.encode(), spoiled) for n in PROPERTIES]
    for message in told:
        heard, refused = listen(message)
        assert len(heard) + len(refused) == 1
        assert b"\\u0000" not in encode(heard)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=5),
    max_leaves=20,
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.inv("C7")
@given(st.dictionaries(st.sampled_from(["value", "url", "products", "x"]) | st.text(), json_values))
def test_whatever_properties_hold_is_kept_small_or_refused(given: dict[str, Any]) -> None:
    heard, refused = listen(track(properties=given))
    assert len(heard) + len(refused) == 1
    for row in heard:
        assert len(row.properties.encode()) <= 8_192
        assert "\x00" not in row.properties
        assert "\\u0000" not in row.properties
        assert isinstance(msgspec.json.decode(row.properties), dict)
