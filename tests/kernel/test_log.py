"""No log line holds a phone, a name, a token or the text of an exception."""

from __future__ import annotations

import io
import json
import logging
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuke.kernel import log

CANARIES = (
    "13800138000",
    "+86 138-0013-8000",
    "wang.fang@example.com",
    "lk_0190f3c27d1a7bbb.x-y_z",
)


@pytest.mark.inv("A13")
@pytest.mark.parametrize("canary", CANARIES)
def test_what_looks_personal_is_blanked_wherever_it_stands(lines: io.StringIO, canary: str) -> None:
    log.logger("test").info(
        "till.refused", reason=f"for {canary}", rows=[canary], phone=canary, name=canary
    )
    assert canary not in lines.getvalue()
    assert json.loads(lines.getvalue())["event"] == "till.refused"


@pytest.mark.inv("A13")
def test_a_field_that_is_not_listed_is_withheld(lines: io.StringIO) -> None:
    log.logger("test").info("x", member_name="王芳", nickname={"a": "王芳"}, kind={"a": "王芳"})
    assert "王芳" not in lines.getvalue()


@pytest.mark.inv("A13")
def test_an_exception_is_its_class_and_place(lines: io.StringIO) -> None:
    def fail() -> None:
        raise LookupError("13800138000 王芳")

    try:
        fail()
    except LookupError as fault:
        log.logger("test").error("unforeseen", **log.fault_of(fault))
        logging.getLogger("asyncio").exception("task %s failed", "王芳")
    written = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert "王芳" not in lines.getvalue()
    assert [line["fault"] for line in written] == ["LookupError"] * 2
    assert written[0]["where"][-1].endswith("fail")


def test_ids_times_and_figures_stay_readable(lines: io.StringIO) -> None:
    member = "staff:stf_0190f3c27d1a7bbb8000000000000001"
    log.logger("test").info("request", actor=member, status=200, ms=1.5, route="/v1/x/{id}")
    line = json.loads(lines.getvalue())
    assert (line["actor"], line["status"], line["ms"]) == (member, 200, 1.5)
    assert line["part"] == "test"


@pytest.mark.inv("A13")
@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.text(max_size=20))
def test_no_phone_survives_in_any_text(phone: str, around: str) -> None:
    words = f"{around} {phone} {around}"
    assert phone not in str(log.scrub(words))


@pytest.mark.inv("A13")
def test_a_line_is_redacted_when_nobody_configured_anything() -> None:
    program = "from liuke.kernel import log; log.logger('x').info('y', name='13800138000', who='z')"
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert told.stdout == ""
    assert json.loads(told.stderr)["event"] == "y"
    assert "13800138000" not in told.stderr
