"""One person at one message: what is typed, what would change, and what is done about it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from nicegui import ui
from nicegui.events import GenericEventArguments

from goldthread.api.models_trash import TrashCard
from goldthread.api.trash_first import first_come
from goldthread.console.address import href
from goldthread.console.parts.act import Handler, Question, asked, toast
from goldthread.console.parts.json_view import diff
from goldthread.console.parts.markup import html, joined, tag
from goldthread.console.parts.notice import notice
from goldthread.console.trash.asking import last_act, reason_asked
from goldthread.console.trash.banner import Banner, acting, push
from goldthread.console.trash.draft import Draft, pretty, read_draft, rebased
from goldthread.console.trash.following import Following
from goldthread.console.trash.form import Form, humanised
from goldthread.console.visit import SessionEnded, Visit
from goldthread.engine.trash import Act
from goldthread.flow.errors import Fault, GoldthreadError, Misuse, Unfit
from goldthread.flow.message import MessageId
from goldthread.flow.reply import Json
from goldthread.ports.view import Trashed

LOOK_S = 5.0
"""How often it is looked whether somebody else was at it."""


class Repairing:
    """The acts on one message. `work` is emptied, and the trail drawn into it, when the message goes on."""

    def __init__(self, visit: Visit, trashed: Trashed, card: TrashCard, form: Form, banner: Banner) -> None:
        self._visit = visit
        self._card = card
        self._form = form
        self._banner = banner
        self._id: MessageId = trashed.message.id
        self._version = trashed.version
        self._former: Json = json.loads(trashed.message.body)
        self._draft: Draft | None = Draft(body=self._former, changes=())
        self._unread = ""
        self._is_over = False
        self._why: ui.input | None = None
        self._acts: list[ui.element] = []
        self.work: ui.element = ui.element("div").classes("stack")

    def begin(self) -> None:
        """Listen to what is typed, and look now and then who else is at it."""
        ui.on("repair-draft", self._typed)
        self._client = ui.context.client
        ui.timer(LOOK_S, self._look, immediate=False)

    def guard(self, handler: Handler) -> Handler:
        """The handler behind session, scope and the banner."""
        return acting(self._visit, self._banner, handler, beaten=self._beaten)

    def side(self) -> None:
        """What would change, and the buttons."""
        actions = self._card.actions
        with ui.element("div").classes("panel"):
            html(tag("h2", "What changes"), classes="panel-head")
            with ui.element("div").classes("panel-body stack"):
                self._changes = ui.element("div").classes("stack").props('aria-live="polite"')
                self._verdict = ui.element("div").classes("stack").props('aria-live="polite"')
                self._why = ui.input("Why (stays in the story)").props("outlined dense")
                with ui.element("div").classes("acts") as acts:
                    push("Repair and resume", self.guard(self._repair_and_resume), picture="play", look="primary")
                    if "check" in actions:
                        push("Check without buying", self.guard(self._check), picture="eye")
                    push("Save only", self.guard(self._save))
        self._acts.append(acts)
        self._draw()

    def others(self) -> None:
        """Ways without an edit."""
        actions, source = self._card.actions, self._source()
        with ui.element("div").classes("panel") as panel:
            html(tag("h2", "Or"), classes="panel-head")
            with ui.element("div").classes("panel-body stack"):
                if "reread" in actions:
                    html(tag("p", f"It was corrected in {source}: fetch it from there again.", cls="small muted"))
                    push(f"Re-read from {source} and resume", self.guard(self._reread), picture="refresh")
                if "resume" in actions:
                    html(tag("p", "The cause is gone: let it go on as it is.", cls="small muted"))
                    push("Resume as it is", self.guard(self._resume))
                html(tag("p", "Nobody needs it any more: end it. It stays in the story.", cls="small muted"))
                push("Discard …", self.guard(self._discard), picture="trash", look="danger")
        self._acts.append(panel)

    async def follow(self, words: str, since: datetime) -> None:
        """The message goes on: the trail takes the place of the work."""
        self._is_over = True
        ui.run_javascript("goldthreadRepair.done()")
        self._banner.clear()
        self.work.clear()
        with self.work:
            await Following(self._visit, self._card.run, self._card.trace, since, words).show()

    def act(self, reason: str = "") -> Act:
        """By whom, on which version, and why."""
        return Act(actor=self._visit.name, version=self._version, reason=reason.strip())

    async def _repair_and_resume(self) -> None:
        draft = self._must_read()
        if not draft.changes:
            raise Misuse("Nothing is changed yet. Change a field, or resume it as it is.")
        since = self._visit.door.now()
        if await self._put(draft.body, resume=True):
            await self.follow("Repaired.", since)

    async def _save(self) -> None:
        draft = self._must_read()
        if not draft.changes:
            raise Misuse("Nothing is changed yet.")
        if await self._put(draft.body, resume=False):
            await self._renew(keep=False)
            toast("Saved. It stays in the trash until somebody resumes it.")

    async def _put(self, body: Json, *, resume: bool) -> bool:
        try:
            async with first_come(self._visit.door, self._id):
                await self._visit.house.engine.trash.repair(self._id, body, self.act(self._said_why()), resume=resume)
        except Unfit as error:
            self._tell_faults("It doesn't fit yet; nothing was changed.", error.faults)
            return False
        return True

    async def _check(self) -> None:
        body = self._must_read().body
        self._verdict.clear()
        try:
            async with first_come(self._visit.door, self._id):
                answer = await self._visit.house.engine.dry_run.ask(self._id, body, self._visit.name)
        except Unfit as error:
            self._tell_faults("It doesn't fit yet; nobody was asked.", error.faults)
            return
        if answer.is_taken:
            self._say_verdict(f"{answer.by or 'Our rules'} would take it. Nothing was bought.", "good", ())
        else:
            self._tell_faults(f"{answer.by or 'Our own rules'} would refuse it. Nothing was bought.", answer.faults)

    async def _resume(self) -> None:
        since = self._visit.door.now()
        async with first_come(self._visit.door, self._id):
            await self._visit.house.engine.trash.resume(self._id, self.act(self._said_why()))
        await self.follow("Resumed.", since)

    async def _reread(self) -> None:
        if self._draft is None or self._draft.changes:
            words = "What you typed here is not used; what the source has now is."
            if not await asked(Question(title="Re-read and resume?", words=words, yes="Re-read and resume")):
                return
        since = self._visit.door.now()
        async with first_come(self._visit.door, self._id):
            changes = await self._visit.house.engine.trash.reread(self._id, self.act())
        words = f"Read again, {len(changes)} changed." if changes else "Read again; nothing is different there."
        await self.follow(words, since)

    async def _discard(self) -> None:
        why = await reason_asked("Discard this message?", "Its run ends. It cannot be resumed afterwards.", "Discard")
        if why is None:
            return
        async with first_come(self._visit.door, self._id):
            await self._visit.house.engine.trash.discard(self._id, self.act(why))
        await self.follow("Discarded.", self._visit.door.now())

    async def _beaten(self, words: str) -> None:
        """Somebody was first; what was typed stays."""
        story = (href(f"/orders/{self._card.trace}"), "See what became of it")
        if await self._visit.house.world.ledger.trashed(self._id) is None:
            self._is_over = True
            for one in self._acts:
                one.set_visibility(False)
            self._banner.say(f"{words} What you typed is still below.", story)
        else:
            self._banner.say(
                f"{words} What you typed is kept.",
                act=("Lay it onto what stands there now", self.guard(self._lay_onto)),
            )

    async def _lay_onto(self) -> None:
        await self._renew(keep=True)
        self._banner.clear()

    async def _renew(self, *, keep: bool) -> None:
        """Look at the message as it is now, with or without what was typed."""
        trashed = await self._visit.house.engine.trash.get(self._id)
        fresh: Json = json.loads(trashed.message.body)
        body = rebased(self._former, self._draft.body, fresh) if keep and self._draft is not None else fresh
        self._former, self._version = fresh, trashed.version
        self._draft = read_draft(pretty(body), fresh)
        texts = json.dumps([pretty(body), pretty(fresh), str(trashed.version)])
        ui.run_javascript(f"goldthreadRepair.put(...{texts})")
        self._draw()

    async def _look(self) -> None:
        """Whether somebody else was at it."""
        if self._is_over or not self._client.has_socket_connection:
            return
        try:
            await self._visit.demand(*self._visit.scopes)
            trashed = await self._visit.house.world.ledger.trashed(self._id)
            if trashed is None or trashed.version != self._version:
                await self._beaten(await self._who())
        except SessionEnded:
            self._banner.ended()
        except GoldthreadError:
            return

    async def _who(self) -> str:
        return await last_act(self._visit, self._card.run, self._id)

    async def _typed(self, event: GenericEventArguments) -> None:
        """Something was typed; with a `base`, it was kept from before and that is what it was typed on."""
        said = event.args if isinstance(event.args, dict) else {}
        text = said.get("text")
        self._verdict.clear()
        try:
            self._draft = read_draft(str(text), self._former) if isinstance(text, str) else None
            base = said.get("base")
            if self._draft is not None and isinstance(base, str) and str(said.get("version")) != str(self._version):
                self._draft = read_draft(
                    pretty(rebased(json.loads(base), self._draft.body, self._former)), self._former
                )
                texts = json.dumps([pretty(self._draft.body), pretty(self._former), str(self._version)])
                ui.run_javascript(f"goldthreadRepair.put(...{texts})")
        except (Misuse, ValueError) as error:
            self._draft, self._unread = None, str(error)
        self._draw()

    def _must_read(self) -> Draft:
        if self._draft is None:
            raise Misuse(self._unread or "What stands in the JSON cannot be read yet; correct it, or undo.")
        return self._draft

    def _draw(self) -> None:
        self._changes.clear()
        with self._changes:
            if self._draft is None:
                notice("The JSON cannot be read yet.", tone="warn")
            elif self._draft.changes:
                html(diff(self._draft.changes))
            else:
                html(tag("p", "Nothing yet. Change a field, and see the difference here.", cls="muted"))

    def _tell_faults(self, words: str, faults: Sequence[Fault]) -> None:
        self._say_verdict(words, "bad", faults)
        ui.run_javascript(f"goldthreadRepair.fault({json.dumps([one.field for one in faults])})")

    def _say_verdict(self, words: str, tone: str, faults: Sequence[Fault]) -> None:
        self._verdict.clear()
        with self._verdict:
            notice(words, tone=tone)
            html(joined(tag("p", tag("b", self._named(one.field)), ": ", one.message, cls="small") for one in faults))
        if not faults:
            ui.run_javascript("goldthreadRepair.fault([])")

    def _named(self, place: str) -> str:
        field = self._form.field_of(place)
        return field.title if field is not None else humanised(place.rpartition("/")[2]) or "The whole"

    def _said_why(self) -> str:
        return str(self._why.value or "") if self._why is not None else ""

    def _source(self) -> str:
        body = self._former if isinstance(self._former, dict) else {}
        return str(body.get("erp") or body.get("shop") or "its source")
