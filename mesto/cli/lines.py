"""WebSockets that stay open for months."""

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol


class Line(WebSocketsSansIOProtocol):
    """A WebSocket that lets go of what opened it.

    uvicorn keeps request and answer of the handshake as long as the connection, which
    is a quarter of what a charging station costs that rests.
    """

    def start_keepalive(self) -> None:
        """Begin to look whether the peer is there; the handshake is over."""
        super().start_keepalive()
        self.request.headers.clear()  # its reader holds it for ever
        del self.request, self.response
