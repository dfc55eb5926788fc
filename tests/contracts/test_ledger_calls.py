"""Calls: an intent is unique, an answer is for ever, and only proof opens a call again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ledger_making import NOW, W2, a_message, a_settlement, a_trashing, an_intent, begin, claimed, settled

from goldthread.flow.errors import Broken
from goldthread.flow.message import CallId, MessageId
from goldthread.ports.carried import Answer, Parked, Resolution
from goldthread.ports.ledger import Ledger
from goldthread.ports.receipt import Known, Lost, Recorded
from goldthread.ports.view import Call
from goldthread.ports.write import Mend, Note

CALL = CallId("m1.c")
AGAIN = Parked(due=None, attempt=1, waits=0)


def an_answer(*, call: str = CALL, reply: str = '{"status":201}', failed: bool = False) -> Answer:
    return Answer(call=CallId(call), at=NOW, reply=reply, is_definite_failure=failed)


async def the_call(ledger: Ledger) -> Call:
    (call,) = await ledger.calls(MessageId("m1"))
    return call


async def test_an_intent_is_recorded_before_it_is_sent(ledger: Ledger) -> None:
    """With everything a person needs to look it up at the other side."""
    await begin(ledger)
    assert await ledger.write(an_intent()) == Recorded()
    assert await the_call(ledger) == Call(
        id=CALL,
        message=MessageId("m1"),
        node="pack",
        installation="swiftpost",
        request='{"method":"POST"}',
        doubt="ask",
        intended_at=NOW,
        answered_at=None,
        reply=None,
        is_open_again=False,
    )


async def test_an_intent_is_unique(ledger: Ledger) -> None:
    """The same call is known, in one commit or in two, and says nothing a second time."""
    await begin(ledger)
    first, second = ledger.write(an_intent()), ledger.write(an_intent())
    assert (await first, await second, await ledger.write(an_intent())) == (Recorded(), Known(), Known())
    assert len(await ledger.entries(kinds=["intended"])) == 1


async def test_only_the_holder_intends(ledger: Ledger) -> None:
    """A worker that lost its message must not send."""
    await begin(ledger)
    assert await ledger.write(an_intent(worker=W2)) == Lost()
    assert await ledger.calls(MessageId("m1")) == []


async def test_a_call_bears_its_messages_name(ledger: Ledger) -> None:
    """An id of another form is refused, and nothing else is."""
    await begin(ledger)
    before = ledger.write(an_intent())
    broken = ledger.write(replace(an_intent(), call=CallId("other.x")))
    after = ledger.write(an_intent(call="d"))
    with pytest.raises(Broken, match=r"other\.x"):
        await broken
    assert (await before, await after) == (Recorded(), Recorded())


async def test_an_answer_stays_with_its_call(ledger: Ledger) -> None:
    """It is replayed on every later attempt; a later answer changes nothing."""
    await begin(ledger)
    await ledger.write(an_intent())
    await settled(ledger, a_settlement(fate=AGAIN, answers=(an_answer(),)))
    assert await claimed(ledger) == ["m1"]
    assert await ledger.write(an_intent()) == Known()
    assert await ledger.write(an_intent(is_again=True)) == Known()
    await settled(ledger, a_settlement(answers=(an_answer(reply="{}"),)))
    call = await the_call(ledger)
    assert (call.reply, call.answered_at, call.is_open_again) == ('{"status":201}', NOW, False)


async def test_a_definite_failure_opens_the_call_again(ledger: Ledger) -> None:
    """It may be sent once more, and is then in doubt like the first time."""
    await begin(ledger)
    await ledger.write(an_intent())
    await settled(ledger, a_settlement(fate=AGAIN, answers=(an_answer(failed=True),)))
    call = await the_call(ledger)
    assert (call.reply, call.is_open_again) == (None, True)
    await claimed(ledger)
    assert await ledger.write(an_intent(is_again=True)) == Recorded()
    call = await the_call(ledger)
    assert (call.reply, call.answered_at, call.is_open_again) == (None, None, False)
    assert await ledger.write(an_intent()) == Known()


async def test_intent_and_answer_in_one_commit(ledger: Ledger) -> None:
    """A call that was answered before its intent's receipt came is whole."""
    await begin(ledger)
    intent = ledger.write(an_intent())
    settlement = ledger.write(a_settlement(answers=(an_answer(),)))
    assert (await intent, await settlement) == (Recorded(), Recorded())
    assert (await the_call(ledger)).reply == '{"status":201}'


async def test_a_refused_intent_and_its_second_try_in_one_commit(ledger: Ledger) -> None:
    """Denied, answered as a failure, intended again, answered."""
    await begin(ledger)
    receipts = [
        ledger.write(an_intent()),
        ledger.write(Note(answers=(an_answer(failed=True),))),
        ledger.write(an_intent(is_again=True)),
        ledger.write(a_settlement(answers=(an_answer(),))),
    ]
    assert [await receipt for receipt in receipts] == [Recorded()] * 4
    call = await the_call(ledger)
    assert (call.reply, call.is_open_again) == ('{"status":201}', False)


async def test_a_call_in_doubt_is_sent_again_only_knowingly(ledger: Ledger) -> None:
    """Without an answer it is known, unless the sender says that it may be sent again."""
    await begin(ledger)
    await ledger.write(an_intent())
    assert await ledger.write(an_intent()) == Known()
    assert await ledger.write(an_intent(is_again=True)) == Recorded()


async def test_an_answer_to_a_call_that_nobody_intended_is_our_fault(ledger: Ledger) -> None:
    """The settlement is refused whole."""
    await begin(ledger)
    with pytest.raises(Broken, match="never recorded"):
        await ledger.write(a_settlement(answers=(an_answer(),), followers=(a_message("m2"),)))
    assert [message.id for message, _ in await ledger.messages()] == ["m1"]


async def test_a_note_keeps_an_answer_of_a_lost_message(ledger: Ledger) -> None:
    """What the other side said is worth keeping, whoever holds the message now."""
    await begin(ledger)
    await ledger.write(an_intent())
    await ledger.write(Note(answers=(an_answer(), an_answer(call="m1.unknown"))))
    assert (await the_call(ledger)).reply == '{"status":201}'


@pytest.mark.parametrize("reply", ['{"adopted":{"id":17}}', None])
async def test_a_person_resolves_a_call_in_doubt(ledger: Ledger, reply: str | None) -> None:
    """Adopted, its reply is replayed for ever; or it is to be sent again."""
    await begin(ledger)
    await ledger.write(an_intent())
    await settled(ledger, a_settlement(fate=a_trashing()))
    resolution = Resolution(call=CALL, reply=reply)
    await ledger.write(
        Mend(message=MessageId("m1"), version=1, actor="ana", resume=True, resolve=(resolution,), at=NOW)
    )
    call = await the_call(ledger)
    assert (call.reply, call.is_open_again) == (reply, reply is None)
    await claimed(ledger)
    assert await ledger.write(an_intent()) == (Recorded() if reply is None else Known())


async def test_calls_outlive_their_message(ledger: Ledger) -> None:
    """They are part of the story."""
    await begin(ledger, a_message("m1"), a_message("m10"), a_message("m1.1"))
    for message in ("m1", "m10", "m1.1"):
        await ledger.write(an_intent(message))
    await settled(ledger, a_settlement(answers=(an_answer(),)))
    assert (await the_call(ledger)).reply == '{"status":201}'
