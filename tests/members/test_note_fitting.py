from __future__ import annotations

from typing import Any

import pytest

from liuke.domains import access, stores
from liuke.domains.access import Invitation, Role, StaffId
from liuke.domains.members import note
from liuke.domains.members.errors import FaultyItems
from liuke.domains.members.note_fitting import ELSEWHERE, fit_for
from liuke.domains.members.note_values import NewNote, Rewording
from liuke.kernel.db import Tx
from tests import make
from tests.members.test_note import MOVE, hired, noted


async def test_only_who_is_here_and_does_to_dos_is_given_one(tx: Tx) -> None:
    [anna] = await make.members(tx)
    chen, auditor = await hired(tx, "陈导购"), await hired(tx, "审计", Role.AUDITOR)
    gone = await hired(tx, "走了的")
    kept = await noted(tx, anna, "call", due_on=tx.today, assignee=StaffId.parse(gone.id))
    await access.disable(tx, [StaffId.parse(gone.id)])
    wrong = [auditor.id, gone.id, str(StaffId.new())]
    wanted = [NewNote(anna, "call", tx.today, StaffId.parse(one)) for one in wrong]
    wanted.append(NewNote(anna, "no day", None, StaffId.parse(chen.id)))
    with pytest.raises(FaultyItems) as refused:
        await note.write(tx, [NewNote(anna, "fine", tx.today, StaffId.parse(chen.id)), *wanted])
    faults = refused.value.faults
    assert [(one.item, one.field) for one in faults] == [(n, "assignee") for n in (1, 2, 3, 4)]
    assert all(one.reason and one.reason_zh for one in faults)
    # What somebody who left was to do stays theirs until it is given to another.
    left = Rewording("call soon", tx.today, StaffId.parse(gone.id))
    assert (await note.reword(tx, anna, kept, left)).assignee == gone.name
    [found] = await access.colleagues(tx, "notes.write")
    assert (str(found.id), found.name) == (chen.id, "陈导购")


async def test_nobody_is_given_work_of_a_member_of_other_stores(tx: Tx) -> None:
    await stores.arrange(tx, stores.Plan(regions=(stores.Region("east", "East"),)))
    openings = [stores.Opening("A", "A", region="east"), stores.Opening("B", "B")]
    placed = await stores.open_stores(tx, openings)
    anna, ben, carl = await make.members(tx, 3)
    await tx.run(MOVE, anna, placed["A"])
    await tx.run(MOVE, ben, placed["B"])
    some: list[dict[str, Any]] = [{"store_ids": (placed["A"],)}, {"region": "east"}, {}]
    wishes = [Invitation(f"guide.{n}", "导购", Role.GUIDE, **where) for n, where in enumerate(some)]
    people = [one.staff_id for one in await access.invite(tx, wishes)]
    wanted = [NewNote(m, "call", tx.today, who) for m in (anna, ben, carl) for who in people]
    with pytest.raises(FaultyItems) as refused:
        await note.write(tx, wanted)
    faults = refused.value.faults
    assert [(one.item, one.field) for one in faults] == [(n, "assignee") for n in (3, 4, 6, 7)]
    assert {(one.reason, one.reason_zh) for one in faults} == {ELSEWHERE}
    everybody = await access.colleagues(tx, "notes.write")
    offered = [{one.id for one in await fit_for(tx, m, everybody)} for m in (anna, ben, carl)]
    assert offered == [set(people), {people[2]}, {people[2]}], "nobody is offered and then refused"
    [first, *_] = await note.write(tx, wanted[:3])
    # Who has it keeps it when the member moves.
    await tx.run(MOVE, anna, placed["B"])
    stays = await note.reword(tx, anna, first, Rewording("call soon", tx.today, people[0]))
    assert stays.text == "call soon"
    with pytest.raises(FaultyItems):
        await note.reword(tx, anna, first, Rewording("call", tx.today, people[1]))
