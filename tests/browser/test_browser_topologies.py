"""Topologies, schedules and the limiter, as people go through them."""

from __future__ import annotations

from collections.abc import Callable

from browser_site import Site, name_of
from playwright.sync_api import Page, expect

from goldthread.access.person import Role
from goldthread.flow.entry import Kind

OPERATOR = name_of(Role.OPERATOR)


def last_change(site: Site) -> tuple[str, str]:
    """Who changed a setting last, and what."""
    (one,) = site.do(site.stage.house.world.ledger.entries(kinds=[Kind.CHANGED], limit=1))
    return one.entry.actor, one.entry.content


def test_a_node_is_looked_into_and_tuned(open_as: Callable[..., Page], site: Site) -> None:
    """From the drawing to its messages, its calls, and its retry rule."""
    settings = site.stage.house.engine.settings
    page = open_as(Role.OPERATOR, "/topologies")
    expect(page.locator(".drawing")).to_have_count(len(site.stage.house.world.catalog.topologies))
    page.get_by_role("link", name="label_order (swiftpost)").click()
    expect(page.get_by_role("heading", name="label_order")).to_be_visible()
    expect(page.locator(".drawing-node.chosen")).to_have_count(1)
    expect(page.get_by_role("row", name="when a person decides").first).to_be_visible()
    page.get_by_role("link", name="Recent calls").click()
    expect(page.get_by_text("among the last").first).to_be_visible()
    page.get_by_role("link", name="Settings").click()
    attempts = page.get_by_label("Attempts in all")
    attempts.fill("0")
    page.get_by_role("button", name="Set the rule").click()
    expect(page.get_by_text("Attempts are a whole number from 1 to 1000.")).to_be_visible()
    attempts.fill("3")
    page.get_by_role("button", name="Set the rule").click()
    expect(page.get_by_text("Set by an operator: 3 attempts")).to_be_visible()
    assert last_change(site)[0] == OPERATOR
    rule = settings.own_retry("order.ship", "label_order")
    assert rule is not None
    assert rule.attempts == 3
    page.get_by_role("button", name="The usual rule again").click()
    expect(page.get_by_text("As its connector or application says: 8 attempts")).to_be_visible()
    expect(attempts).to_have_value("8")


def test_a_topology_is_switched_off_and_on(open_as: Callable[..., Page], site: Site) -> None:
    """Asked first; Cancel changes nothing; what is off says so within seconds."""
    settings = site.stage.house.engine.settings
    page = open_as(Role.OPERATOR, "/topologies/label.reprint")
    page.get_by_role("button", name="Switch off").click()
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator(".dialog")).to_have_count(0)
    assert settings.is_on("label.reprint")
    page.get_by_role("button", name="Switch off").click()
    page.locator(".dialog").get_by_role("button", name="Switch off").click()
    expect(page.get_by_role("button", name="Switch on")).to_be_visible()
    assert not settings.is_on("label.reprint")
    expect(page.locator(".chip", has_text="off")).to_be_visible(timeout=8_000)
    page.get_by_role("button", name="Switch on").click()
    expect(page.get_by_role("button", name="Switch off")).to_be_visible()
    assert settings.is_on("label.reprint")
    page.get_by_role("link", name="Versions").click()
    expect(
        page.get_by_role("row", name=site.stage.house.world.catalog.topology("label.reprint").fingerprint)
    ).to_be_visible()


def test_a_run_is_started_by_hand(open_as: Callable[..., Page], site: Site) -> None:
    """What isn't JSON and what doesn't fit is refused in words; the example goes through to its end."""
    page = open_as(Role.OPERATOR, "/topologies/station.assign/start")
    body = page.get_by_label("Body, as JSON")
    example = body.input_value()
    body.fill("{")
    page.get_by_role("button", name="Start the run").click()
    expect(page.get_by_text("This isn't JSON").first).to_be_visible()
    body.fill("{}")
    page.get_by_role("button", name="Start the run").click()
    expect(page.locator(".notice", has_text="/station")).to_contain_text("The field is missing")
    body.fill(example.replace('"station": "station"', '"station": "spare"'))
    page.get_by_role("button", name="Start the run").click()
    expect(page.locator(".chip", has_text="done")).to_be_visible()
    run = site.do(site.stage.house.world.ledger.runs(topology="station.assign", limit=1))[0]
    started = site.do(site.stage.house.world.ledger.entries(kinds=[Kind.STARTED], run=run.run.id))
    assert started[0].entry.actor == OPERATOR


def test_an_installation_is_paused_limited_and_resumed(open_as: Callable[..., Page], site: Site) -> None:
    """A reason is asked for; a limit that is none is refused; everybody reads who paused it."""
    world = site.stage.house.world
    page = open_as(Role.OPERATOR, "/limiter")
    page.get_by_role("link", name="swiftpost").click()
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Pause it").click()
    expect(page.get_by_text("Say why it is paused")).to_be_visible()
    page.get_by_role("button", name="Pause", exact=True).click()
    page.get_by_label("Why").fill("The depot is closed.")
    page.get_by_role("button", name="Pause it").click()
    expect(page.get_by_text(f"Paused by {OPERATOR}: The depot is closed.")).to_be_visible(timeout=6_000)
    page.get_by_role("button", name="Resume").click()
    expect(page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    assert "swiftpost" not in world.pauses.view()
    page.get_by_label("Calls (1)").fill("7")
    page.get_by_label("Seconds").first.fill("")
    page.get_by_role("button", name="Set the limits").click()
    expect(page.get_by_text("Window 1 needs a whole number")).to_be_visible()
    page.get_by_label("Seconds").first.fill("2")
    page.get_by_role("button", name="Set the limits").click()
    expect(page.locator(".facts", has_text="7 in 2 s")).to_be_visible(timeout=6_000)
    assert [str(one) for one in world.installations.limits("swiftpost")] == ["7 per 2 s"]
    assert last_change(site)[0] == OPERATOR
    page.get_by_role("button", name="Those of its application").click()
    expect(page.locator(".facts", has_text="7 in 2 s")).to_be_hidden(timeout=6_000)
    page.get_by_role("link", name="Installation").click()
    expect(page.get_by_role("heading", name="swiftpost").first).to_be_visible()


def test_a_schedule_runs_now_and_by_another_expression(open_as: Callable[..., Page], site: Site) -> None:
    """Words follow what is typed; what is no expression is refused."""
    page = open_as(Role.OPERATOR, "/schedules")
    expect(page.get_by_role("row", name="every 15 minutes")).to_be_visible()
    page.get_by_role("link", name="order.sweep").click()
    page.get_by_role("button", name="Run now").click()
    expect(page.get_by_text("The run has begun.")).to_be_visible()
    field = page.get_by_label("Five fields")
    field.fill("often")
    expect(page.get_by_text("is no cron expression").first).to_be_visible()
    field.fill("30 6 * * 1-5")
    expect(page.get_by_text("at 06:30 on weekdays").first).to_be_visible()
    page.get_by_role("button", name="Set the expression").click()
    expect(page.locator(".facts", has_text="an operator's")).to_be_visible(timeout=8_000)
    page.get_by_role("button", name="The topology's own").click()
    expect(field).to_have_value("*/15 * * * *")
    assert last_change(site)[0] == OPERATOR


def test_who_may_not_act_sees_no_way_to(open_as: Callable[..., Page]) -> None:
    """A viewer sees it all and changes nothing; a packer isn't let in."""
    page = open_as(Role.VIEWER, "/topologies/order.ship")
    expect(page.get_by_role("button", name="Switch off")).to_have_count(0)
    expect(page.locator(".drawing-node").first).to_be_visible()
    page.goto(page.url + "/start")
    expect(page.get_by_text("As viewer you may not see Start by hand; it needs start.")).to_be_visible()
    expect(open_as(Role.PACKER, "/limiter").get_by_text("it needs read")).to_be_visible()


def test_an_address_that_leads_nowhere_says_what_there_is(open_as: Callable[..., Page]) -> None:
    """An unknown node, topology, installation, schedule; a filter that matches nothing."""
    page = open_as(Role.VIEWER, "/topologies/order.ship?node=nowhere")
    expect(page.get_by_text("has no node 'nowhere'; there are:")).to_be_visible()
    for path, words in (
        ("/topologies/nothing", "There is no topology 'nothing'"),
        ("/limiter/nobody", "There is no installation 'nobody'"),
        ("/schedules/order.ship", "No schedule starts 'order.ship'"),
        ("/topologies?q=zzz", "No topology is like that"),
        ("/limiter?q=zzz", "No installation is like that"),
    ):
        page.goto(page.url.partition("/console")[0] + "/console" + path)
        expect(page.get_by_text(words)).to_be_visible()
