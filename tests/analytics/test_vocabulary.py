"""What analytics add to a member's own export."""

from __future__ import annotations

from typing import Any

from liuke.domains import members
from liuke.domains.analytics.models.kept import write
from liuke.domains.analytics.models.records import Picks, Score
from liuke.kernel.db import Tx
from liuke.kernel.rows import Sql
from tests import make

SEEN = Sql[None]("""
    INSERT INTO analytics_behaviour
        (id, member_id, kind, name, url, trusted, at, on_, hour, received_at)
    VALUES (uuidv7(), $1::uuid, 'page', 'home', '/', false, $2::timestamptz, DATE '2026-01-01', 9,
        $2::timestamptz)
""")
TIED = Sql[None]("""
    INSERT INTO analytics_thread (anonymous_id, member_id, trusted, tied_at)
    VALUES ('browser-1', $1::uuid, false, $2)
""")


async def test_an_export_tells_a_member_their_scores_visits_and_devices(tx: Tx) -> None:
    one, other = await make.members(tx, 2)
    plain: dict[str, Any] = dict.fromkeys(Score.__struct_fields__, 0)
    plain |= {"rank_percent": 10, "layer": 1, "rfm_class": "", "rfm_before": "", "layer_code": ""}
    plain |= {"life_stage": "active", "next_order_on": None, "picks": Picks([], [], [])}
    await write(tx, [Score(**plain | {"member_id": who}) for who in (one, other)], tx.today)
    for statement in (SEEN, TIED):
        await tx.run(statement, one, tx.now)
    mine, theirs = await members.export_members(tx, [one, other], reason="asked")
    assert [row["life_stage"] for row in mine.sections["scores"]] == ["active"]
    assert [row["url"] for row in mine.sections["visits"]] == ["/"]
    assert [row["anonymous_id"] for row in mine.sections["devices"]] == ["browser-1"]
    found = theirs.sections
    assert (len(found["scores"]), found.get("visits", []), found.get("devices", [])) == (1, [], [])
