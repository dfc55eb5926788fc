"""The other side's complaints in the names of our fields."""

import pytest

from goldthread.domain.problem import invalid
from goldthread.flow.errors import Fault, Rejected
from goldthread.flow.field_names import FieldNames, in_our_words, values_at

NAMES = FieldNames({"receiver": "/recipient", "receiver.zip": "/recipient/postal_code", "items.*.sku": "/lines/*/sku"})


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("receiver.zip", "/recipient/postal_code"),
        ("items.3.sku", "/lines/3/sku"),
        ("items[3].sku", "/lines/3/sku"),
        ("receiver.floor", "/recipient"),
        ("something", ""),
        ("/lines/0/sku", "/lines/0/sku"),
    ],
)
def test_a_path_of_theirs_is_a_pointer_of_ours(theirs: str, ours: str) -> None:
    """Indexes are carried over; what isn't listed means what it is part of."""
    assert NAMES(theirs) == ours


def test_a_rejection_keeps_the_vendors_words_and_names_our_field() -> None:
    """A person reads what to correct, and what the carrier said."""
    fault = Fault(field="receiver.zip", message="zip '1100' is wrong.", code="ZIP_FORMAT")
    with pytest.raises(Rejected) as caught, in_our_words("Could not label it", NAMES, lambda _: "110 00"):
        raise Rejected("refused", faults=(fault,))
    assert str(caught.value) == ("Could not label it: zip '1100' is wrong. Correct /recipient/postal_code and resume.")
    assert caught.value.faults == (
        Fault(field="/recipient/postal_code", message="zip '1100' is wrong.", code="ZIP_FORMAT", suggestion="110 00"),
    )


def test_a_value_that_cannot_be_built_is_a_rejection_of_its_field() -> None:
    """The pointer of the value stands behind the place where it belongs."""
    with pytest.raises(Rejected) as caught, values_at("/lines/2"):
        raise invalid("/quantity", "line.quantity", "The quantity is 1 or more.")
    assert caught.value.field == "/lines/2/quantity"
