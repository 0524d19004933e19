"""An invented basket, decided by a draft or by the live rules."""

from __future__ import annotations

import pytest

from liuke.domains import programme
from liuke.domains.programme import DraftText, Publication
from liuke.domains.promotions import (
    AmountOff,
    Basket,
    Limits,
    Minimum,
    Place,
    Rule,
    Used,
    Where,
    compile_live,
    compile_rules,
    grant,
    open_counters,
)
from liuke.domains.promotions.dry_run import Question, dry_run, live_rules
from liuke.domains.promotions.values import Use
from liuke.kernel.db import Tx
from liuke.kernel.values import decode
from tests.make import SATURDAY, line

TEA = Basket((line("tea", 900),), channel="till")


async def test_a_draft_is_tried_with_an_invented_member(tx: Tx) -> None:
    rules = (
        Rule("gold", (AmountOff(100),), where=Where(tiers=("gold",))),
        Rule("web", (AmountOff(1),), where=Where(channels=("web",))),
    )
    answer = await dry_run(tx, Question(TEA, tiers={"main": "gold"}, rules=rules))
    assert answer.decision.discount_minor == 100
    assert [(no.rule, no.why) for no in answer.missed] == [("web", "channel")]


async def test_what_is_missing_is_told_in_the_shops_currency(tx: Tx) -> None:
    tx.currency = "USD"
    rules = (Rule("more", (AmountOff(100),), minimum=Minimum(amount_minor=1_000)),)
    (missed,) = (await dry_run(tx, Question(TEA, rules=rules))).missed
    assert (missed.text, missed.text_zh) == ("$1.00 short.", "差 1.00 美元。")


async def test_limits_already_spent_are_seen_and_nothing_is_spent(tx: Tx) -> None:
    rules = (Rule("r", (AmountOff(100),), limits=Limits(total=1)),)
    question = Question(TEA, member=False, rules=rules, at=SATURDAY)
    assert (await dry_run(tx, question)).decision.discount_minor == 100
    assert (await dry_run(tx, question)).decision.discount_minor == 100
    place = Place(None, "", SATURDAY.date())
    counters = await open_counters(tx, [compile_rules(rules)], [place])
    counters.take("order", place, [Use("r", 1)])
    assert await grant(tx, counters) == []
    assert (await dry_run(tx, question)).missed[0].why == "limit_reached"


async def test_without_a_programme_there_are_no_live_rules(tx: Tx) -> None:
    assert await live_rules(tx) == []
    assert (await dry_run(tx, Question(TEA))).decision.payable_minor == 900


async def test_live_rules_are_listed_with_what_they_have_given(tx: Tx) -> None:
    document = {
        "code": "p",
        "name": "P",
        "name_zh": "方案",
        "rules": [
            {
                "code": "r",
                "effects": [{"kind": "amount_off", "off_minor": 100}],
                "limits": {"total": 5, "per_day": 2},
            }
        ],
    }
    (saved,) = await programme.save(tx, [DraftText(document)])
    await programme.publish(tx, [Publication(saved.id)])
    assert (await dry_run(tx, Question(TEA))).decision.discount_minor == 100
    place = Place(None, "", tx.today)
    rules = (await programme.live(tx)).derive(compile_live)
    counters = await open_counters(tx, [rules], [place])
    counters.take("order", place, [Use("r", 2), Use("unlimited", 1)])
    await grant(tx, counters)
    (listed,) = await live_rules(tx)
    assert listed.rule.code == "r"
    spent = {row.scope: row.spent for row in listed.spent}
    assert spent == {"total": 2, place.day_scope: 2}
    assert dict(counters.used(place)) == {"r": Used(total=2, day=2)}
    assert len(counters.used(place)) == 1
    with pytest.raises(KeyError):
        counters.used(place)["unlimited"]


def test_a_question_is_plain_json() -> None:
    asked = b'{"basket": {"lines": [{"product": "tea", "gross_minor": 900}]}, "facts": {"a": [1]}}'
    assert decode(asked.replace(b"[1]", b'["x"]'), Question).facts == {"a": ("x",)}
