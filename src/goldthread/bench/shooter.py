"""Sends signed webhooks as fast as they are answered, in a process of its own; prints what it saw as JSON."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import sys
import time

from goldthread.bench.load import Parcel
from goldthread.engine.codec import dump


async def _shoot(host: str, port: int, secret: str, count: int, connections: int) -> dict[str, float]:
    numbers = iter(range(count))
    latencies: list[float] = []
    refused = 0

    async def one() -> None:
        nonlocal refused
        reader, writer = await asyncio.open_connection(host, port)
        for number in numbers:
            request = _request(host, secret, number)
            began = time.perf_counter()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(_length(head))
            latencies.append((time.perf_counter() - began) * 1000)
            refused += not head.startswith(b"HTTP/1.1 202")
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(connections)))
    took = time.perf_counter() - began
    latencies.sort()
    return {
        "per_second": count / took,
        "p50_ms": latencies[len(latencies) // 2],
        "p99_ms": latencies[int(len(latencies) * 0.99)],
        "refused": refused,
    }


def _request(host: str, secret: str, number: int) -> bytes:
    body = dump(Parcel(number=f"hook-{time.time_ns()}-{number}"))
    signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    head = (
        f"POST /hooks/sink/parcel.sent HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
        f"X-Sink-Signature: {signature}\r\nX-Sink-Delivery: {number}-{time.time_ns()}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line[15:])
    return 0


if __name__ == "__main__":
    import uvloop

    _, given_host, given_port, given_secret, given_count, given_connections = sys.argv
    figures = uvloop.run(_shoot(given_host, int(given_port), given_secret, int(given_count), int(given_connections)))
    sys.stdout.write(json.dumps(figures) + "\n")
