"""Without a connection a till prices by the rules it keeps: to the cent what the server decides."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from liuke.domains import promotions
from liuke.domains.promotions import Basket, Group, Line, Rule, View, compile_rules
from liuke.kernel.ids import MemberId
from tools.live import ROOT
from tools.node import command, environment

pytestmark = pytest.mark.slow

ZONE = ZoneInfo("Asia/Shanghai")
PROGRAMMES = 400
BASKETS_EACH = 5
CODES = ["one", "two", "three", "four"]
STAGES = ["activity", "member", "limited", "threshold"]
MEMBER = MemberId(bytes(15) + b"\x01")


def some(dice: Random, most: int = 2) -> list[str]:
    """Return a few codes."""
    return dice.sample(CODES, dice.randint(1, most))


def maybe(dice: Random, chance: float, value: Any) -> Any:
    """Return a value sometimes, else nothing."""
    return value if dice.random() < chance else None


def match(dice: Random) -> dict[str, Any]:
    """Return one alternative of a scope."""
    kinds = dice.sample(["products", "skus", "brands", "categories", "tags"], dice.randint(0, 2))
    wanted: dict[str, Any] = {kind: some(dice, 3) for kind in kinds}
    if dice.random() < 0.2:
        wanted["price_from_minor"] = dice.randint(0, 3_000)
    if dice.random() < 0.2:
        wanted["price_to_minor"] = dice.randint(1_000, 9_000)
    return wanted


def window(dice: Random) -> dict[str, Any]:
    """Return a window that is open about as often as not."""
    parts = {
        "starts_at": (datetime(2026, 12, 1, tzinfo=UTC) + timedelta(hours=dice.randint(0, 720))),
        "ends_at": (datetime(2026, 12, 10, tzinfo=UTC) + timedelta(hours=dice.randint(0, 720))),
        "weekdays": dice.sample(range(1, 8), 5),
        "days": [*dice.sample(range(1, 32), 12), -1],
        "dates": [f"12-{day:02}" for day in dice.sample(range(1, 32), 20)],
        "hours": [{"start": "08:00", "end": "20:30"}, {"start": "22:00", "end": "02:00"}],
    }
    chosen = dice.sample(sorted(parts), dice.choice([0, 0, 1, 2]))
    return {k: parts[k].isoformat() if k.endswith("_at") else parts[k] for k in chosen}  # type: ignore[attr-defined]  # instants


def where(dice: Random) -> dict[str, Any]:
    """Return for whom and where."""
    place = {
        "stores": ["one", "two"], "not_stores": ["two"], "tiers": some(dice),
        "members_only": True, "codes": some(dice),
    }  # fmt: skip
    chosen = dice.sample(sorted(place), dice.choice([0, 0, 0, 1, 2]))
    return {kind: place[kind] for kind in chosen}


def effect(dice: Random, *, by_line: bool) -> dict[str, Any]:
    """Return one effect; now and then one that only the server can compute.

    Where a group chooses `by_line`, no programme may count goods of several lines.
    """
    per, cap = dice.choice(["across", "line", "unit"]), maybe(dice, 0.3, dice.randint(1, 3_000))
    steps = [
        {"at": at, "off_minor": dice.randint(0, 900), "off_bp": dice.choice([0, 0, 333, 1_500])}
        for at in sorted(dice.sample(range(1, 40), dice.randint(1, 3)))
    ]
    basis = dice.choice(["amount", "quantity"])
    if basis == "amount":
        steps = [step | {"at": step["at"] * 500} for step in steps]
    return dice.choices(
        [
            {"kind": "percent_off", "off_bp": dice.randint(0, 10**4), "per": per, "cap_minor": cap},
            {"kind": "amount_off", "off_minor": dice.randint(0, 4_000), "per": per},
            {"kind": "fixed_price", "price_minor": dice.randint(0, 5_000)},
            {"kind": "price_list", "prices": {c: dice.randint(0, 5_000) for c in some(dice, 3)}},
            {"kind": "threshold_off", "steps": steps, "basis": basis, "cap_minor": cap,
             "every": dice.random() < 0.5, "times_max": maybe(dice, 0.3, dice.randint(1, 4))},
            {"kind": "units_off", "units": 1},
            {"kind": "earn", "points": 1, "per_minor": 100},
        ],
        [4, 3, 2, 2, 0 if by_line else 5, 0.5, 1],
    )[0]  # fmt: skip


def rule(dice: Random, number: int, choosing: Collection[str]) -> dict[str, Any]:
    """Return one rule as its document says it; `choosing` are the groups that do by line."""
    group = dice.choice(["", "", "a", "b", "c"])
    given: dict[str, Any] = {
        "code": f"rule-{number}",
        "effects": [effect(dice, by_line=group in choosing)
                    for _ in range(dice.choice([1, 1, 1, 2]))],
        "stage": dice.choice(STAGES),
        "group": group,
        "priority": dice.randint(-1, 1),
        "window": window(dice),
        "where": where(dice),
        "scope": {kind: [match(dice) for _ in range(dice.randint(0, 2))]
                  for kind in dice.sample(["include", "exclude"], dice.choice([0, 1, 1, 2]))},
        "minimum": {"amount_minor": dice.choice([0, 0, 2_000, 9_000]),
                    "units": dice.choice([0, 0, 3])},
    }  # fmt: skip
    if dice.random() < 0.4:
        given["stacking"] = {
            "label": dice.choice(["", "x", "y"]),
            "excludes": dice.sample(["x", "y", "-", "*"], dice.choice([0, 1, 1])),
            "by_unit": dice.random() < 0.5,
        }
    if dice.random() < 0.05:
        given["limits"] = {"total": 1_000}
    return given


def groups(dice: Random) -> list[dict[str, Any]]:
    """Return how the named groups run."""
    return [
        {"code": code, "stage": "limited", "order": dice.randint(0, 1),
         "mode": dice.choice(["all", "first", "best", "least"]),
         "by_line": dice.random() < 0.4, "base": dice.choice(["reduced", "initial", "list"])}
        for code in ("a", "b", "c")
    ]  # fmt: skip


def line(dice: Random) -> dict[str, Any]:
    """Return one line as the till holds it."""
    weighed = dice.random() < 0.15
    units = 1 if weighed else dice.choice([1, 1, 2, 3, 7])
    code = dice.choice(CODES)
    return {
        "sku": dice.choice([code, f"{code}-1"]), "product": code, "tags": some(dice),
        "brand": dice.choice(["", *CODES]), "gift": dice.random() < 0.05, "units": units,
        "categories": dice.choice([[], ["one"], ["two", "three"]]),
        "grams": dice.randint(1, 3_000) * weighed, "gross_minor": dice.randint(0, 9_999) * units,
    }  # fmt: skip


def asked(dice: Random) -> dict[str, Any]:
    """Return a basket, for whom, where and when."""
    at = datetime(2026, 12, 1, tzinfo=UTC) + timedelta(minutes=dice.randint(0, 60 * 24 * 40))
    return {
        "lines": [line(dice) for _ in range(dice.randint(1, 6))],
        "store": dice.choice(["one", "two", "three"]),
        "codes": dice.choice([[], ["two"]]),
        "levels": dice.choice([None, [], ["one"], ["two", "three"]]),
        "at": at.isoformat(),
        "timeZone": str(ZONE),
    }


def ruling(dice: Random) -> dict[str, Any]:
    """Return a published version with some rules."""
    running = groups(dice)
    choosing = {g["code"] for g in running if g["by_line"] and g["mode"] in ("best", "least")}
    rules = [rule(dice, number, choosing) for number in range(dice.randint(1, 6))]
    return {"programme": "p", "effective_from": "2020-01-01T00:00:00Z", "pilot": [],
            "pilot_until": None, "rules": rules, "groups": running}  # fmt: skip


def decided(ruled: dict[str, Any], basket: dict[str, Any]) -> promotions.Decision:
    """Return what the server decides."""
    compiled = compile_rules(
        msgspec.convert(ruled["rules"], list[Rule]), msgspec.convert(ruled["groups"], list[Group])
    )
    levels = basket["levels"]
    tiers = {f"set-{place}": code for place, code in enumerate(levels or [])}
    view = View() if levels is None else View(member_id=MEMBER, tiers=tiers)
    lines = msgspec.convert(basket["lines"], tuple[Line, ...])
    asked_for = Basket(lines=lines, store=basket["store"], codes=tuple(basket["codes"]))
    return promotions.decide(
        compiled, view, asked_for, datetime.fromisoformat(basket["at"]).astimezone(ZONE)
    )


def on_the_till(questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what the till's own code answers."""
    said = subprocess.run(
        command(["--no-warnings", str(ROOT / "web" / "tests" / "price.ts")]),
        input="\n".join(json.dumps(question) for question in questions),
        env=environment(), capture_output=True, text=True, check=True, timeout=300,
    )  # fmt: skip
    return [json.loads(answer) for answer in said.stdout.splitlines()]


@pytest.mark.inv("C8")
def test_the_till_and_the_server_price_thousands_of_baskets_alike() -> None:
    dice = Random(20261122)  # noqa: S311 -- the same baskets every time
    questions: list[dict[str, Any]] = [
        {"rulings": [ruled], "asked": asked(dice)}
        for ruled in [ruling(dice) for _ in range(PROGRAMMES)]
        for _ in range(BASKETS_EACH)
    ]
    sure = cheaper = 0
    for question, answer in zip(questions, on_the_till(questions), strict=True):
        server = decided(question["rulings"][0], question["asked"])
        if answer["unknown"]:
            continue
        sure += 1
        cheaper += server.discount_minor > 0
        told = [line.due_minor for line in server.lines]
        taken = [
            [one.rule, [(share.line, share.before, share.after) for share in one.shares]]
            for one in server.effects
        ]
        said = [
            [one["rule"], [(s["line"], s["before"], s["after"]) for s in one["shares"]]]
            for one in answer["effects"]
        ]
        assert (answer["due"], said) == (told, taken), json.dumps(question)
    assert sure > len(questions) // 2, "most baskets can be priced"
    assert cheaper > len(questions) // 4, "and most of those get a discount"


def test_what_the_till_cannot_judge_is_named_where_it_may_change_the_price() -> None:
    dice = Random(7)  # noqa: S311 -- as above
    off = [{"kind": "amount_off", "off_minor": 1}]
    names: dict[str, dict[str, Any]] = {
        "set": {"effects": [{"kind": "buy_get", "buy": 1}]},
        "limited": {"effects": off, "limits": {"total": 9}},
        "fact": {"effects": off, "when": {"fact": "orders.count", "op": "eq", "value": 0}},
        "guarded": {"effects": [{"kind": "only_for"}], "where": {"tiers": ["one"]}},
    }
    basket = asked(dice) | {"levels": None}
    elsewhere = {"scope": {"include": [{"products": ["nowhere"]}]}}
    for name, given in names.items():
        rules = [{"code": name} | given, {"code": "far"} | given | elsewhere]
        question = {"rulings": [ruling(dice) | {"rules": rules}], "asked": basket}
        (answer,) = on_the_till([question])
        assert answer["unknown"] == [name]


def test_somebody_not_yet_recognised_may_have_a_price_of_their_own() -> None:
    dice = Random(8)  # noqa: S311 -- as above
    rules = [{"code": "gold", "where": {"tiers": ["gold"]}, "stage": "member",
              "effects": [{"kind": "percent_off", "off_bp": 1_000}]}]  # fmt: skip
    asking = [
        {"rulings": [ruling(dice) | {"rules": rules}], "asked": asked(dice) | {"levels": levels}}
        for levels in ("unknown", None, ["gold"])
    ]
    assert [answer["unknown"] for answer in on_the_till(asking)] == [["gold"], [], []]
