"""Programmes from the command line: ready-made ones, and documents kept in files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from liuke.domains.points import BookSpec, measure_of
from liuke.domains.promotions import Simulation
from liuke.domains.promotions.simulate import Side
from liuke.surfaces.cli.simulate import totals
from tests.surfaces.operator import Operator


def kept(folder: Path, document: dict[str, Any]) -> str:
    file = folder / "draft.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    return str(file)


def draft(*rules: dict[str, Any]) -> dict[str, Any]:
    return {"code": "mine", "name": "mine", "name_zh": "我的", "rules": list(rules)}


TEN = {"code": "ten", "effects": [{"kind": "percent_off", "off_bp": 1000}]}


def test_the_gallery_lists_and_shows_and_applies(operator: Operator) -> None:
    codes = {one["code"] for one in operator.asks("template", "list")}
    assert "coffee-stars" in codes
    shown = json.loads(operator.types("template", "show", "coffee-stars").stdout)
    assert shown["code"] == "coffee-stars"
    done = operator.asks(*operator.of_shop("template", "apply", "coffee-stars"))
    assert (done["programme"], done["number"]) == ("coffee-stars", 1)


def test_a_template_nobody_knows_is_refused_by_name(operator: Operator) -> None:
    said = operator.types("template", "show", "nonsense", fails=True)
    assert "unknown_programme_template" in said.stderr


def test_a_check_names_every_fault_with_its_path(operator: Operator, tmp_path: Path) -> None:
    file = kept(tmp_path, draft(TEN, TEN))
    faults = operator.asks("programme", "check", file, fails=True)
    assert faults[0]["path"] == "$.rules"
    assert faults[0]["reason_zh"]
    assert "$.rules" in operator.types("programme", "check", file, fails=True).stderr


def test_a_check_of_something_else_says_where_it_does_not_fit(
    operator: Operator, tmp_path: Path
) -> None:
    file = kept(tmp_path, draft({"code": "x", "effects": 7}))
    assert operator.asks("programme", "check", file, fails=True)[0]["path"] == "$.rules[0].effects"


def test_what_is_published_shows_no_difference_until_it_is_edited(
    operator: Operator, tmp_path: Path
) -> None:
    file = kept(tmp_path, draft(TEN))
    operator.types("programme", "check", file)
    operator.types(*operator.of_shop("programme", "publish", file))
    said = operator.types(*operator.of_shop("programme", "publish", file)).stderr
    assert "nothing changed" in said
    assert operator.asks(*operator.of_shop("programme", "diff", file)) == []
    kept(tmp_path, draft(TEN | {"priority": 3}))
    changes = operator.asks(*operator.of_shop("programme", "diff", file))
    assert [change["path"] for change in changes] == ["rules.ten.priority"]
    done = operator.asks(*operator.of_shop("programme", "publish", file, "--from", "2027-01-01"))
    assert (done["number"], done["effective_from"]) == (2, "2026-12-31T16:00:00Z")


def test_a_version_is_taken_back_and_the_one_before_it_rules_again(
    operator: Operator, tmp_path: Path
) -> None:
    for priority in (1, 2):
        kept(tmp_path, draft(TEN | {"priority": priority}))
        operator.types(*operator.of_shop("programme", "publish", str(tmp_path / "draft.json")))
    back = operator.of_shop("programme", "withdraw", "mine", "2")
    done = {"programme": "mine", "number": 2, "rules": 1, "unchanged": False}
    assert operator.asks(*back) == done
    assert operator.asks(*back) == done | {"unchanged": True}
    changes = operator.asks(*operator.of_shop("programme", "diff", str(tmp_path / "draft.json")))
    assert [(change["before"], change["after"]) for change in changes] == [(1, 2)]
    last = operator.types(*operator.of_shop("programme", "withdraw", "mine", "1")).stderr
    assert "mine version 1 is withdrawn 已撤回; nothing rules in its place" in last
    again = operator.types(*back).stderr
    assert "already" in again


def test_a_version_nobody_published_is_not_taken_back(operator: Operator, tmp_path: Path) -> None:
    operator.types(*operator.of_shop("programme", "publish", kept(tmp_path, draft(TEN))))
    for code, number in (("mine", "2"), ("nobodys", "1")):
        told = operator.types(
            *operator.of_shop("programme", "withdraw", code, number), fails=True
        ).stderr
        assert "unknown_version" in told
        assert f"{code} {number}" in told


def test_what_rules_is_listed_and_comes_out_as_it_went_in(
    operator: Operator, tmp_path: Path
) -> None:
    for priority in (1, 2):
        file = kept(tmp_path, draft(TEN | {"priority": priority}))
        operator.types(*operator.of_shop("programme", "publish", file, "--note", f"no {priority}"))
    listed = operator.asks(*operator.of_shop("programme", "list"))
    told = [(one["programme"], one["number"], one["state"], one["note"]) for one in listed]
    assert told == [("mine", 2, "live", "no 2"), ("mine", 1, "retired", "no 1")]
    assert "no 2" in operator.types(*operator.of_shop("programme", "list")).stdout
    out = operator.types(*operator.of_shop("programme", "show", "mine")).stdout
    assert json.loads(out) == draft(TEN | {"priority": 2})
    assert operator.asks(*operator.of_shop("programme", "show", "mine", "1")) == draft(
        TEN | {"priority": 1}
    )
    (tmp_path / "out.json").write_text(out, encoding="utf-8")
    same = operator.of_shop("programme", "diff", str(tmp_path / "out.json"))
    assert operator.asks(*same) == []


def test_a_document_nobody_published_does_not_come_out(operator: Operator) -> None:
    for words in (("nobodys",), ("nobodys", "1")):
        told = operator.types(*operator.of_shop("programme", "show", *words), fails=True).stderr
        assert "unknown_version" in told
        assert "nobodys" in told


def test_a_draft_is_simulated_over_no_orders_at_no_cost(operator: Operator, tmp_path: Path) -> None:
    file = kept(tmp_path, draft(TEN))
    found = operator.asks(*operator.of_shop("programme", "simulate", file))
    assert (found["outcome"]["orders"], found["outcome"]["cost_minor"]) == (0, 0)
    shown = operator.types(*operator.of_shop("programme", "simulate", file))
    assert "cost of the draft" in shown.stdout


def test_days_that_run_backwards_are_refused(operator: Operator, tmp_path: Path) -> None:
    days = ("--from", "2026-12-01", "--to", "2026-11-01")
    said = operator.types("programme", "simulate", kept(tmp_path, draft(TEN)), *days, fails=None)
    assert said.exit_code == 2
    assert "--from is after --to" in said.stderr


def test_a_simulation_counts_one_as_one_and_points_as_their_book() -> None:
    live, mine = Side(0, 0, 0, {"sun": 0}, ()), Side(0, 0, 0, {"sun": 10}, ())
    one = Simulation(1, live, mine, 0, 1, 2, 0, 0, (), (), ())
    table = totals(one, str, {"sun": measure_of(BookSpec("sun", "Suns", "阳光", "Sun", 1))})
    assert table.title == "1 order 订单"
    told = [cell for column in table.columns for cell in column.cells]
    assert {"1.0 Sun", "0.0 Suns", "1 buyer, 0", "2 buyers, 0"} <= set(told)
