"""Articles of stockhouse."""

from typing import Final

from goldthread.connectors.stockhouse.application import stockhouse
from goldthread.connectors.stockhouse.rows import Data, StockhouseProduct, StockhouseSku
from goldthread.domain.order import OrderLine
from goldthread.flow.client import Client
from goldthread.flow.doubt import Repeatable
from goldthread.flow.errors import Rejected
from goldthread.flow.field_names import FieldNames


@stockhouse.connector
async def ensure_product(line: OrderLine, api: Client) -> bool:
    """Create the article of an order line; says whether it was missing. Repeatable: the SKU is unique over there."""
    product = StockhouseProduct(
        sku=line.sku,
        name=line.name,
        gtin=line.gtin,
        hs_code=line.hs_code,
        origin=line.origin,
        unit_weight_g=None if line.weight is None else line.weight.grams,
    )
    try:
        await api.post("/products", json=product, into=Data[StockhouseSku], doubt=Repeatable())
    except Rejected as error:
        if all(fault.code == "item_exists" for fault in error.faults):
            return False
        raise
    return True


PRODUCT_FIELDS: Final = FieldNames(
    {
        "sku": "/sku",
        "name": "/name",
        "gtin": "/gtin",
        "hs_code": "/hs_code",
        "origin": "/origin",
        "unit_weight_g": "/weight",
    }
)
