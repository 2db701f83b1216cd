"""How long a slow client is waited for.

Uvicorn itself waits for ever for the rest of a request, and for a client that does not read its answer (tried with
0.54), so that a few hundred connections with a byte now and then would keep everybody else out.
"""

from __future__ import annotations

import asyncio
import socket

from uvicorn.protocols.http.h11_impl import H11Protocol

REQUEST_SECONDS = 10.0  # from a connection, or from the first byte of a further request, to its whole head
READ_SECONDS = 30.0  # for which a client may read nothing of an answer that waits for it


class ImpatientProtocol(H11Protocol):
    """HTTP/1.1 that ends connections on which nothing comes forward; give it to uvicorn as `http`."""

    request_seconds = REQUEST_SECONDS
    read_seconds = READ_SECONDS
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """The time for the first request begins; small packets go out at once.

        Head and body are two packets. Where the socket was made without naming its protocol, as uvicorn's is, asyncio
        leaves Nagle's algorithm on, and every answer waits 40 ms for an acknowledgement.
        """
        super().connection_made(transport)
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._give(self.request_seconds)

    def data_received(self, data: bytes) -> None:
        """A request under way has all its time; before and between them the time that was given goes on."""
        super().data_received(data)
        if self._is_answering():
            if not self.flow.write_paused:
                self._stop()
        elif self._timer is None:
            self._give(self.request_seconds)

    def on_response_complete(self) -> None:
        """The rest of the answer must be read in its time; what waits behind it is uvicorn's keep-alive."""
        super().on_response_complete()
        if self.transport.get_write_buffer_size():
            self._give(self.read_seconds)
        elif not self._is_answering():
            self._stop()

    def pause_writing(self) -> None:
        """The client reads too slowly: it has some time to catch up."""
        super().pause_writing()
        self._give(self.read_seconds)

    def resume_writing(self) -> None:
        """It has caught up."""
        super().resume_writing()
        self._stop()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._stop()
        super().connection_lost(exc)

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _give(self, seconds: float) -> None:
        self._stop()
        self._timer = self.loop.call_later(seconds, self._end)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _end(self) -> None:
        self._timer = None
        self.transport.abort()
