"""Tables whose order, filter and page stand in the address, so that a view can be sent to a colleague."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from markupsafe import Markup
from nicegui import ui

from goldthread.console.look.icons import icon
from goldthread.console.parts.markup import html, joined, tag

T = TypeVar("T")

SIZE = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class Column(Generic[T]):
    """One column."""

    title: str
    cell: Callable[[T], object]
    """What stands in it: text, or markup."""
    key: str = ""
    """The name of its order in the address; empty where it cannot be sorted by."""
    sort: Callable[[T], object] | None = None
    """What lists in memory are sorted by; `arranged` needs it."""
    is_right: bool = False
    """Numbers stand on the right."""


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """What the address says: `?sort=-created&page=2&topology=order.ship&after=…`."""

    query: Mapping[str, str]

    @property
    def sort(self) -> str:
        """The key of the column that orders the rows; empty for the natural order."""
        return self.query.get("sort", "").removeprefix("-")

    @property
    def is_descending(self) -> bool:
        """From the greatest to the least."""
        return self.query.get("sort", "").startswith("-")

    @property
    def page(self) -> int:
        """From 1 on."""
        said = self.query.get("page", "1")
        return max(int(said), 1) if said.isascii() and said.isdigit() and len(said) < 7 else 1

    def text(self, name: str) -> str:
        """One filter; empty when it isn't set."""
        return self.query.get(name, "").strip()[:200]

    def link(self, **changed: object) -> str:
        """The same view but for these; another filter or order begins at the first page again."""
        begins_anew = set(changed) - {"page", "after", "before"}
        kept = {
            key: value for key, value in self.query.items() if not (begins_anew and key in ("page", "after", "before"))
        }
        said = {key: value for key, value in {**kept, **changed}.items() if value not in (None, "")}
        return f"?{urlencode(said)}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Foot:
    """What stands below: how many there are, and the ways to the pages before and after."""

    words: str
    former: str = ""
    following: str = ""


def arranged(rows: Sequence[T], columns: Sequence[Column[T]], view: View) -> tuple[Sequence[T], Foot]:
    """One page of a list that is in memory, in the order of the view."""
    chosen = next((one for one in columns if one.key and one.key == view.sort and one.sort), None)
    if chosen is not None and chosen.sort is not None:
        rows = sorted(rows, key=chosen.sort, reverse=view.is_descending)  # type: ignore[arg-type] # columns give what compares
    first = (view.page - 1) * SIZE
    last = min(first + SIZE, len(rows))
    words = f"{first + 1} to {last} of {len(rows)}" if len(rows) > SIZE else f"{len(rows)} in all"
    former = view.link(page=view.page - 1) if view.page > 1 else ""
    return rows[first:last], Foot(
        words=words, former=former, following=view.link(page=view.page + 1) if last < len(rows) else ""
    )


def table(
    columns: Sequence[Column[T]],
    rows: Sequence[T],
    *,
    view: View,
    empty: Markup,
    href: Callable[[T], str] | None = None,
    foot: Foot | None = None,
) -> None:
    """The rows on the page; with `href` a click on a row opens it. `empty` stands there when there are none.

    The ledger pages by the last id it gave: `foot=Foot(words="50 shown", following=view.link(before=last.id))`.
    """
    with ui.element("div").classes("panel"):
        if not rows:
            html(empty)
            return
        html(table_markup(columns, rows, view=view, href=href))
        if foot is not None:
            html(foot_markup(foot))


def table_markup(
    columns: Sequence[Column[T]], rows: Sequence[T], *, view: View | None = None, href: Callable[[T], str] | None = None
) -> Markup:
    """The table alone, for panels of one's own."""
    head = joined(_head(one, view) for one in columns)
    body = joined(_row(one, columns, href) for one in rows)
    return Markup(
        '<div class="table-wrap" tabindex="0"><table class="table"><thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody></table></div>"
    ).format(head, body)


@dataclass(frozen=True, kw_only=True, slots=True)
class Filter:
    """One thing that rows are chosen by."""

    name: str
    """In the address."""
    title: str
    options: Sequence[tuple[str, str]]
    """Value and words; a way to choose all is added."""


def filters(view: View, *each: Filter, search: str = "") -> None:
    """A form above a table; choosing an option shows the rows at once. `search`: the placeholder of a field `q`."""
    kept = joined(
        Markup('<input type="hidden" name="{}" value="{}">').format(key, value)
        for key, value in view.query.items()
        if key == "sort"
    )
    field = (
        Markup('<input class="field" type="search" name="q" value="{}" placeholder="{}" aria-label="{}">').format(
            view.text("q"), search, search
        )
        if search
        else ""
    )
    choices = joined(_choice(one, view) for one in each)
    go = tag("button", "Search", cls="button", type="submit") if search else ""
    form = Markup('<form class="filters" method="get" data-auto-submit data-lean>{}{}{}{}</form>')
    html(form.format(kept, field, choices, go))


def _choice(one: Filter, view: View) -> Markup:
    chosen = view.text(one.name)
    options = [
        Markup('<option value="{}"{}>{}</option>').format(value, Markup(" selected") if value == chosen else "", words)
        for value, words in (("", "all"), *one.options)
    ]
    return Markup('<label>{}<select class="field" name="{}">{}</select></label>').format(
        one.title, one.name, joined(options)
    )


def _head(column: Column[T], view: View | None) -> Markup:
    side = "right" if column.is_right else ""
    if not column.key or view is None:
        return tag("th", column.title, cls=side, scope="col")
    is_chosen = view.sort == column.key
    arrow = icon("down" if view.is_descending else "up") if is_chosen else ""
    link = view.link(sort=f"-{column.key}" if is_chosen and not view.is_descending else column.key)
    order = ("descending" if view.is_descending else "ascending") if is_chosen else ""
    return tag("th", tag("a", column.title, arrow, href=link), cls=side, scope="col", aria_sort=order)


def _row(row: T, columns: Sequence[Column[T]], href: Callable[[T], str] | None) -> Markup:
    target = href(row) if href else ""
    cells = []
    for place, column in enumerate(columns):
        shown = column.cell(row)
        if target and place == 0:
            shown = tag("a", shown, href=target)
        cells.append(tag("td", shown, cls="right" if column.is_right else ""))
    return tag("tr", *cells, cls="is-link" if target else "", data_href=target)


def foot_markup(foot: Foot) -> Markup:
    """What stands below the table alone."""
    ways = [
        tag("a", icon(picture), tag("span", words), cls="button small", href=target)
        for target, picture, words in ((foot.former, "left", "Before"), (foot.following, "right", "After"))
        if target
    ]
    return tag("div", foot.words, tag("div", *ways, cls="pages"), cls="table-foot")
