"""The policy table is whole, and no wider than it says."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuke.domains.access import POLICY, Role, held_by, held_by_key
from liuke.domains.access.limits import DEFAULTS
from liuke.domains.access.policy import BY_NAME, LETTERS, covers, unknown_scopes

SOURCE = Path(__file__).parents[2] / "src" / "liuke"


@pytest.mark.inv("A1")
def test_every_line_names_known_roles_once() -> None:
    for permission, letters in POLICY.items():
        assert re.fullmatch(r"[a-z]+\.[a-z_]+", permission)
        assert len(set(letters)) == len(letters) > 0, permission
        assert set(letters) <= set(LETTERS), permission


@pytest.mark.inv("A1")
def test_an_auditor_changes_nothing() -> None:
    changing = {"edit", "adjust", "post", "publish", "decide", "erase", "issue", "order", "merge"}
    assert {p for p in held_by(Role.AUDITOR) if p.partition(".")[2] in changing} == set()


@pytest.mark.inv("A1")
def test_only_the_owner_lets_people_in_and_erases_them() -> None:
    for permission in ("staff.edit", "keys.edit", "members.erase", "approvals.limits"):
        assert [role for role in Role if permission in held_by(role)] == [Role.OWNER]


@pytest.mark.slow
@pytest.mark.inv("A1")
def test_a_right_asked_for_in_code_is_in_the_policy() -> None:
    asked = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
                names = {t.id for t in node.targets if isinstance(t, ast.Name)}
                if names & {"PERMISSION", "PRICING"}:
                    asked.add(str(node.value.value))
    assert asked
    assert asked <= set(POLICY)


def test_a_right_that_must_be_named_comes_with_no_wildcard() -> None:
    for permission in BY_NAME:
        wide = f"{permission.partition('.')[0]}.*"
        assert permission not in held_by_key((wide,))
        assert permission in held_by_key((wide, permission))


@pytest.mark.inv("A1")
@pytest.mark.parametrize("scope", ["point.*", "points.rea", "points.", "points*", "*", ".*", ""])
def test_half_a_name_covers_nothing(scope: str) -> None:
    assert not covers(scope, "points.read")
    assert unknown_scopes([scope]) == (scope,)


def test_a_wildcard_covers_everything_after_its_dot() -> None:
    assert covers("points.*", "points.read")
    assert held_by_key(("points.*",)) == {"points.post", "points.read", "points.transfer"}


@pytest.mark.inv("A1")
@given(st.lists(st.one_of(st.sampled_from(sorted(POLICY)), st.text(max_size=12)), max_size=5))
def test_no_scopes_give_a_key_more_than_integrators_hold(scopes: list[str]) -> None:
    held = held_by_key(tuple(scopes))
    assert held <= held_by(Role.INTEGRATOR)
    known = [scope for scope in scopes if scope not in unknown_scopes(scopes)]
    assert bool(held) is bool(known)


def test_every_act_with_a_limit_is_a_permission() -> None:
    assert set(DEFAULTS) <= set(POLICY)
