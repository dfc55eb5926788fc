"""How calls are written down, and how a recorded reply is read again."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field

import orjson

from goldthread.engine.codec import canonical
from goldthread.engine.redaction import Redactor, is_kept_aside, reference
from goldthread.flow.reply import Json, Reply
from goldthread.ports.artifacts import Artifacts

JSON = "application/json"
KEPT_HEADERS = ("content-type", "location", "etag", "retry-after", "x-request-id")


@dataclass(frozen=True, kw_only=True, slots=True)
class Ask:
    """What is asked of the other side, before credentials are added."""

    method: str
    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""
    media_type: str = "application/json"

    @property
    def text(self) -> str:
        """For sentences: `POST /v1/shipments`."""
        return f"{self.method} {self.path}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """An accepted reply: decoded JSON (None when it isn't JSON) and the reply itself."""

    reply: Reply
    json: Json
    adopted: str | None = None
    """JSON of a value that was found at the other side instead of a reply."""


def decode(content: bytes) -> Json:
    """The JSON of a body, or None when it isn't JSON."""
    try:
        value: Json = orjson.loads(content) if content else None
    except orjson.JSONDecodeError:
        return None
    return value


class Recorder:
    """Writes requests and replies as compact JSON, redacted; keeps large ones as artifacts."""

    def __init__(self, artifacts: Artifacts, redactor: Redactor) -> None:
        self._artifacts = artifacts
        self._redactor = redactor

    async def request(self, ask: Ask, secrets: Mapping[str, str]) -> str:
        """`{"method","path","params","body"}`."""
        body = await self._body(ask.content, ask.media_type, secrets, is_json=ask.media_type == JSON)
        head = canonical({"method": ask.method, "path": ask.path, "params": dict(ask.params)})
        return f'{self._redactor.text(head, secrets)[:-1]},"body":{body}}}'

    async def reply(self, reply: Reply, secrets: Mapping[str, str], *, is_json: bool) -> str:
        """`{"status","headers","body"}`."""
        body = await self._body(reply.content, reply.headers.get("content-type", ""), secrets, is_json=is_json)
        kept = {name: value for name in KEPT_HEADERS if (value := reply.headers.get(name))}
        return f'{{"status":{reply.status},"headers":{canonical(kept)},"body":{body}}}'

    async def _body(self, content: bytes, media_type: str, secrets: Mapping[str, str], *, is_json: bool = False) -> str:
        if not content:
            return "null"
        if is_kept_aside(content):
            return reference(await self._artifacts.keep(content, media_type or "application/octet-stream"))
        return self._redactor.body(content, secrets, is_json=is_json)

    async def replay(self, recorded: str) -> Answered:
        """A recorded reply as if it came just now."""
        row = orjson.loads(recorded)
        if "adopted" in row:
            return Answered(reply=Reply(status=200), json=None, adopted=orjson.dumps(row["adopted"]).decode())
        body, headers = row["body"], row["headers"]
        content = b"" if body is None else orjson.dumps(body)
        if isinstance(body, dict) and "artifact" in body:
            content = await self._artifacts.read(body["artifact"]) or b""
        elif isinstance(body, dict) and "base64" in body and len(body) == 1:
            content = base64.b64decode(body["base64"])
        elif isinstance(body, dict) and "text" in body and len(body) == 1:
            content = body["text"].encode()
        reply = Reply(status=row["status"], headers=headers, content=content)
        return Answered(reply=reply, json=decode(content))
