"""Recipients as the carrier prints them, with everything that was changed on the way."""

from dataclasses import replace
from typing import Any

import pytest

from goldthread.adapters.places.rules import LibraryPlaceRules
from goldthread.connectors.swiftpost import address_for_swiftpost
from goldthread.domain.address import Address
from goldthread.domain.fulfilment import ReadyOrder
from goldthread.domain.place_rules import use_place_rules
from goldthread.engine.codec import Codec
from goldthread.flow.errors import Rejected
from goldthread.testing.golden import Case


@pytest.fixture(autouse=True)
def _place_rules() -> None:
    use_place_rules(LibraryPlaceRules())


def a_ready_order(request: pytest.FixtureRequest, **recipient: Any) -> ReadyOrder:
    folder = request.path.parent / "stockhouse" / "reread_order" / "done"
    given: Any = Case(folder).read("given")
    order = Codec().decode_json(ReadyOrder, given["body"])
    return replace(order, recipient=replace(order.recipient, **recipient))


def test_czech_letters_stay_as_they_are(request: pytest.FixtureRequest) -> None:
    """The carrier prints Latin-2, so that nothing is rewritten without need."""
    order = a_ready_order(request)
    assert address_for_swiftpost(order).changes == ()


def test_of_two_charsets_the_one_that_changes_less_is_taken(request: pytest.FixtureRequest) -> None:
    """A French name stays French, though Latin-2 lacks its letters."""
    order = a_ready_order(
        request, name="Hélène Ñuñez", country_code="FR", postal_code="75001", city="Paris", phone=None
    )
    assert address_for_swiftpost(order).recipient.name == "Hélène Ñuñez"


def test_what_is_rewritten_is_kept_before_and_after(request: pytest.FixtureRequest) -> None:
    """Somebody who looks later sees what the customer wrote."""
    order = a_ready_order(request, name="Ярослав Ñuñez")
    addressed = address_for_swiftpost(order)
    assert [(one.field, one.before) for one in addressed.changes] == [("/name", "Ярослав Ñuñez")]
    assert addressed.recipient.name.isascii() or "ñ" in addressed.recipient.name


def test_a_long_street_goes_on_in_the_second_line(request: pytest.FixtureRequest) -> None:
    """Nothing is cut where there is room for it."""
    order = a_ready_order(request, street=("Rue du Faubourg Saint-Honoré 123 bâtiment C escalier 4",))
    lines = address_for_swiftpost(order).recipient.street
    assert len(lines) == 2
    assert all(len(line) <= 35 for line in lines)


def test_a_name_in_kanji_needs_a_person(request: pytest.FixtureRequest) -> None:
    """How a name is read isn't guessed; the field is the recipient's."""
    order = a_ready_order(request, name="山田 太郎")
    with pytest.raises(Rejected) as caught:
        address_for_swiftpost(order)
    assert caught.value.field == "/recipient/name"


def test_a_phone_is_dialled_from_anywhere(request: pytest.FixtureRequest) -> None:
    """A number as Czechs write it becomes one that the carrier can dial."""
    order = a_ready_order(request, phone="601 123 456")
    assert address_for_swiftpost(order).recipient.phone == "+420601123456"


def test_a_phone_that_nobody_can_read_is_left_to_the_carrier(request: pytest.FixtureRequest) -> None:
    """Whether a number is needed the carrier knows; it names the field."""
    order = a_ready_order(request, phone="ask my wife")
    assert address_for_swiftpost(order).recipient.phone == "ask my wife"


def test_an_address_stays_an_address(request: pytest.FixtureRequest) -> None:
    """Country and e-mail go through untouched."""
    order = a_ready_order(request)
    recipient: Address = address_for_swiftpost(order).recipient
    assert (recipient.country_code, recipient.email) == (order.recipient.country_code, order.recipient.email)
