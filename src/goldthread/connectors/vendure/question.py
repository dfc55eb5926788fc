"""What Vendure's Admin API is asked, in GraphQL. Everything goes to one path, under the name of its operation."""

import re
from collections.abc import Mapping
from typing import Final, TypeVar

from goldthread.flow.client import Client
from goldthread.flow.doubt import Doubt
from goldthread.flow.errors import Rejected

T = TypeVar("T")

PATH: Final = "/admin-api"
NOTES: Final = 'history(options: {filter: {type: {eq: "ORDER_NOTE"}}}) { items { data } }'
_ADDRESS: Final = "{ fullName company streetLine1 streetLine2 city province postalCode countryCode phoneNumber }"

FIND_SENDING: Final = f"""query FindSending($id: ID!) {{
  order(id: $id) {{
    id state lines {{ id quantity productVariant {{ id sku }} }}
    fulfillments {{ id state trackingCode lines {{ orderLineId quantity }} }}
    {NOTES}
  }}
}}"""
ADD_FULFILLMENT: Final = """mutation AddFulfillment($input: FulfillOrderInput!) {
  addFulfillmentToOrder(input: $input) {
    ... on Fulfillment { id state trackingCode lines { orderLineId quantity } }
    ... on ErrorResult { errorCode message }
    ... on InsufficientStockOnHandError { productVariantId productVariantName stockOnHand }
    ... on CreateFulfillmentError { fulfillmentHandlerError }
    ... on FulfillmentStateTransitionError { transitionError fromState toState }
  }
}"""
MOVE_FULFILLMENT: Final = """mutation MoveFulfillment($id: ID!, $state: String!) {
  transitionFulfillmentToState(id: $id, state: $state) {
    ... on Fulfillment { id state }
    ... on FulfillmentStateTransitionError { errorCode message transitionError fromState toState }
  }
}"""
ADD_NOTE: Final = """mutation AddNote($input: AddNoteToOrderInput!) {
  addNoteToOrder(input: $input) { id }
}"""
SET_FIELDS: Final = """mutation SetFields($input: UpdateOrderInput!) {
  setOrderCustomFields(input: $input) { id }
}"""


def find_order(api: Client) -> str:
    """The question for one order, whole."""
    return f"""query FindOrder($id: ID!) {{
  order(id: $id) {{ {_order(api)} }}
  globalSettings {{ serverConfig {{ moneyStrategyPrecision }} }}
}}"""


def list_orders(api: Client) -> str:
    """The question for a page of orders."""
    return f"""query ListOrders($options: OrderListOptions) {{
  orders(options: $options) {{ items {{ {_order(api)} }} }}
  globalSettings {{ serverConfig {{ moneyStrategyPrecision }} }}
}}"""


def has_number_field(api: Client) -> bool:
    """Whether an order has a custom field for the ERP's number."""
    return "erpNumber" in names(api, "order_fields")


def names(api: Client, setting: str) -> tuple[str, ...]:
    """The names that a setting lists.

    Raises:
        Rejected: one of them cannot be a name, so that no question can be asked with it.

    """
    listed = tuple(name for part in api.setting(setting).split(",") if (name := part.strip()))
    for name in listed:
        if not re.fullmatch(r"[_A-Za-z][_0-9A-Za-z]*", name):
            raise Rejected(f"The setting {setting} of {api.installation} lists {name!r}, which is no name. Correct it.")
    return listed


async def ask(
    api: Client,
    question: str,
    variables: Mapping[str, object],
    into: type[T],
    *,
    doubt: Doubt[T] | None = None,
) -> T:
    """The answer. A `query` is a read; of a `mutation`, `doubt` says how a lost answer is resolved."""
    kind, name = re.split(r"[ ({]", question, maxsplit=2)[:2]
    return await api.post(
        PATH,
        json={"operationName": name, "query": question, "variables": variables},
        headers={"vendure-token": channel} if (channel := api.setting("channel")) else None,
        into=into,
        doubt=doubt,
        is_read=kind == "query",
    )


def _order(api: Client) -> str:
    """All that is asked of an order, as far as the shop has it."""
    order, variant = names(api, "order_fields"), names(api, "variant_fields")
    mine = f" customFields {{ {' '.join(order)} }}" if order else ""
    its = f" customFields {{ {' '.join(variant)} }}" if variant else ""
    notes = "" if "erpNumber" in order else f" {NOTES}"
    return f"""id code state orderPlacedAt currencyCode totalWithTax{mine}{notes}
    customer {{ emailAddress firstName lastName phoneNumber }}
    shippingAddress {_ADDRESS} billingAddress {_ADDRESS}
    lines {{ id quantity proratedUnitPriceWithTax productVariant {{ sku name{its} }} }}
    shippingLines {{ shippingMethod {{ code }} }} payments {{ method state amount }}"""
