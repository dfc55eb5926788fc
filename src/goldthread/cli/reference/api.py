"""The HTTP API, as its own OpenAPI document says it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from fastapi import FastAPI

from goldthread.api.app import ROUTERS
from goldthread.api.hook import hook_route
from goldthread.api.openapi import describe
from goldthread.cli.reference.markdown import code, page, table

TOKENS: Final = """\
Say who you are with `Authorization: Bearer gt_…`; `goldthread token create` makes a token. The running API serves the
whole document, with every model, at `/openapi.json`."""


def api_page() -> str:
    """Every operation with its parameters, body and answers."""
    document = openapi()
    about = f"{document['info']['description'].strip()}\n\n{TOKENS}"
    parts: list[str] = []
    for tag in document["tags"]:
        operations = [one for one in _operations(document) if tag["name"] in one[2]["tags"]]
        if operations:
            parts += [f"## {tag['name']}", tag["description"]]
            parts += [text for path, method, operation in operations for text in _told(path, method, operation)]
    return page("HTTP API", about, parts)


def openapi() -> dict[str, Any]:
    """The document of the API, without a house behind it."""
    app = FastAPI(title="Goldthread", docs_url=None, redoc_url=None)
    app.router.routes.insert(0, hook_route())
    for router in ROUTERS:
        app.include_router(router)
    return describe(app, ROUTERS)


def _operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method.upper(), operation


def _told(path: str, method: str, operation: Mapping[str, Any]) -> Iterator[str]:
    yield f"### {method} {path}"
    yield f"{operation['summary']}. {operation.get('description', '')}".strip()
    rows = [
        (code(one["name"]), one["in"], "yes" if one.get("required") else "", one.get("description", ""))
        for one in operation.get("parameters", ())
    ]
    if rows:
        yield table(("parameter", "in", "required", "is"), rows)
    if body := operation.get("requestBody"):
        yield f"Body: {_content(body['content'])}."
    answers = [
        f"{status} {_content(answer.get('content', {})) or answer['description'].rstrip('.')}"
        for status, answer in operation["responses"].items()
        if status < "400"
    ]
    problems = ", ".join(status for status in sorted(operation["responses"]) if status >= "400")
    yield f"Answers: {'; '.join(answers)}. Problems: {problems}." if problems else f"Answers: {'; '.join(answers)}."


def _content(content: Mapping[str, Any]) -> str:
    """The types that a content may have, `Page[Run]` or a media type."""
    named = [_schema(one.get("schema", {})) or code(media) for media, one in content.items()]
    return ", ".join(dict.fromkeys(named))


def _schema(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        return code(re.sub(r"^(\w+?)_(\w+)_$", r"\1[\2]", schema["$ref"].rsplit("/", 1)[1]))
    if schema.get("type") == "array":
        return f"list of {_schema(schema['items']) or 'values'}"
    if kinds := schema.get("anyOf") or schema.get("oneOf"):
        return " or ".join(filter(None, map(_schema, kinds)))
    return "a JSON object" if schema.get("type") == "object" else ""
