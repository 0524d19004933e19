"""Log lines: an event name and fields, one JSON object a line, never anything personal.

Only listed fields are written; what a field holds is searched for phones, e-mail addresses and
tokens all the same. An exception is logged as its class and where it happened, never its text.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TextIO

import msgspec

FIELDS = frozenset({
    "event", "level", "at", "logger", "request", "method", "route", "status", "ms", "actor",
    "merchant", "code", "fault", "where", "host", "port", "version", "count", "seconds", "part",
    "number", "name", "job", "attempt", "rows", "bytes", "pid", "reason", "kind", "lag_seconds",
})  # fmt: skip
PERSONAL = re.compile(
    r"(?<!\w)\+?\d[\d\- ]{8,}\d(?!\w)"  # phones and card numbers
    r"|[\w.+-]+@[\w-]+\.[\w.]+"  # e-mail
    r"|lk_[0-9a-f]{8,}[\w.-]*"  # API keys
)
WITHHELD = "[withheld]"
FRAMES = 6


def scrub(value: Any) -> Any:
    """Blank out whatever looks personal in a value.

    >>> scrub("call +86 138 0013 8000 or a.b@example.com")
    'call [withheld] or [withheld]'
    >>> scrub("mem_0190f3c27d1a7bbb8000000000000001")
    'mem_0190f3c27d1a7bbb8000000000000001'
    """
    if isinstance(value, str):
        return PERSONAL.sub(WITHHELD, value[:500])
    if isinstance(value, list | tuple):
        return [scrub(item) for item in value[:20]]
    if value is None or isinstance(value, int | float):
        return value
    return type(value).__name__


def redact(line: Mapping[str, Any]) -> dict[str, Any]:
    """Keep listed fields, scrubbed; of the others only the name."""
    return {
        name: scrub(value) if name in FIELDS else WITHHELD
        for name, value in line.items()
        if name not in {"exc_info", "stack_info"}
    }


def fault_of(fault: BaseException) -> dict[str, Any]:
    """Describe an exception by class and place; its text may hold data."""
    frames = traceback.extract_tb(fault.__traceback__)[-FRAMES:]
    return {
        "fault": type(fault).__name__,
        "where": [f"{_short(f.filename)}:{f.lineno} {f.name}" for f in frames],
    }


def _short(path: str) -> str:
    return "/".join(path.split("/")[-3:])


class _Standard(logging.Formatter):
    """Formats what libraries log: their template and class of exception, without arguments."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "event": str(record.msg), "level": record.levelname.lower(), "logger": record.name,
        }  # fmt: skip
        if record.exc_info and record.exc_info[1] is not None:
            line |= fault_of(record.exc_info[1])
        return msgspec.json.encode(redact(line)).decode()


class Logger:
    """The log of one part."""

    # Where lines go and how loud they must be; without `configure`, standard error as it is when
    # a line is written, whoever replaced it meanwhile.
    stream: TextIO | None = None
    threshold = logging.INFO

    def __init__(self, part: str) -> None:
        """Name the part."""
        self._part = part

    def info(self, event: str, **fields: Any) -> None:
        """Note what happens all day."""
        self._write(logging.INFO, event, fields)

    def error(self, event: str, **fields: Any) -> None:
        """Note what somebody has to look at."""
        self._write(logging.ERROR, event, fields)

    def _write(self, level: int, event: str, fields: Mapping[str, Any]) -> None:
        if level < Logger.threshold:
            return
        now = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
        name = logging.getLevelName(level).lower()
        line = {"at": now, "event": event, "part": self._part, **fields, "level": name}
        stream = Logger.stream or sys.stderr
        stream.write(msgspec.json.encode(redact(line)).decode() + "\n")
        stream.flush()


def configure(level: str = "info", stream: TextIO | None = None) -> None:
    """Send every log line of this process, ours and the libraries', to one stream."""
    Logger.stream, Logger.threshold = stream, logging.getLevelNamesMapping()[level.upper()]
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_Standard())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(max(Logger.threshold, logging.WARNING))


def logger(name: str) -> Logger:
    """Return the log of one part."""
    return Logger(name)
