"""Proof: whether the ledger is as it was written, and evidence to be taken away."""

from __future__ import annotations

import json

from fastapi import Request
from markupsafe import Markup
from nicegui import app as pages_app
from nicegui import ui
from starlette.responses import RedirectResponse, Response

from goldthread.access.scope import Scope
from goldthread.api.evidence_file import evidence_file
from goldthread.audit.evidence import verify
from goldthread.audit.signer import Signer
from goldthread.console.address import href
from goldthread.console.evidence.proof import evidence_markup, read_heads
from goldthread.console.evidence.tabs import audit_heading
from goldthread.console.frame import page
from goldthread.console.look.icons import icon
from goldthread.console.parts.act import button
from goldthread.console.parts.markup import html, tag
from goldthread.console.parts.notice import notice
from goldthread.console.parts.words import identifier
from goldthread.console.visit import KEY, Visit
from goldthread.console.way_in import plain_page
from goldthread.flow.entry import Entry, Kind
from goldthread.flow.errors import GoldthreadError

READS = (Scope.READ,)
EVIDENCE = "/audit/evidence"


@page(
    "/audit/proof",
    title="Proof",
    icon="audit",
    scope=READS,
    answers="Is it as it was written?",
    section="Trust",
    is_listed=False,
    belongs_to="/audit",
)
async def proof(visit: Visit, of: str = "") -> None:
    """Verify every chain; take signed evidence away."""
    audit_heading("Proof", "Is everything as it was written?", "/audit/proof")
    parts = ui.element("div").classes("grid-even")
    found = ui.element("div").classes("stack")
    with parts:
        _verifying(visit, found)
        await _exporting(visit, of)


def _verifying(visit: Visit, found: ui.element) -> None:
    typed = {"heads": ""}
    with ui.element("section").classes("panel"):
        html(tag("h2", "Verify"), classes="panel-head")
        with ui.element("div").classes("panel-body stack"):
            html(
                tag(
                    "p",
                    "Every hash of every chain is computed again. Entries are read a few thousand at a time.",
                    cls="muted",
                )
            )
            with ui.element("label").classes("form-line"):
                html(tag("span", "Ends kept elsewhere (optional)", cls="form-title"))
                area = ui.textarea(
                    placeholder='{"heads": [[1, 4711, "9f…"]]}',
                    on_change=lambda event: typed.update(heads=event.value or ""),
                )
                area.props('outlined dense rows=2 aria-label="Ends kept elsewhere"')

            async def walk() -> None:
                await _walk(visit, typed["heads"], told, found)

            with ui.element("div").classes("row-line"):
                button("Verify now", walk, visit=visit, needs=READS, icon="audit", look="primary")
                told = ui.label("").classes("muted small").props("role=status")


async def _walk(visit: Visit, heads: str, told: ui.label, found: ui.element) -> None:
    """Walk over all chains, saying how far it came; that somebody did is an entry."""
    known = read_heads(heads)
    clock = visit.house.world.clock
    began = clock.monotonic()
    told.set_text("Reading the chains …")

    def tell(count: int) -> None:
        told.set_text(f"{count:,} entries so far …")

    evidence = await verify(visit.house.world.ledger, known=known, progress=tell)
    told.set_text("")
    words = "sound" if evidence.is_sound else f"{len(evidence.flaws)} flaws"
    said = {"text": f"verified the ledger: {words}, {evidence.entries} entries"}
    visit.door.note(Entry(kind=Kind.OPENED, at=visit.door.now(), actor=visit.name, content=json.dumps(said)))
    found.clear()
    with found:
        if not evidence.is_sound:
            notice(
                "The ledger isn't what was written. Keep a copy of its file as it is, and tell whoever runs it.",
                tone="bad",
            )
        html(evidence_markup(evidence, clock.monotonic() - began)).classes("stack")


async def _exporting(visit: Visit, of: str) -> None:
    with ui.element("section").classes("panel"):
        html(tag("h2", "Take evidence away"), classes="panel-head")
        with ui.element("div").classes("panel-body stack"):
            words = "JSON lines: entries with all that their hashes are made of, how the chains verify, a signature."
            html(tag("p", words, cls="muted"))
            if not visit.may(Scope.PERSONAL):
                html(tag("p", "It holds personal data; an auditor, operator or administrator may take it."))
                return
            form = Markup(
                '<form class="row-line" method="get" action="{}"><input class="field grow" name="of" value="{}" '
                'aria-label="Only of this key" placeholder="All, or of an order, a shipment, an e-mail">'
                '<button class="button primary" type="submit">{}<span>Download</span></button></form>'
            )
            html(form.format(href(EVIDENCE), of, icon("download")))
            key = (await Signer(visit.house.world.ledger).sign(b"")).key
            line = Markup('<p class="small muted">Signed with Ed25519; keep this public key elsewhere: {}</p>')
            html(line.format(identifier(key, shown=20)))


@pages_app.get(EVIDENCE, include_in_schema=False)
async def evidence(request: Request, of: str = "") -> Response:
    """The file itself, sent while it is read."""
    visit = request.scope.get(KEY)
    if not isinstance(visit, Visit):
        return RedirectResponse(href("/sign-in"), status_code=303)
    try:
        await visit.demand(Scope.PERSONAL)
        return await evidence_file(visit.door, of.strip(), actor=visit.name)
    except GoldthreadError as error:
        return plain_page("No evidence was made", str(error), way_on=href("/audit/proof"), way="Back", status=404)
