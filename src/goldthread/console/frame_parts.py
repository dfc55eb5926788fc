"""The sidebar and the header, as plain markup."""

from __future__ import annotations

from markupsafe import Markup

from goldthread.console.address import PREFIX, href
from goldthread.console.look.icons import icon
from goldthread.console.registry import SECTIONS, Page, pages
from goldthread.console.visit import Visit

_LINK = Markup('<a class="frame-link" href="{}"{} title="{}">{}<span class="word">{}</span></a>')
_SIDE = Markup(
    '<nav class="frame-side" aria-label="Pages"><a class="frame-brand" href="{}/" aria-label="Goldthread">{}'
    "<span>Goldthread</span></a>{}</nav>"
)
_TOP = Markup(
    '<header class="frame-top"><form class="frame-search" role="search" action="{action}" method="get">{icon}'
    '<label class="visually-hidden" for="search-all">Search everything</label>'
    '<input id="search-all" name="q" type="search" autocomplete="off" spellcheck="false" '
    'placeholder="Order, tracking number, e-mail, any id"><kbd aria-hidden="true">/</kbd></form>'
    '<div class="frame-who">{environment}'
    '<button class="button quiet square" type="button" data-theme-switch title="Light or dark" '
    'aria-label="Switch between light and dark">{theme}</button>'
    '<a class="small" href="{account}" title="Your account"><span class="strong">{name}</span> '
    '<span class="muted">{role}</span></a>'
    '<form method="post" action="{out}"><button class="button quiet square" type="submit" title="Sign out" '
    'aria-label="Sign out">{leave}</button></form></div></header>'
)


def sidebar(visit: Visit, here: Page) -> Markup:
    """The pages that the person may see, by section."""
    parts: list[Markup] = []
    for section in SECTIONS:
        listed = [one for one in pages() if one.section == section and one.is_listed and visit.may(*one.scope)]
        if listed:
            parts.append(Markup('<div class="frame-section">{}</div>').format(section))
            parts += [_link(one, here) for one in listed]
    return _SIDE.format(PREFIX, icon("thread"), Markup("").join(parts))


def header(visit: Visit) -> Markup:
    """Search, the environment's name, the theme, who is signed in."""
    name = visit.house.settings.environment
    return _TOP.format(
        action=href("/orders"),
        icon=icon("search"),
        environment=Markup('<span class="environment">{}</span>').format(name) if name else "",
        theme=icon("theme"),
        name=visit.name,
        role=visit.role.value,
        account=href("/account"),
        out=href("/sign-out"),
        leave=icon("leave"),
    )


def _link(one: Page, here: Page) -> Markup:
    current = Markup(' aria-current="page"') if one.path == here.belongs_to else ""
    return _LINK.format(href(one.path), current, one.answers, icon(one.icon), one.title)
