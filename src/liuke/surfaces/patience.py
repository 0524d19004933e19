"""Patience: how long a client may take over a request, and how much it may say beside a body.

uvicorn closes connections that idle between requests; one whose first request never ends would
keep its place for ever, and whoever opens enough of them would have everybody else refused. Nor
does it bound a head: it would be kept in memory, copied anew with every piece that comes.
"""

from __future__ import annotations

from asyncio import BaseTransport, TimerHandle

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class Patient(HttpToolsProtocol):
    """A connection whose requests have to arrive in time, however slowly their bytes drip."""

    head_seconds = 20.0
    body_seconds = 60.0
    head_bytes_most = 65_536
    # What came since the last piece of a body: a head, or what stands behind one.
    beside_bytes = 0
    deadline: TimerHandle | None = None

    def connection_made(self, transport: BaseTransport) -> None:
        """Expect a request on a new connection."""
        super().connection_made(transport)  # type: ignore[arg-type] # as uvicorn narrows it
        self._expect(self.head_seconds)

    def data_received(self, data: bytes) -> None:
        """Take bytes; the first of a request start its time, the next do not prolong it."""
        # There is no cycle before the first request, and none is under way after an answer.
        if self.deadline is None and getattr(self.cycle, "response_complete", True):
            self._expect(self.head_seconds)
        self.beside_bytes += len(data)
        super().data_received(data)
        if self.beside_bytes > self.head_bytes_most and not self.transport.is_closing():
            self.send_400_response("The head of the request is too large.")

    def on_body(self, body: bytes) -> None:
        """Take a piece of a body, which has bounds of its own."""
        self.beside_bytes = 0
        super().on_body(body)

    def on_message_begin(self) -> None:
        """Expect the rest of a head, also of one that came behind another request."""
        if self.deadline is None:
            self._expect(self.head_seconds)
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Expect a body."""
        self.beside_bytes = 0
        self._expect(self.body_seconds)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Expect nothing: it is our turn."""
        self.beside_bytes = 0
        self._expect(None)
        super().on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Expect nothing any more."""
        self._expect(None)
        super().connection_lost(exc)

    def _expect(self, seconds: float | None) -> None:
        if self.deadline is not None:
            self.deadline.cancel()
        late = self.timeout_keep_alive_handler
        self.deadline = None if seconds is None else self.loop.call_later(seconds, late)
