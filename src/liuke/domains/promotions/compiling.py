"""Compiling: what rules, made ready to decide together with what its books are like."""

from __future__ import annotations

from collections.abc import Iterable

from liuke.domains.points import pay_steps_in, places_in
from liuke.domains.programme import Live
from liuke.domains.promotions.index import Compiled, compile_rules
from liuke.domains.promotions.terms import Group, Rule


def compile_live(
    live: Live, rules: Iterable[Rule] | None = None, groups: Iterable[Group] | None = None
) -> Compiled:
    """Compile the live rules, or others over the live books; use it through `live.derive`."""
    return compile_rules(
        live.items(Rule) if rules is None else rules,
        live.items(Group) if groups is None else groups,
        places=places_in(live),
        pay_steps=pay_steps_in(live),
    )
