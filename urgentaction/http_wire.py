"""The connections below `http.Client`: each has one deadline for everything, and knows whether anything was written."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Iterator
from typing import Any

import httpcore
import httpx


class Wire(httpx.BaseTransport):
    """A transport without proxies and kept connections; one request at a time."""

    def __init__(self, context: ssl.SSLContext, *, connect: float, read: float) -> None:
        self._deadline = 0.0
        self._timeouts = {"connect": connect, "read": read, "write": read, "pool": connect}
        self._pool = httpcore.ConnectionPool(
            ssl_context=context, max_keepalive_connections=0, network_backend=_Backend(self)
        )
        self.wrote = False

    def begin(self, total: float) -> None:
        """A new request, that is to be over in so many seconds."""
        self._deadline = time.monotonic() + total
        self.wrote = False

    def left(self, timeout: float | None) -> float:
        """What a step may take, in seconds.

        Raises:
            httpcore.ReadTimeout: The time for the whole request is over.
        """
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left if timeout is None else min(left, timeout)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send it and read the head of the answer; httpcore's exceptions pass."""
        url = request.url
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions={"timeout": self._timeouts},
        )
        answer = self._pool.handle_request(asked)
        stream = answer.stream
        assert isinstance(stream, Iterable)  # noqa: S101  # httpcore's type also covers asynchronous ones
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(stream))

    def close(self) -> None:
        """Close what is open."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, stream: Iterable[bytes]) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream

    def close(self) -> None:
        if close := getattr(self._stream, "close", None):
            close()


class _Backend(httpcore.NetworkBackend):
    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        left = self._wire.left(timeout)
        return _Stream(self._inner.connect_tcp(host, port, left, local_address, socket_options), self._wire)


class _Stream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream, wire: Wire) -> None:
        self._inner = inner
        self._wire = wire

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._wire.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        left = self._wire.left(timeout)
        self._wire.wrote = True
        self._inner.write(buffer, left)

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, self._wire.left(timeout)), self._wire)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
