from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuke.kernel.crypto import BadKeys, Binding, Key, Keys, Unreadable, key_id, prefixed, row
from liuke.kernel.ids import MemberId, MerchantId

SHOP, RIVAL = MerchantId.new(), MerchantId.new()
ANNA, BEN = MemberId.new(), MemberId.new()
PHONE = Binding(SHOP, "members_identity", "sealed", row(ANNA, "phone"))


@given(st.binary(max_size=200))
def test_what_is_sealed_opens_again_in_its_place(plain: bytes) -> None:
    key = Key.new()
    assert key.open(key.seal(plain, PHONE), PHONE) == plain


@pytest.mark.inv("A17")
@pytest.mark.parametrize(
    "elsewhere",
    [
        Binding(RIVAL, "members_identity", "sealed", row(ANNA, "phone")),
        Binding(SHOP, "members_child", "sealed", row(ANNA, "phone")),
        Binding(SHOP, "members_identity", "note", row(ANNA, "phone")),
        Binding(SHOP, "members_identity", "sealed", row(BEN, "phone")),
    ],
    ids=["merchant", "table", "column", "row"],
)
def test_a_value_moved_elsewhere_does_not_open(elsewhere: Binding) -> None:
    key = Key.new()
    sealed = key.seal(b"+8613800138000", PHONE)
    with pytest.raises(Unreadable):
        key.open(sealed, elsewhere)


@pytest.mark.inv("A17")
def test_every_altered_byte_is_noticed() -> None:
    key = Key.new()
    sealed = key.seal(b"secret", PHONE)
    for position in range(len(sealed)):
        altered = bytearray(sealed)
        altered[position] ^= 1
        with pytest.raises(Unreadable):
            key.open(bytes(altered), PHONE)


@pytest.mark.inv("A17")
def test_another_key_or_a_cut_value_does_not_open() -> None:
    key = Key.new()
    sealed = key.seal(b"secret", PHONE)
    with pytest.raises(Unreadable):
        Key.new().open(sealed, PHONE)
    with pytest.raises(Unreadable):
        key.open(sealed[:12], PHONE)
    with pytest.raises(Unreadable):
        key.open(b"", PHONE)


def test_the_same_value_never_looks_the_same_twice() -> None:
    key = Key.new()
    assert key.seal(b"same", PHONE) != key.seal(b"same", PHONE)


@given(st.lists(st.binary(max_size=5), max_size=4), st.lists(st.binary(max_size=5), max_size=4))
def test_no_two_places_share_their_bound_bytes(one: list[bytes], other: list[bytes]) -> None:
    assert (prefixed(*one) == prefixed(*other)) == (one == other)


def test_the_key_file_round_trips() -> None:
    keys = Keys.generate().rotated()
    again = Keys.parse(keys.text())
    assert again.current.id == keys.current.id
    assert list(again.keks) == list(keys.keks)
    assert again.blind(SHOP, "phone", "1") == keys.blind(SHOP, "phone", "1")


@pytest.mark.parametrize(
    "text",
    ["", "{}", '{"index": "x", "keks": []}', '{"index": "AAAA", "keks": ["AAAA"]}', "[1]"],
)
def test_a_broken_key_file_is_refused(text: str) -> None:
    with pytest.raises(BadKeys):
        Keys.parse(text)


@pytest.mark.inv("A17")
def test_after_rotation_old_wraps_open_until_their_kek_is_retired() -> None:
    keys = Keys.generate()
    dek = Key.new()
    wrapped = keys.wrap(dek, PHONE)
    rotated = keys.rotated()
    assert rotated.unwrap(wrapped, PHONE).raw == dek.raw
    fresh = rotated.wrap(rotated.unwrap(wrapped, PHONE), PHONE)
    assert key_id(fresh) == rotated.current.id != key_id(wrapped)
    retired = rotated.retired()
    assert retired.unwrap(fresh, PHONE).raw == dek.raw
    with pytest.raises(Unreadable):
        retired.unwrap(wrapped, PHONE)


def test_a_blind_index_differs_by_merchant_column_and_installation() -> None:
    keys = Keys.generate()
    marks = {
        keys.blind(SHOP, "phone", "+8613800138000"),
        keys.blind(RIVAL, "phone", "+8613800138000"),
        keys.blind(SHOP, "last4", "+8613800138000"),
        Keys.generate().blind(SHOP, "phone", "+8613800138000"),
    }
    assert len(marks) == 4
    assert keys.blind(SHOP, "phone", "1") == keys.blind(SHOP, "phone", "1")
