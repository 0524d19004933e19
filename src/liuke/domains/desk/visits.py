"""Note on which days members bought; the counts of people follow exactly, in whatever order."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from msgspec.structs import replace

from liuke.domains import members
from liuke.domains.desk.rules import Step, steps
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.rows import Sql
from liuke.kernel.values import Value, columns

Place = tuple[MemberId, date]


class Visit(Value, frozen=True):
    """A day with orders of a member that stand, and as whose it is counted."""

    member_id: MemberId
    day: date
    orders: int
    home_id: MemberId


HOMES = Sql[MemberId]("""
    SELECT DISTINCT home_id FROM desk_visit WHERE member_id = ANY ($1::uuid[])
""")
VISITS = Sql[Visit]("""
    SELECT member_id, day, orders, home_id FROM desk_visit WHERE home_id = ANY ($1::uuid[])
""")
VISIT = Sql[None]("""
    INSERT INTO desk_visit (member_id, day, orders, home_id)
    SELECT member_id, day, orders, home_id
    FROM UNNEST($1::uuid[], $2::date[], $3::bigint[], $4::uuid[])
        AS v (member_id, day, orders, home_id)
    ORDER BY member_id, day
    ON CONFLICT (merchant_id, member_id, day)
        DO UPDATE SET orders = EXCLUDED.orders, home_id = EXCLUDED.home_id
""")
STEP = Sql[None]("""
    INSERT INTO desk_step AS s (figure, day, step)
    SELECT figure, day, step FROM UNNEST($1::text[], $2::date[], $3::bigint[])
        AS n (figure, day, step)
    ORDER BY figure, day
    ON CONFLICT (merchant_id, figure, day) DO UPDATE SET step = s.step + EXCLUDED.step
""")


async def count_people(
    tx: Tx, bought: Mapping[Place, int], regrouped: Collection[MemberId]
) -> None:
    """Add orders to members' days, and count those who were merged or parted as who they are now.

    An order called off takes one away, whether or not the sale of it was counted before.
    """
    touched = sorted({member_id for member_id, _ in bought}.union(regrouped))
    if not touched:
        return
    await tx.lock(touched)
    heirs = await members.homes(tx, touched)
    homes = sorted({*heirs.values(), *await tx.rows(HOMES, touched)})
    await tx.lock(homes)
    known = {(row.member_id, row.day): row for row in await tx.rows(VISITS, homes)}
    after = _moved(known, bought, heirs)
    fresh = [after[place] for place in sorted(after) if after[place] != known.get(place)]
    await tx.run(VISIT, *columns(Visit, fresh))
    await _write(tx, _steps(after.values(), fresh, known), _steps(known.values(), fresh, known))


def _moved(
    known: Mapping[Place, Visit], bought: Mapping[Place, int], heirs: Mapping[MemberId, MemberId]
) -> dict[Place, Visit]:
    after = {
        place: replace(visit, home_id=heirs.get(visit.member_id, visit.home_id))
        for place, visit in known.items()
    }
    for (member_id, day), orders in bought.items():
        blank = Visit(member_id, day, 0, heirs[member_id])
        visit = after.get((member_id, day), blank)
        after[member_id, day] = replace(visit, orders=visit.orders + orders)
    return after


def _steps(
    visits: Iterable[Visit], fresh: Iterable[Visit], known: Mapping[Place, Visit]
) -> Counter[Step]:
    """Return how visits move the counts of people, of those alone to whom something happened."""
    asked = {visit.home_id for visit in fresh}
    asked |= {known[v.member_id, v.day].home_id for v in fresh if (v.member_id, v.day) in known}
    days: dict[MemberId, Counter[date]] = defaultdict(Counter)
    for visit in visits:
        if visit.home_id in asked:
            days[visit.home_id][visit.day] += visit.orders
    found: Counter[Step] = Counter()
    for of_one in days.values():
        found.update(steps(day for day, orders in of_one.items() if orders > 0))
    return found


async def _write(tx: Tx, after: Counter[Step], before: Counter[Step]) -> None:
    after.subtract(before)
    changed = [(name, day, step) for (name, day), step in after.items() if step]
    await tx.run(STEP, *[[row[place] for row in changed] for place in range(3)])
