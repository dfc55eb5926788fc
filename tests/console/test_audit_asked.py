"""What the address asks of the entries, and the ends of chains that somebody kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from goldthread.audit.evidence import Evidence, Flaw
from goldthread.console.evidence.asked import ACTS, asked_of, paged, place_text, read_place
from goldthread.console.evidence.proof import evidence_markup, heads_text, read_heads
from goldthread.console.parts.table import SIZE, View
from goldthread.flow.chain import Head
from goldthread.flow.entry import Entry, Kind
from goldthread.flow.errors import Misuse
from goldthread.ports.view import Sealed

NOW = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)


def sealed(seq: int) -> Sealed:
    entry = Entry(kind=Kind.NOTED, at=NOW - timedelta(microseconds=seq))
    return Sealed(chain=2, seq=seq, entry=entry, digest="d", previous="p", hash="h", is_erased=False)


def a_view(**query: str) -> View:
    return View(query=query)


def test_filters_are_read_from_the_address() -> None:
    """A kind, a person, how far back."""
    asked = asked_of(a_view(kind="changed", actor="Ada", back="24h"), NOW)
    assert (asked.kinds, asked.actor, asked.since) == ((Kind.CHANGED,), "Ada", NOW - timedelta(days=1))


def test_filters_that_there_arent_are_left_out() -> None:
    """Instead of an error; what people do stays among what people do."""
    asked = asked_of(a_view(kind="eaten", back="forever", before="soon"), NOW)
    assert (asked.kinds, asked.since, asked.before) == ((), None, None)
    assert asked_of(a_view(kind="called"), NOW, among=ACTS).kinds == ACTS


@pytest.mark.parametrize("text", ["", "1.2", "1.2.3.4", "a.b.c", "1.-2.3", f"{'9' * 40}.1.1", "².1.1"])
def test_a_place_that_is_none_begins_at_the_first_page(text: str) -> None:
    """Whatever somebody types."""
    assert read_place(text) is None


def test_a_page_goes_on_behind_its_last_entry() -> None:
    """Exactly, to the microsecond; the filters stay."""
    found = [sealed(seq) for seq in range(SIZE + 1)]
    shown, foot = paged(found, a_view(kind="noted"))
    assert len(shown) == SIZE
    assert "kind=noted" in foot.following
    assert place_text(shown[-1]) in foot.following
    assert read_place(place_text(shown[-1])) == (shown[-1].entry.at, 2, SIZE - 1)
    assert foot.former == ""
    _, last = paged(found[:3], a_view(before="1.1.1"))
    assert (last.following, last.former) == ("", "?")


def an_evidence(*flaws: Flaw) -> Evidence:
    return Evidence(entries=12_345, erased=1, roots=2, heads=(Head(1, 12_344, "9f"),), flaws=flaws)


def test_ends_are_read_as_they_were_told() -> None:
    """With what else was told beside them, or alone."""
    assert read_heads(heads_text(an_evidence())) == (Head(1, 12_344, "9f"),)
    assert read_heads('[[1, 2, "ab"]]') == (Head(1, 2, "ab"),)
    assert read_heads("  ") == ()


@pytest.mark.parametrize("text", ["hello", '{"ends": []}', "[[1, 2]]", "7", '[["x", "y", "z"]]', "[" * 300_000])
def test_what_is_no_end_is_said_to_be_none(text: str) -> None:
    """In one sentence."""
    with pytest.raises(Misuse, match="ends of chains"):
        read_heads(text)


def test_flaws_are_named_with_their_place() -> None:
    """And the verdict says so in a word."""
    drawn = str(evidence_markup(an_evidence(Flaw(chain=1, seq=7, what="its <content> was changed.")), 1.5))
    assert "its &lt;content&gt; was changed." in drawn
    assert "broken" in drawn
    assert "12,345" in drawn
    assert "sound" in str(evidence_markup(an_evidence(), 0.1))
