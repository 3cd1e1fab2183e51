"""Many clients at a time, each asking again as soon as it has its answer. They share the machine with the server, so
they do as little as can be: the bytes of a request are made once, of an answer only its length is read. Each asks on a
line of its own: the server closes a line that is silent for two seconds, which is while somebody reads a page."""

from __future__ import annotations

import itertools
import re
import socket
import statistics
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

TIMEOUT = 60
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Measured:
    """Milliseconds of each answer, and how many were given in a second."""

    times: list[float]
    rate: float

    @property
    def p50(self) -> float:
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.times, n=20)[-1]


def request(address: str, headers: Mapping[str, str]) -> bytes:
    """The bytes of a GET."""
    fixed = [f"GET {address} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
    lines = [*fixed, *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def ask(port: int, requests: Sequence[bytes], clients: int, many: int) -> Measured:
    """``many`` answers to ``clients`` who take the requests in turn; the first of each client does not count. Raises
    RuntimeError for any answer but 200."""
    turns, times = itertools.count(), []
    problems: list[str] = []

    def client() -> None:
        first = True
        while (turn := next(turns)) < many + clients and not problems:
            asked = requests[turn % len(requests)]
            began = time.perf_counter()
            with socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT) as line:
                line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                status = _answer(line, asked)
            if not first:
                times.append((time.perf_counter() - began) * 1000)
            if status != b"200":
                problems.append(f"{status.decode()}: {asked[:100]!r}")
            first = False

    threads = [threading.Thread(target=_noting(client, problems)) for _ in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = time.perf_counter() - began
    if problems:
        raise RuntimeError(problems[0])
    return Measured(times, (len(times) + clients) / whole)


def _noting(client: Callable[[], None], problems: list[str]) -> Callable[[], None]:
    def run() -> None:
        try:
            client()
        except (OSError, AttributeError, ValueError) as problem:
            problems.append(repr(problem))

    return run


def _answer(line: socket.socket, asked: bytes) -> bytes:
    """Ask, read the whole answer, give its status."""
    line.sendall(asked)
    got = b""
    while b"\r\n\r\n" not in got:
        got += _more(line)
    head, _, body = got.partition(b"\r\n\r\n")
    length = _LENGTH.search(head)
    if length is None:
        raise ValueError(f"an answer without a length: {head[:200]!r}")
    left = int(length.group(1)) - len(body)
    while left > 0:
        left -= len(_more(line))
    return head[9:12]


def _more(line: socket.socket) -> bytes:
    piece = line.recv(1 << 18)
    if not piece:
        raise OSError("the server hung up")
    return piece


def mixed(pages: Sequence[bytes], seed: int = 1) -> Iterator[bytes]:
    """The same requests in an order that has no order."""
    import random

    own = list(pages)
    random.Random(seed).shuffle(own)
    yield from own
