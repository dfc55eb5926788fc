"""Where commands take credentials from: a prompt, standard input, the environment; never the command line."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence

import typer

from goldthread.flow.application import Field
from goldthread.flow.errors import Misuse


def read_secrets(wanted: Sequence[Field], source: str) -> Mapping[str, str]:
    """The credentials that an application wants. Raises `Misuse` when they aren't there."""
    if not wanted:
        return {}
    if source == "prompt":
        return _asked(wanted)
    if source == "-":
        return _piped()
    if source.startswith("env:"):
        return _found(wanted, source[4:])
    raise Misuse(f"--secrets is 'prompt', '-' or 'env:PREFIX_', not {source!r}.")


def _asked(wanted: Sequence[Field]) -> Mapping[str, str]:
    if not sys.stdin.isatty():
        names = ", ".join(field.name for field in wanted)
        raise Misuse(f"Nobody is here to be asked for {names}: give a JSON object on standard input with --secrets -.")
    return {field.name: typer.prompt(f"{field.name} ({field.help})", hide_input=True) for field in wanted}


def _piped() -> Mapping[str, str]:
    try:
        given = json.load(sys.stdin)
    except ValueError as error:
        raise Misuse(f'Standard input is no JSON object like {{"api_key": "…"}}: {error}') from error
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        raise Misuse('Standard input is to be a JSON object of texts, like {"api_key": "…"}.')
    return given


def _found(wanted: Sequence[Field], prefix: str) -> Mapping[str, str]:
    found = {field.name: os.environ.get(f"{prefix}{field.name.upper()}", "") for field in wanted}
    missing = [f"{prefix}{field.name.upper()}" for field in wanted if field.is_required and not found[field.name]]
    if missing:
        raise Misuse(f"The environment has no {', '.join(missing)}.")
    return {name: value for name, value in found.items() if value}
