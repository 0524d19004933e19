"""Rows of files say in several ways whom they are about."""

from __future__ import annotations

from liuke.domains import members
from liuke.domains.members import Enrolment, Handle, IdentityKind, Named
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId


async def test_the_first_name_that_is_known_here_decides(tx: Tx) -> None:
    one, two = [
        enrolled.member_id
        for enrolled in await members.enrol(
            tx,
            [
                Enrolment(phone="13800138001", source="old", external_id="A1"),
                Enrolment(identities=(Handle(IdentityKind.CARD, "90100001"),)),
            ],
        )
    ]
    elsewhere = MemberId.new()
    found = await members.find_named(
        tx,
        [
            Named(member=one, phone="13900139000"),
            Named(member=elsewhere, member_source="old", member_external_id="A1"),
            Named(phone="138 0013 8001"),
            Named(member_external_id="A9", card="9010 0001"),
            Named(member=elsewhere),
            Named(phone="no phone"),
            Named(),
        ],
    )
    assert found == [one, one, one, two, None, None, None]


def test_a_row_that_names_nobody_knows_it() -> None:
    assert Named(member_source="guest").is_nobody
    assert not Named(card="1").is_nobody
