"""Devices: what a browser says of itself, in the two words a person knows it by."""

from __future__ import annotations

# The first that is named counts: every browser also calls itself by older names.
BROWSERS = (
    ("MicroMessenger", "WeChat"), ("wxwork", "WeCom"), ("Edg/", "Edge"), ("OPR/", "Opera"),
    ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def device_name(agent: str) -> str:
    """Return browser and system of a User-Agent; empty when it names neither.

    >>> device_name("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36")
    'Chrome · Windows'
    >>> device_name("curl/8.5")
    ''
    """
    found = [
        next((word for mark, word in words if mark in agent), "") for words in (BROWSERS, SYSTEMS)
    ]
    return " · ".join(word for word in found if word)
