"""Groups ready to use, from the command line."""

from __future__ import annotations

import json

from liuke.domains import segments
from tests.surfaces.operator import Operator


def test_the_gallery_of_groups_lists_and_shows_each_with_its_question(operator: Operator) -> None:
    listed = operator.asks("segment", "template", "list")
    assert [one["code"] for one in listed] == list(segments.templates())
    told = operator.types("segment", "template", "list").stdout
    assert "…" not in told
    assert all(one["code"] in told for one in listed)
    code = listed[0]["code"]
    shown = json.loads(operator.types("segment", "template", "show", code).stdout)
    assert shown == operator.asks("segment", "template", "show", code) == listed[0]
    assert shown["tree"]["kind"]


def test_a_group_becomes_a_segment_once_under_each_code(operator: Operator) -> None:
    code = next(iter(segments.templates()))
    apply = operator.of_shop("segment", "template", "apply", code)
    made = operator.asks(*apply)
    assert (made["code"], made["kind"], made["version"]) == (code, "live", 1)
    again = operator.types(*apply, fails=True)
    assert "segment_taken" in again.stderr
    unfit = operator.types(*apply, "--as", "Of Our Own", fails=True)
    assert "invalid_field" in unfit.stderr
    told = operator.types(*apply, "--as", "of-our-own").stderr
    assert "of-our-own" in told
    assert segments.templates()[code].name_zh in told


def test_a_group_nobody_knows_is_refused_by_name(operator: Operator) -> None:
    said = operator.types("segment", "template", "show", "nonsense", fails=True)
    assert "unknown_group" in said.stderr
    said = operator.types(*operator.of_shop("segment", "template", "apply", "nonsense"), fails=True)
    assert "unknown_group" in said.stderr
