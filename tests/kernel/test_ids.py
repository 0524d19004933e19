"""Ids: one kind is never taken for another."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuke.kernel.ids import EventId, MemberId, StoreId, from_wire, to_wire


@given(st.binary(min_size=16, max_size=16))
def test_an_id_is_read_as_it_was_written(raw: bytes) -> None:
    member = MemberId(raw)
    assert MemberId.parse(str(member)) == member
    assert from_wire(MemberId, to_wire(member)) == member
    assert MemberId.of(UUID(bytes=raw)) == member


def test_a_new_id_is_a_uuid_of_version_7_and_later_ids_are_greater() -> None:
    first, second = UUID(bytes=MemberId.new().bytes), UUID(bytes=MemberId.new().bytes)
    assert (first.version, first.variant) == (7, second.variant)
    assert first.int >> 80 <= second.int >> 80


def test_two_kinds_with_the_same_bytes_are_different() -> None:
    raw = bytes(16)
    assert MemberId(raw) != StoreId(raw)
    assert len({MemberId(raw), StoreId(raw), MemberId(raw)}) == 2
    assert min(MemberId(b"\x01" * 16), MemberId(raw)) == MemberId(raw)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mem_",
        "sto_" + "0" * 32,
        "mem_" + "0" * 31,
        "mem_" + "g" * 32,
        "mem_" + "０" * 32,
        "mem_0x" + "0" * 30,
        "mem_" + "A" * 32,
        "mem_+" + "0" * 31,
    ],
)
def test_what_is_not_an_id_of_this_kind_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not an id like mem_"):
        MemberId.parse(text)


def test_an_id_must_be_text_on_the_wire() -> None:
    with pytest.raises(ValueError, match="evt_"):
        from_wire(EventId, 7)


def test_what_is_no_id_has_no_wire_form_here() -> None:
    with pytest.raises(NotImplementedError):
        to_wire(object())
    with pytest.raises(NotImplementedError):
        from_wire(dict, {})
