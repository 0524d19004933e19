"""What Liuke promises, each with an id that the tests proving it carry: `@pytest.mark.inv("L1")`.

`python -m tools.promises` lists them with their tests, and what is not proved yet.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent

PROMISES: Mapping[str, str] = {
    "L1": "A balance is the sum of its entries and the running balance of the last one.",
    "L2": "No spendable balance falls below zero, whoever spends at once.",
    "L3": "A brand-new member may earn and spend at once without spending twice.",
    "L4": "Entries cannot be updated, deleted or truncated.",
    "L5": "A reversal happens at most once, never above the original, into the same lots.",
    "L6": "What expires first is spent first; every debit is traceable to its lots.",
    "L7": "Points of a returned order are taken back even when they were spent.",
    "L8": "Rewards, discounts and points-paid parts do not earn again.",
    "L10": "A hash chain per account, level and coupon names an entry edited or removed.",
    "L12": "A tier is a pure function of events: a replay from zero gives the same tiers.",
    "L13": "A back-dated event lands in its own period; closed periods refuse.",
    "C1": "Caps per code, member, day, campaign and budget are never overrun.",
    "C2": "Different endpoints raced against each other leave a legal state.",
    "C3": "The loser of a race never undoes the winner.",
    "C4": "A reservation is released exactly once: by expiry, cancel or crash.",
    "C7": "Prices, points and discounts never come from the client; nonsense is refused.",
    "C8": "Stacking is deterministic; line discounts add up to the order's, never below zero.",
    "I1": "The same key and body have one effect and one answer, however often they come.",
    "I2": "A crash between commit and answer, then a retry, gives the original result.",
    "I3": "A till's off-line batch may come twice, late and shuffled: the balance is the same.",
    "I7": "No import file crashes, hangs or leaves its folder.",
    "I8": "No rule, segment or template reaches Python, files or the environment, or loops.",
    "M1": "State and the event that asks for a job commit together, or not at all.",
    "M2": "Another worker resumes what a killed one held.",
    "M3": "A slow, living job is not done twice.",
    "M4": "A job that kills its worker is set aside after five attempts.",
    "M5": "A failed job is never dropped.",
    "M6": "A kill of PostgreSQL loses no job.",
    "S1": "A kill at any instant loses nothing that was acknowledged.",
    "S2": "A disk that fails to write or sync gives no false success.",
    "S3": "With the database away or cut off, callers get a 503 and a time; it recovers alone.",
    "S5": "Deadlocks and lost races are retried, and never reach a client as a 500.",
    "S7": "A migration that crashes half-way resumes or rolls back.",
    "S8": "Two processes on one embedded folder share one server.",
    "S9": "A stale pid file of another process does not stop the start.",
    "S10": "A long crash recovery is waited for.",
    "S11": "No other user of the machine can connect; there is no TCP listener.",
    "S12": "A database with unsafe settings is refused at the start.",
    "T1": "Days are the store's days, through leap days and daylight saving.",
    "T3": "Money is never a float; parts add up to the whole.",
    "T5": "One person typed in many ways is one member.",
    "A1": "Every route refuses by default; no actor reaches more than the policy says.",
    "A2": "PostgreSQL itself keeps merchants apart.",
    "A3": "The merchant of one request never leaks into the next.",
    "A4": "No reference and no unique key crosses merchants, not even as a hint.",
    "A5": "Values are bound; names come from lists; request text never becomes SQL.",
    "A6": "What people write is shown as they wrote it; it never runs, in a page or in a sheet.",
    "A7": "Writes from elsewhere are refused; cookies are hidden; old sessions end.",
    "A8": "Codes to a phone are few, short-lived and for one browser; guessing ends after five.",
    "A9": "Codes cannot be guessed; wrong, used and others' codes get one answer.",
    "A11": "What could cost much needs a second person.",
    "A13": "Secrets and personal data are in no log, error, URL or job.",
    "A14": "The client's address comes only from configured proxies.",
    "A15": "There is no default password.",
    "A16": "Unknown fields are refused, and only declared fields go out.",
    "A17": "A sealed field moved to another row, column or merchant does not open.",
    "P1": "Consent is asked per purpose, and withdrawn as easily.",
    "P4": "A member can take their data away, and be forgotten.",
    "P7": "Personal data is sealed, and reading it is logged.",
}
# Not proved by a test yet, and why.
GAPS: Mapping[str, str] = {}


def proofs(root: Path = ROOT) -> dict[str, set[str]]:
    """Return for every id the test files that carry it."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted((root / "tests").rglob("test_*.py")):
        for listed in re.findall(r"mark\.inv\(([^)]*)\)", path.read_text("utf-8")):
            for name in re.findall(r'"([A-Z]+\d+)"', listed):
                found[name].add(path.relative_to(root).as_posix())
    return found


def page() -> str:
    """Return docs/promises.md."""
    rows = [
        f"| {name} | {sentence} | {f'not yet: {GAPS[name]}' if name in GAPS else 'yes'} |"
        for name, sentence in PROMISES.items()
    ]
    return "\n".join(
        [
            "# Promises",
            "",
            "Every promise has an id; the tests that prove it carry the id as a mark.",
            "`python -m tools.promises` lists them, `pytest -m inv` runs them.",
            "",
            "| id | what holds | proved by a test |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def main() -> int:
    """Print every promise with its tests."""
    found = proofs()
    for name, sentence in PROMISES.items():
        tests = ", ".join(sorted(found.get(name, ()))) or "NOT PROVED"
        print(f"{name:4} {sentence}\n     {tests}")
    missing = [name for name in PROMISES if name not in found]
    print(f"{len(PROMISES) - len(missing)} of {len(PROMISES)} proved; missing: {' '.join(missing)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
