"""Dry run: decide an invented basket by the live rules or by a draft, and explain every rule."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from msgspec import Meta, field
from msgspec.structs import replace

from liuke.domains import programme
from liuke.domains.promotions.basket import Basket, View
from liuke.domains.promotions.compiling import compile_live
from liuke.domains.promotions.counters import Place, Spent, open_counters, shared_counters
from liuke.domains.promotions.rules import decide, explain_all
from liuke.domains.promotions.terms import Group, Instant, Rule
from liuke.domains.promotions.values import Decision, Missed
from liuke.kernel.db import Tx
from liuke.kernel.ids import MemberId
from liuke.kernel.values import Value
from liuke.kernel.verdicts import Found

SOMEBODY = MemberId(bytes(16))


class Question(Value, frozen=True):
    """A basket, somebody invented, an instant, and the rules to ask: the live ones, or these."""

    basket: Basket
    member: Annotated[bool, Meta(description="A member, or a guest.")] = True
    tiers: Annotated[Mapping[str, str], Meta(description="Tier set → level.")] = field(
        default_factory=dict
    )
    balances: Annotated[Mapping[str, int], Meta(description="Book → points to spend.")] = field(
        default_factory=dict
    )
    facts: Annotated[Mapping[str, Found], Meta(description="Address → value.")] = field(
        default_factory=dict
    )
    at: Annotated[Instant | None, Meta(description="When; now, unless given.")] = None
    rules: Annotated[tuple[Rule, ...] | None, Meta(description="Instead of the live ones.")] = None
    groups: tuple[Group, ...] = ()


class Answer(Value, frozen=True):
    """The decision, and why every rule that did not apply did not."""

    decision: Decision
    missed: tuple[Missed, ...]


class LiveRule(Value, frozen=True):
    """A live rule and what its shared counters have given."""

    rule: Rule
    spent: tuple[Spent, ...]


async def dry_run(tx: Tx, question: Question) -> Answer:
    """Decide an invented basket; nothing is written and no limit is spent."""
    at: datetime = (question.at or tx.now).astimezone(tx.zone)
    live = await programme.live(tx, at)
    if question.rules is None:
        rules = live.derive(compile_live)
    else:
        rules = compile_live(live, question.rules, question.groups)
    basket = replace(question.basket, currency=tx.currency)
    place = Place(None, basket.store, at.date())
    counters = await open_counters(tx, [rules], [place])
    view = View(
        member_id=SOMEBODY if question.member else None,
        tiers=question.tiers,
        balances=question.balances,
        facts=question.facts,
        used=counters.used(place),
    )
    return Answer(decide(rules, view, basket, at), explain_all(rules, view, basket, at))


async def live_rules(tx: Tx) -> list[LiveRule]:
    """Return the rules that live now, in the order they run, with what they have given."""
    rules = (await programme.live(tx)).derive(compile_live)
    spent: dict[str, list[Spent]] = {}
    for row in await shared_counters(tx, sorted(rules.limits)):
        spent.setdefault(row.rule, []).append(row)
    return [
        LiveRule(offer.rule, tuple(spent.get(offer.code, ())))
        for offer in rules.offers
        if offer.rule is not None
    ]
