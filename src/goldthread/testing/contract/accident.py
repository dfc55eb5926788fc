"""What happens to every connector's main write sooner or later."""

from __future__ import annotations

import re
from datetime import timedelta
from fnmatch import fnmatchcase
from typing import cast

from goldthread.flow.reply import Reply
from goldthread.ports.carried import TrashKind
from goldthread.testing.contract.claim import Lacks, Settles, expect
from goldthread.testing.contract.contract import AnyScene, Contract, case, case_of
from goldthread.testing.contract.line import PROXY_PAGE, Accident, cut, empty, lost, page

MAIN = "main"


class AccidentCases(Contract):
    """Outages, limits, ended tokens, lost and unreadable answers."""

    @case
    async def test_an_outage_is_waited_out(self, scene: AnyScene) -> None:
        """While nobody listens the message waits and nothing is trashed; afterwards it is done once, by itself."""
        body = await self.work(scene)
        await scene.fake.take_down()
        await scene.run(MAIN, body)
        await scene.expect_no_trash()
        expect(await scene.is_open(), "The message should wait while nobody listens.")
        await scene.fake.bring_up()
        await scene.recover()
        await _expect_done(scene)

    @case
    async def test_a_breakdown_is_tried_again(self, scene: AnyScene) -> None:
        """A 500 in the vendor's words, with nothing done, ends in one effect; where nobody can look, with a person."""
        body = await self.work(scene)
        scene.line.before(self.kit.main, scene.fake.break_down)
        await scene.run(MAIN, body)
        if self.kit.settles is Settles.ASKED:
            await _expect_asked(scene, effects=0)
        else:
            await _expect_done(scene)

    @case_of("throttle")
    async def test_the_vendors_throttle_is_heeded(self, scene: AnyScene) -> None:
        """Asked too often, the vendor says so in its own form; nothing is sent before the time that it named."""
        patience = self.kit.throttle
        body = await self.work(scene)
        scene.line.before(self.kit.main, scene.fake.throttle)
        begun = len(scene.line.sent)
        await scene.run(MAIN, body)
        await _expect_done(scene)
        sent = scene.line.sent[begun:]
        places = [place for place, one in enumerate(sent) if fnmatchcase(one.what, self.kit.main)]
        expect(len(places) >= 2, "The fake's throttle() should refuse the next request.")
        after = sent[places[0] + 1].at - sent[places[0]].at
        expect(
            isinstance(patience, timedelta) and after >= patience,
            f"It asked for {patience}, the next request went after {after}.",
        )

    @case_of("expiry")
    async def test_credentials_that_end_midway_are_renewed(self, scene: AnyScene) -> None:
        """A token that ends right before the main write is fetched again; nobody notices, and it is done once."""
        body = await self.work(scene)
        scene.line.before(self.kit.main, scene.fake.expire)
        await scene.run(MAIN, body)
        await _expect_done(scene)
        expect(scene.line.count(self.kit.main) >= 2, "The fake's expire() should refuse the next request.")

    @case
    async def test_a_lost_answer_is_settled_as_declared(self, scene: AnyScene) -> None:
        """The other side does it, the connection drops: it is never done twice, but where the notes say so."""
        await self._befall(scene, lost)
        sent = scene.line.count(self.kit.main)
        match self.kit.settles:
            case Settles.LOOKUP | Settles.TWO_STEP | Settles.ASKED:
                expect(sent == 1, f"{self.kit.main} was sent {sent} times; looking should have found it.")
            case Settles.NATIVE_KEY | Settles.REPEATED:
                expect(sent >= 2, f"{self.kit.main} should have been sent again.")
            case Lacks() as lacks:
                lacks.expect_stated(self.kit.notes)

    @case_of("error_inside")
    async def test_a_page_in_place_of_the_answer_is_no_answer(self, scene: AnyScene) -> None:
        """A proxy's page with status 200 means that nobody knows; it ends as a lost answer does, in one effect."""
        await self._befall(scene, page)

    @case_of("error_inside")
    async def test_half_an_answer_is_no_answer(self, scene: AnyScene) -> None:
        """An answer that was cut short ends in one effect."""
        await self._befall(scene, cut)

    @case_of("error_inside")
    async def test_an_answer_without_content_is_no_success(self, scene: AnyScene) -> None:
        """A success with nothing in it ends in one effect."""
        await self._befall(scene, empty)

    @case_of("error_inside")
    async def test_an_error_inside_a_success_is_seen(self, scene: AnyScene) -> None:
        """Status 200 with the vendor's error inside is an error: its words are kept, and nothing counts as done."""
        reply = cast("Reply", self.kit.error_inside)
        body = await self.work(scene)
        scene.line.instead(self.kit.main, reply)
        await scene.run(MAIN, body)
        rows, effects = await scene.trash(), scene.fake.effects()
        kinds = [row.why.kind for row in rows]
        expect(kinds == [TrashKind.REJECTED], f"It should be rejected, not {kinds or 'done'}: say so in statuses.look.")
        said = f"{rows[0].why.reason} {rows[0].why.faults}"
        expect(_words(reply) in said, f"The reason should keep the vendor's words {_words(reply)!r}: {said}")
        expect(not effects, f"Nothing was done, the fake has {effects}.")

    async def _befall(self, scene: AnyScene, accident: Accident) -> None:
        """Do the work while this happens to its answer; then one effect is there, or a person is asked."""
        body = await self.work(scene)
        scene.line.befall(self.kit.main, accident)
        await scene.run(MAIN, body)
        if self.kit.settles is Settles.ASKED and await scene.trash():
            await _expect_asked(scene, effects=1)
            return
        await _expect_done(scene, most=2 if isinstance(self.kit.settles, Lacks) else 1)


async def _expect_done(scene: AnyScene, *, most: int = 1) -> None:
    await scene.expect_no_trash()
    expect(not await scene.is_open(), "Nothing should be left open.")
    effects = scene.fake.effects()
    expect(1 <= len(effects) <= most, f"One effect was expected, the fake's books have {len(effects)}: {effects}")


async def _expect_asked(scene: AnyScene, *, effects: int) -> None:
    rows = await scene.trash()
    expect([row.why.kind for row in rows] == [TrashKind.IN_DOUBT], "A person should be asked: nobody else can tell.")
    expect(rows[0].why.detail, "The person should be told what doing it again costs: Ask(cost=…).")
    made = scene.fake.effects()
    expect(len(made) == effects, f"{effects} effects were expected, the fake's books have {len(made)}: {made}")


def _words(reply: Reply) -> str:
    """The longest text in a reply, also of JSON within JSON: what the vendor says."""
    said = reply.content.decode(errors="replace")
    found = [part.strip("\\") for part in re.split(r'["<>\x00-\x1f]', said) if " " in part]
    return max(found, key=len, default=PROXY_PAGE.decode())
