"""SMS over HTTP: any gateway that takes one message as one POST of JSON.

`{"id": "msg_…", "to": "+8613800138000", "text": "…"}`, the id also as `Idempotency-Key` and the
secret as a bearer token; every 2xx means taken. A gateway may be handed one id several times.
"""

from __future__ import annotations

import asyncio
import json
from http.client import HTTPException
from urllib.request import HTTPRedirectHandler, Request, build_opener

from liuke.kernel.letters import Letter, Undelivered

PATIENCE_SECONDS = 5.0
SCHEMES = ("https://", "http://")


class Straight(HTTPRedirectHandler):
    """Follows nobody: a code goes where the operator said, or nowhere."""

    def redirect_request(self, *_given: object) -> None:
        """Take no redirect."""


class HttpCourier:
    """Hands letters to the gateway at an address."""

    def __init__(self, url: str, secret: str = "") -> None:
        """Speak to a gateway.

        Raises:
            ValueError: the address is none of HTTP.
        """
        if not url.startswith(SCHEMES):
            raise ValueError("LIUKE_SMS_URL: an address beginning with https:// is needed")
        self._url, self._secret = url, secret
        self._opener = build_opener(Straight)

    async def deliver(self, letter: Letter) -> None:
        """Hand a letter over.

        Raises:
            Undelivered: the gateway refused it, or did not answer in time.
        """
        await asyncio.to_thread(self._post, letter)

    def _post(self, letter: Letter) -> None:
        said = json.dumps({"id": str(letter.id), "to": letter.to, "text": letter.text})
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(letter.id)}
        if self._secret:
            headers["Authorization"] = f"Bearer {self._secret}"
        asked = Request(self._url, said.encode(), headers)  # noqa: S310 -- http(s) is checked
        try:
            with self._opener.open(asked, timeout=PATIENCE_SECONDS):
                return
        except (OSError, HTTPException) as fault:
            # An answer that is no 2xx comes here too: its status says enough.
            raise Undelivered(f"{type(fault).__name__} {getattr(fault, 'code', '')}") from fault
