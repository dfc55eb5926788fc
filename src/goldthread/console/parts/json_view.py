"""JSON to be read, and what changed between two states of it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from markupsafe import Markup

from goldthread.flow.difference import Change
from goldthread.flow.reply import Json

LONGEST = 60_000
"""Letters of a document that are shown; a longer one is cut, and says so."""


def json_view(value: Json) -> Markup:
    """The document, coloured, in a box that scrolls."""
    shown, text = _coloured(value, 0), ""
    if len(shown) > LONGEST:
        shown = Markup("{}").format(json.dumps(value, ensure_ascii=False, indent=2)[:LONGEST])
        text = "… it is longer than can be shown"
    return Markup('<div class="json-box" tabindex="0"><pre class="json">{}</pre>{}</div>').format(shown, text)


def folded(summary: object, content: Markup, *, is_open: bool = False) -> Markup:
    """One line that opens to more."""
    opened = Markup(" open") if is_open else ""
    return Markup("<details{}><summary>{}</summary>{}</details>").format(opened, summary, content)


def diff(changes: Sequence[Change], *, most: int = 200) -> Markup:
    """Field by field what was and what is."""
    rows = [Markup("<tr><td>{}</td><td>{}</td></tr>").format(one.field or "/", _changed(one)) for one in changes[:most]]
    if len(changes) > most:
        rows.append(Markup("<tr><td></td><td>… {} more</td></tr>").format(len(changes) - most))
    return Markup('<table class="diff"><tbody>{}</tbody></table>').format(Markup("").join(rows))


def _changed(change: Change) -> Markup:
    before = Markup("<del>{}</del>").format(_brief(change.before)) if change.before is not None else ""
    after = Markup("<ins>{}</ins>").format(_brief(change.after)) if change.after is not None else ""
    return Markup("{} {}").format(before, after)


def _brief(value: Json) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 400 else text[:399] + "…"


def _coloured(value: Json, depth: int) -> Markup:
    pad, end = "  " * (depth + 1), "  " * depth
    if isinstance(value, dict) and value:
        rows = [
            Markup('{}<span class="k">{}</span>: {}').format(
                pad, json.dumps(key, ensure_ascii=False), _coloured(each, depth + 1)
            )
            for key, each in value.items()
        ]
        return Markup("{{\n{}\n{}}}").format(Markup(",\n").join(rows), end)
    if isinstance(value, list) and value:
        rows = [Markup("{}{}").format(pad, _coloured(each, depth + 1)) for each in value]
        return Markup("[\n{}\n{}]").format(Markup(",\n").join(rows), end)
    kind = "s" if isinstance(value, str) else "l" if isinstance(value, bool) or value is None else "n"
    if isinstance(value, dict | list):
        return Markup("{}").format("{}" if isinstance(value, dict) else "[]")
    return Markup('<span class="{}">{}</span>').format(kind, json.dumps(value, ensure_ascii=False))
