"""Small things within a line or a cell: status chips, instants, money, facts, ids."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from markupsafe import Markup

from goldthread.console.look.colours import Tone, tone_of
from goldthread.domain.money import Money


def chip(word: str, tone: Tone | None = None, *, title: str = "") -> Markup:
    """A status by word and colour; the colour follows from the word unless it is given."""
    shown = word.replace("_", " ")
    hint = Markup(' title="{}"').format(title) if title else ""
    return Markup('<span class="chip {}"{}>{}</span>').format((tone or tone_of(word)).value, hint, shown)


def moment(at: datetime | None, *, shape: str = "moment") -> Markup:
    """An instant in the viewer's zone, the exact one on hover.

    `shape`: `moment` (the time today, else the day too), `time`, `full`, or `ago`.
    """
    if at is None:
        return Markup('<span class="muted">-</span>')
    said = at.strftime("%H:%M:%S") if shape == "time" else at.strftime("%Y-%m-%d %H:%M:%S")
    return Markup('<time class="nowrap num" datetime="{}" data-shape="{}">{}</time>').format(
        at.isoformat(), shape, f"{said} UTC"
    )


def money(amount: Money | str | None) -> Markup:
    """`4.90 EUR`, or a dash."""
    said = amount.text if isinstance(amount, Money) else amount
    return Markup('<span class="num nowrap">{}</span>').format(said or "-")


def span_of(seconds: float) -> str:
    """A length of time in one unit: `42 s`, `7 min`, `3 h`, `2 days`."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 5400:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.0f} h" if seconds < 129_600 else f"{seconds / 86_400:.0f} days"


def identifier(text: str, *, shown: int = 0) -> Markup:
    """An id in even letters, with a click to copy it; `shown` letters of it."""
    said = text if not shown or len(text) <= shown else f"{text[:shown]}…"
    return Markup(
        '<button class="button quiet small mono" type="button" data-copy="{}" title="Copy {}">{}</button>'
    ).format(text, text, said)


def facts(rows: Iterable[tuple[str, object]]) -> Markup:
    """Names and values, one below the other; values may be markup, empty ones are left out."""
    said = [Markup("<dt>{}</dt><dd>{}</dd>").format(name, value) for name, value in rows if value not in (None, "", ())]
    return Markup('<dl class="facts">{}</dl>').format(Markup("").join(said))


def figure(name: str, value: object, *, note: object = "", tone: str = "", href: str = "") -> Markup:
    """One large number with its name; `tone` is `bad` or `warn` where it asks for attention."""
    inner = Markup('<div class="name">{}</div><div class="value">{}</div><div class="note">{}</div>')
    content = inner.format(name, value, note)
    if href:
        return Markup('<a class="figure {}" href="{}">{}</a>').format(tone, href, content)
    return Markup('<div class="figure {}">{}</div>').format(tone, content)


def figures(*each: Markup) -> Markup:
    """Several figures side by side."""
    return Markup('<div class="figures">{}</div>').format(Markup("").join(each))
