"""The shipped applications and their connectors."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Final, TypeAlias

import goldthread.connectors
from goldthread.cli.reference.certified import certificate_of, contracts
from goldthread.cli.reference.markdown import code, first, page, table
from goldthread.cli.reference.writes import Asked, asked_by
from goldthread.flow.application import Application
from goldthread.flow.auth import ApiKey, AuthByPath, BasicAuth, BodySecret, NoAuth, OneAuth, TokenLogin
from goldthread.flow.node import Connector, Mapper
from goldthread.flow.signature import SharedSecret, WebhookScheme
from goldthread.flow.topology import type_name

Named: TypeAlias = tuple[str, Connector[object, object]]

ABOUT: Final = """\
What ships with Goldthread. A call is a *read* (sent freely), or a write with the way in which a lost answer is
resolved: *repeatable* (sent again), *native key*, *lookup* (asked for by our reference), *two-step*, or *ask* (a person
is asked). What was [proven](#what-is-proven) of each is said with it. How one is written:
[write a connector](../howto/write-a-connector.md)."""
NOTES: Final = "Limits, idempotency and pitfalls: [its notes](../../src/goldthread/connectors/{package}/README.md)."


def applications() -> Iterator[tuple[str, Application, list[Named], list[tuple[str, Mapper[object, object]]]]]:
    """Every shipped package with its application, its connectors and its mappers."""
    for found in pkgutil.iter_modules(goldthread.connectors.__path__):
        module = importlib.import_module(f"goldthread.connectors.{found.name}")
        public = [(name, getattr(module, name)) for name in module.__all__]
        mine = next(value for _, value in public if isinstance(value, Application))
        connectors = [(name, value) for name, value in public if isinstance(value, Connector)]
        yield found.name, mine, connectors, [(name, value) for name, value in public if isinstance(value, Mapper)]


def connectors_page() -> str:
    """Every application and every connector, with the calls it makes."""
    parts: list[str] = []
    for package, application, connectors, mappers in applications():
        parts += [f"## {package}", *_application(application), NOTES.format(package=package)]
        parts += certificate_of(package)
        parts += [text for name, connector in connectors for text in _connector(name, connector)]
        parts += [f"### {name}\n\nA mapper: {_types(one)}. {first(one.spec.function)}" for name, one in mappers]
    return page("Connectors", ABOUT, [*parts, *contracts()])


def _application(application: Application) -> Iterator[str]:
    facts = [f"{application.title or application.name}."]
    if application.is_internal:
        yield f"{facts[0]} Internal: it needs no installation and calls nothing outside."
        return
    limits = ", ".join(str(limit) for limit in application.limits) or "none"
    facts.append(f"Limits: {limits}; at most {application.concurrency} calls under way at once.")
    facts.append(f"Auth: {_auth(application)}. Webhooks: {_webhooks(application.webhooks)}.")
    yield " ".join(facts)
    rows = [
        (code(one.name), "credential" if one.is_secret else "setting", "yes" if one.is_required else "", one.help)
        for one in application.fields
    ]
    if rows:
        yield table(("an installation is asked for", "", "required", "is"), rows)


def _auth(application: Application) -> str:
    match application.auth:
        case AuthByPath(beneath=beneath, otherwise=otherwise):
            others = (f"beneath {code(path)} {_one_auth(auth)}" for path, auth in beneath.items())
            return "; ".join((_one_auth(otherwise), *others))
        case auth:
            return _one_auth(auth)


def _one_auth(auth: OneAuth) -> str:
    match auth:
        case NoAuth():
            return "none"
        case ApiKey(header=header):
            return f"a key in {code(header)}"
        case BasicAuth(in_query=BodySecret(credential=credential)):
            return f"user and password (RFC 7617), and {code(credential)} in a parameter, which is recorded without it"
        case BasicAuth():
            return "user and password (RFC 7617)"
        case BodySecret(credential=credential):
            return f"{code(credential)} in the body of every request, which is recorded without it"
        case TokenLogin(header=header):
            return f"a login whose token goes into {code(header)}, fetched again when it ends"


def _webhooks(scheme: WebhookScheme | None) -> str:
    if scheme is None:
        return "none"
    if scheme.signature is None:
        return "unsigned"
    signature = scheme.signature
    if isinstance(signature, SharedSecret):
        return f"a shared secret in {code(signature.header)}; what is said isn't signed"
    is_timed = signature.is_combined or bool(signature.timestamp_header)
    age = f", no older than {signature.tolerance.total_seconds():g} s" if is_timed else ""
    return f"signed in {code(signature.header)} (HMAC-SHA256, {signature.encoding}){age}"


def _connector(name: str, connector: Connector[object, object]) -> Iterator[str]:
    spec = connector.spec
    where = f" At the installation that the body names in {code(spec.at)}." if spec.at else ""
    many = " Emits many." if spec.is_emitting else ""
    yield f"### {name}"
    yield f"{_types(connector)}.{where}{many} {first(spec.function)}"
    if calls := asked_by(spec.function):
        yield table(
            ("call", "a lost answer"), [(code(f"{one.method} {one.path}".strip()), _lost(one)) for one in calls]
        )


def _types(node: Connector[object, object] | Mapper[object, object]) -> str:
    return f"{code(type_name(node.spec.takes))} → {code(type_name(node.spec.gives))}"


def _lost(one: Asked) -> str:
    return "read: asked again" if one.doubt == "read" else one.doubt
