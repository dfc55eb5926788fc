"""How calls are written down, and how a recorded reply is read again."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field

import orjson

from goldthread.engine.codec import Codec, canonical
from goldthread.engine.redaction import REDACTED, Redactor, is_kept_aside, reference
from goldthread.flow.reply import Json, Reply
from goldthread.ports.artifacts import Artifacts

JSON = "application/json"
_BODY = ',"body":'
_END = -1
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


class LostRecordError(Exception):
    """A recorded reply that cannot be given again as it came."""


def decode(content: bytes) -> Json:
    """The JSON of a body, or None when it isn't JSON."""
    try:
        value: Json = orjson.loads(content) if content else None
    except orjson.JSONDecodeError:
        return None
    return value


def is_adopted(recorded: str | None) -> bool:
    """Whether a recorded reply is what was found, by a lookup or a person, in place of one."""
    return recorded is not None and recorded.startswith('{"adopted"')


def check_whole(codec: Codec, recorded: str, value: object) -> None:
    """Raises `LostRecordError` when what a connector is given of a recorded reply was redacted."""
    if REDACTED not in recorded:
        return
    content = value.content if isinstance(value, Reply) else value
    if REDACTED in (content.decode(errors="replace") if isinstance(content, bytes) else codec.encode(content)):
        raise LostRecordError("What is needed of it was redacted.")


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
        kept = canonical({name: value for name in KEPT_HEADERS if (value := reply.headers.get(name))})
        headers = self._redactor.text(kept, secrets) if "location" in reply.headers else kept
        return f'{{"status":{reply.status},"headers":{headers},"body":{body}}}'

    def words(self, text: str, secrets: Mapping[str, str]) -> str:
        """What the other side said, to be repeated in a sentence."""
        return self._redactor.words(text, secrets)

    def adopted(self, value: str, secrets: Mapping[str, str]) -> str:
        """The JSON of a value that was found in place of a reply, to be written down."""
        return self._redactor.json(value, secrets)

    async def _body(self, content: bytes, media_type: str, secrets: Mapping[str, str], *, is_json: bool = False) -> str:
        if not content:
            return "null"
        if is_kept_aside(content):
            return reference(await self._artifacts.refer(content, media_type or "application/octet-stream"))
        return self._redactor.body(content, secrets, is_json=is_json)

    async def replay(self, recorded: str) -> Answered:
        """A recorded reply as if it came just now. Raises `LostRecordError` when its bytes were erased."""
        row = orjson.loads(recorded)
        if "adopted" in row:
            return Answered(reply=Reply(status=200), json=None, adopted=orjson.dumps(row["adopted"]).decode())
        body, headers = row["body"], row["headers"]
        # The text itself, not what it means: a number of twenty digits would come back as another one.
        content = b"" if body is None else recorded[recorded.index(_BODY) + len(_BODY) : _END].encode()
        if isinstance(body, dict) and "artifact" in body:
            kept = await self._artifacts.read(body["artifact"])
            if kept is None:
                raise LostRecordError("Its bytes were erased.")
            content = kept
        elif isinstance(body, dict) and "base64" in body and len(body) == 1:
            content = base64.b64decode(body["base64"])
        elif isinstance(body, dict) and "text" in body and len(body) == 1:
            content = body["text"].encode()
        reply = Reply(status=row["status"], headers=headers, content=content)
        return Answered(reply=reply, json=decode(content))
