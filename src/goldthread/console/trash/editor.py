"""The form and the JSON of one body, as markup; `repair.js` keeps both the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup
from nicegui import ui

from goldthread.api.model import FieldProblem
from goldthread.console.address import href
from goldthread.console.look.icons import icon
from goldthread.console.parts.markup import joined, tag
from goldthread.console.trash.draft import LONGEST, pretty
from goldthread.console.trash.form import Form, FormField, FormSection
from goldthread.flow.reply import Json

_EDITOR = Markup(
    '<div class="panel" data-repair="{message}" data-version="{version}" data-most="{most}">'
    '<div class="panel-head"><h2>{title}</h2><span class="grow"></span><div class="segments">'
    '<a href="#form" data-show="form" aria-current="true">Form</a><a href="#json" data-show="json">JSON</a></div></div>'
    '<div class="panel-body stack"><div class="notice info" data-kept hidden role="status">{info}<div>Your edit of '
    "<span data-kept-at></span> is here again. "
    '<button class="button small" type="button" data-drop>Undo it all</button>'
    '</div></div><div data-pane="form" class="repair-form">{form}</div>'
    '<div data-pane="json" hidden><label class="visually-hidden" for="repair-json">The body as JSON</label>'
    '<textarea id="repair-json" class="field json-editor" data-json spellcheck="false" autocomplete="off">{body}'
    '</textarea></div><div class="json-error" data-json-error role="alert"></div>'
    "<textarea data-base hidden>{body}</textarea></div></div>"
)


def bring_look() -> None:
    """The styles of the trash's pages, and the script of the editor."""
    look = Markup('<link rel="stylesheet" href="{}"><script src="{}"></script>')
    ui.add_head_html(str(look.format(href("/look/trash.css"), href("/look/repair.js"))))


def editor_markup(
    message: str, version: int, body: Json, form: Form, errors: Sequence[FieldProblem], *, title: str = "Correct it"
) -> Markup:
    """The editor of a body; sections with a field at fault stand first and open."""
    hints = {one.pointer: one.detail for one in errors if one.pointer}
    return _EDITOR.format(
        message=message,
        version=version,
        most=LONGEST,
        title=title,
        info=icon("info"),
        form=_form(form, hints),
        body=pretty(body),
    )


def _form(form: Form, hints: Mapping[str, str]) -> Markup:
    wrong = [one for one in form.sections if any(_hint(field, hints) for field in one.fields)]
    rest = [one for one in form.sections if one not in wrong]
    shown = [_section(one, hints, is_open=True) for one in wrong]
    shown += [_section(one, hints, is_open=not wrong and place == 0) for place, one in enumerate(rest)]
    if form.beyond:
        named = ", ".join(one.strip("/").replace("/", ", ") or "the body" for one in form.beyond)
        shown.append(tag("p", f"Only in the JSON: {named}.", cls="small muted"))
    return joined(shown)


def _section(section: FormSection, hints: Mapping[str, str], *, is_open: bool) -> Markup:
    fields = joined(_field(one, _hint(one, hints)) for one in section.fields)
    return Markup('<details{}><summary>{}</summary><div class="form-grid">{}</div></details>').format(
        Markup(" open") if is_open else "", section.title, fields
    )


def _hint(field: FormField, hints: Mapping[str, str]) -> str:
    return next((words for place, words in hints.items() if field.is_meant_by(place)), "")


def _field(field: FormField, hint: str) -> Markup:
    marks = Markup('data-pointer="{}" data-kind="{}"{} class="field" autocomplete="off"').format(
        field.pointer, field.kind, Markup(' data-nullable="yes"') if field.is_nullable else ""
    )
    classes = " ".join(word for word in ("at-fault" if hint else "", "flag" if field.kind == "flag" else "") if word)
    words = tag("span", hint, cls="hint") if hint else ""
    return tag("label", tag("span", field.title), _control(field, marks), words, cls=classes)


def _control(field: FormField, marks: Markup) -> Markup:
    value = "" if field.value is None else field.value
    match field.kind:
        case "flag":
            return Markup('<input type="checkbox" {}{}>').format(marks, Markup(" checked") if field.value else "")
        case "lines":
            lines = [str(one) for one in value] if isinstance(value, list) else []
            return Markup('<textarea rows="{}" {}>{}</textarea>').format(max(len(lines), 1), marks, "\n".join(lines))
        case "choice":
            options = [
                _option(one, str(value)) for one in (("", *field.choices) if field.is_nullable else field.choices)
            ]
            return Markup("<select {}>{}</select>").format(marks, joined(options))
        case _:
            mode = Markup(' inputmode="numeric"') if field.kind == "integer" else ""
            return Markup('<input type="text" value="{}"{} {}>').format(value, mode, marks)


def _option(value: str, chosen: str) -> Markup:
    is_chosen = Markup(" selected") if value == chosen else ""
    return Markup('<option value="{}"{}>{}</option>').format(value, is_chosen, value or "none")
