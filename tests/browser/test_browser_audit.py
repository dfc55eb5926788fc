"""The ledger is searched, proved and taken away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from browser_site import Site, name_of
from playwright.sync_api import Page, expect

from goldthread.access.person import Role
from goldthread.audit.exported import check_export


def test_entries_are_searched_and_opened(open_as: Callable[..., Page]) -> None:
    """By any key, by kind, page by page; the filters stand in the address."""
    page = open_as(Role.AUDITOR, "/audit?q=B-100001&kind=called")
    rows = page.locator("tbody tr")
    expect(rows.first).to_contain_text("called")
    rows.first.locator("summary").click()
    expect(rows.first.get_by_text("Before it")).to_be_visible()
    page.goto(page.url.replace("q=B-100001&", ""))
    newest = rows.first.inner_text()
    page.get_by_role("link", name="After").click()
    page.wait_for_url("**before=**")
    assert rows.first.inner_text() != newest
    page.goto(page.url.split("?")[0] + "?q=nobody-knows-this")
    expect(page.get_by_role("heading", name="No entries")).to_be_visible()
    page.get_by_role("link", name="Show all").click()
    expect(rows.first).to_be_visible()


def test_who_did_what_is_told_with_the_name(open_as: Callable[..., Page], site: Site) -> None:
    """A pause by hand, found by who did it."""
    pauses = site.stage.house.world.pauses
    site.do(pauses.pause("press-1", "paper is out", by=name_of(Role.OPERATOR)))
    site.do(pauses.resume("press-1", by=name_of(Role.OPERATOR)))
    page = open_as(Role.AUDITOR, "/audit/people?kind=changed")
    page.get_by_label("Who").select_option(name_of(Role.OPERATOR))
    expect(page.locator("tbody tr").filter(has_text="paper is out")).to_be_visible()
    assert all(name_of(Role.OPERATOR) in text for text in page.locator("tbody tr").all_inner_texts())


def test_the_chains_verify_and_evidence_is_taken_away(open_as: Callable[..., Page], tmp_path: Path) -> None:
    """By an auditor: every hash is computed again, and the file that is downloaded is sound elsewhere, too."""
    page = open_as(Role.AUDITOR, "/audit/proof")
    page.get_by_label("Ends kept elsewhere").fill("what is this")
    page.get_by_role("button", name="Verify now").click()
    expect(page.get_by_text("These are no ends of chains")).to_be_visible()
    page.get_by_label("Ends kept elsewhere").fill("")
    page.get_by_role("button", name="Verify now").click()
    expect(page.get_by_text("Every entry is as it was written")).to_be_visible()
    page.get_by_label("Only of this key").fill("B-100001")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download").click()
    file = tmp_path / "evidence.jsonl"
    waiting.value.save_as(file)
    with file.open(encoding="utf-8") as lines:
        found = check_export(lines)
    assert found.is_sound
    assert found.entries > 10


def test_a_viewer_takes_no_evidence_away(open_as: Callable[..., Page], site: Site) -> None:
    """It holds personal data: the page says so, and the address refuses."""
    page = open_as(Role.VIEWER, "/audit/proof")
    expect(page.get_by_text("It holds personal data")).to_be_visible()
    page.goto(f"{site.url}/console/audit/evidence")
    expect(page.get_by_text("As viewer you may not do this")).to_be_visible()
