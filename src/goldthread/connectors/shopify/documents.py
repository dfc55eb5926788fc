"""The operations, as Shopify's schema 2026-10 has them; each stays well below the 1,000 points of one query."""

from typing import Final

from goldthread.connectors.shopify.graphql import Operation

METAFIELD: Final = 'metafield(namespace: "goldthread", key: "erp_order") { value }'
_MONEY: Final = "{ presentmentMoney { amount currencyCode } }"
_ADDRESS: Final = "{ name company address1 address2 zip city province provinceCode countryCodeV2 phone }"
_LINES: Final = f"""
      nodes {{
        id sku name currentQuantity quantity requiresShipping
        originalUnitPriceSet {_MONEY}
        discountAllocations {{ allocatedAmountSet {_MONEY} }}
        variant {{
          barcode
          inventoryItem {{
            harmonizedSystemCode countryCodeOfOrigin
            measurement {{ weight {{ value unit }} }}
          }}
        }}
      }}
      pageInfo {{ hasNextPage endCursor }}
"""

ORDER: Final = Operation(f"""query Order($id: ID!) {{
  order(id: $id) {{
    id legacyResourceId name createdAt updatedAt cancelledAt email note
    presentmentCurrencyCode displayFinancialStatus paymentGatewayNames
    currentTotalPriceSet {_MONEY}
    totalOutstandingSet {_MONEY}
    customer {{ firstName lastName }}
    shippingLine {{ code title }}
    customAttributes {{ key value }}
    billingAddress {_ADDRESS}
    shippingAddress {_ADDRESS}
    lineItems(first: 25) {{{_LINES}}}
  }}
}}""")

ORDER_LINES: Final = Operation(f"""query OrderLines($id: ID!, $after: String) {{
  order(id: $id) {{
    lineItems(first: 25, after: $after) {{{_LINES}}}
  }}
}}""")

CHANGED_ORDERS: Final = Operation(f"""query ChangedOrders($query: String!, $after: String) {{
  orders(first: 50, after: $after, sortKey: UPDATED_AT, query: $query) {{
    nodes {{ id name updatedAt cancelledAt displayFulfillmentStatus {METAFIELD} }}
    pageInfo {{ hasNextPage endCursor }}
  }}
}}""")

SET_ERP_NUMBER: Final = Operation("""mutation SetErpNumber($metafields: [MetafieldsSetInput!]!) {
  metafieldsSet(metafields: $metafields) {
    metafields { id }
    userErrors { field message code }
  }
}""")

SHIPPING: Final = Operation("""query Shipping($id: ID!) {
  order(id: $id) {
    id
    fulfillments {
      id status
      location { id }
      trackingInfo { number }
      events(first: 1, sortKey: HAPPENED_AT, reverse: true) { nodes { id status happenedAt } }
    }
    fulfillmentOrders(first: 50, reverse: true) {
      nodes {
        id status fulfillAt
        assignedLocation { name location { id } }
        fulfillmentHolds { reason reasonNotes }
      }
    }
  }
}""")

OPEN_LINES: Final = Operation("""query OpenLines($id: ID!, $after: String) {
  fulfillmentOrder(id: $id) {
    lineItems(first: 100, after: $after) {
      nodes { id remainingQuantity lineItem { id sku } }
      pageInfo { hasNextPage endCursor }
    }
  }
}""")

SENT_LINES: Final = Operation("""query SentLines($id: ID!, $after: String) {
  fulfillment(id: $id) {
    fulfillmentLineItems(first: 100, after: $after) {
      nodes { quantity lineItem { id sku } }
      pageInfo { hasNextPage endCursor }
    }
  }
}""")

FULFIL: Final = Operation("""mutation Fulfil($fulfillment: FulfillmentInput!) {
  fulfillmentCreate(fulfillment: $fulfillment) {
    fulfillment {
      id status
      location { id }
      trackingInfo { number }
      events(first: 1, sortKey: HAPPENED_AT, reverse: true) { nodes { id status happenedAt } }
    }
    userErrors { field message }
  }
}""")

CREATE_EVENT: Final = Operation("""mutation CreateEvent($fulfillmentEvent: FulfillmentEventInput!) {
  fulfillmentEventCreate(fulfillmentEvent: $fulfillmentEvent) {
    fulfillmentEvent { id status happenedAt }
    userErrors { field message }
  }
}""")

SUBSCRIPTIONS: Final = Operation("""query Subscriptions($after: String) {
  webhookSubscriptions(first: 100, after: $after) {
    nodes { id topic uri format }
    pageInfo { hasNextPage endCursor }
  }
}""")

SUBSCRIBE: Final = Operation("""mutation Subscribe(
  $topic: WebhookSubscriptionTopic!, $webhookSubscription: WebhookSubscriptionInput!
) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: $webhookSubscription) {
    webhookSubscription { id topic uri format }
    userErrors { field message }
  }
}""")

MOVE: Final = Operation("""mutation MoveSubscription($id: ID!, $webhookSubscription: WebhookSubscriptionInput!) {
  webhookSubscriptionUpdate(id: $id, webhookSubscription: $webhookSubscription) {
    webhookSubscription { id topic uri format }
    userErrors { field message }
  }
}""")
