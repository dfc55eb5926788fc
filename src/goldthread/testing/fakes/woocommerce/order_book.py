"""Orders of the stand-in: string money, guests, dates in the site's zone beside their twins in UTC."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeAlias
from zoneinfo import ZoneInfo

Row: TypeAlias = dict[str, Any]

FIRST: Final = 727
STATUSES: Final = ("pending", "processing", "on-hold", "completed", "cancelled", "refunded", "failed", "trash")
ADDRESS: Final = {
    "first_name": "Jana",
    "last_name": "Nováková",
    "company": "",
    "address_1": "Dlouhá 12",
    "address_2": "",
    "city": "Praha",
    "state": "",
    "postcode": "110 00",
    "country": "CZ",
    "phone": "+420601123456",
}


class OrderBook:
    """All orders, by id, as REST v3 shows them."""

    def __init__(self, now: Callable[[], datetime], zone: str) -> None:
        self.now = now
        self.zone = ZoneInfo(zone)
        self.by_id: dict[int, Row] = {}
        self._meta = 13106
        self._items = 315

    def place(self, at: datetime, wish: Mapping[str, object]) -> Row:
        """A guest orders two pieces of one article; `wish` overrides fields."""
        number = FIRST + len(self.by_id)
        row: Row = {
            "id": number,
            "parent_id": 0,
            "number": str(number),
            "order_key": f"wc_order_{number}",
            "created_via": "checkout",
            "version": "10.8.0",
            "status": "processing",
            "currency": "EUR",
            "prices_include_tax": True,
            "discount_total": "0.00",
            "shipping_total": "4.05",
            "shipping_tax": "0.85",
            "total": "24.80",
            "total_tax": "4.30",
            "customer_id": 0,
            "customer_note": "",
            "billing": {**ADDRESS, "email": "jana@example.test"},
            "shipping": dict(ADDRESS),
            "payment_method": "bacs",
            "payment_method_title": "Direct bank transfer",
            "transaction_id": "",
            "meta_data": [],
            "line_items": [self._item()],
            "shipping_lines": [{"id": self._items, "method_id": "flat_rate", "instance_id": "3", "total": "4.05"}],
            "fee_lines": [],
            "coupon_lines": [],
            "refunds": [],
            **self._dates("created", at),
            **self._dates("modified", at),
            **self._dates("paid", at),
            **wish,
        }
        self.by_id[number] = row
        return row

    def listed(self, query: Mapping[str, str]) -> list[Row]:
        """The orders of a list, before paging."""
        after = query.get("modified_after", "")
        field = "date_modified_gmt" if query.get("dates_are_gmt") == "true" else "date_modified"
        wanted = [row for row in self.by_id.values() if row["status"] == query.get("status", row["status"])]
        wanted = [row for row in wanted if row[field] > after]
        key = "date_modified_gmt" if query.get("orderby") == "modified" else "date_created_gmt"
        return sorted(wanted, key=lambda row: (row[key], row["id"]), reverse=query.get("order", "desc") == "desc")

    def change(self, row: Row, asked: Mapping[str, Any]) -> None:
        """As PUT does: named keys of `meta_data` are added or overwritten, all others stay."""
        for one in asked.get("meta_data", []):
            known = next((meta for meta in row["meta_data"] if one["key"] == meta["key"]), None)
            if known:
                known["value"] = one["value"]
            else:
                self._meta += 1
                row["meta_data"].append({"id": self._meta, "key": one["key"], "value": one["value"]})
        row.update({name: value for name, value in asked.items() if name != "meta_data"})
        self.touch(row)

    def touch(self, row: Row) -> None:
        """Somebody changed the order at this instant."""
        row.update(self._dates("modified", self.now()))

    def meta(self, row: Row, key: str) -> object:
        """What is noted under a key."""
        return next((one["value"] for one in row["meta_data"] if one["key"] == key), None)

    def seconds(self, count: int) -> Iterator[datetime]:
        """Instants just past, one a second, the last one a second ago."""
        return (self.now() - timedelta(seconds=count - place) for place in range(count))

    def _item(self) -> Row:
        self._items += 1
        return {
            "id": self._items,
            "name": "Green tea",
            "product_id": 93,
            "variation_id": 0,
            "quantity": 2,
            "tax_class": "",
            "subtotal": "16.45",
            "subtotal_tax": "3.45",
            "total": "16.45",
            "total_tax": "3.45",
            "taxes": [],
            "meta_data": [],
            "sku": "TEA-1",
            "price": 8.225,
        }

    def _dates(self, name: str, at: datetime) -> Row:
        local = at.astimezone(self.zone).replace(microsecond=0, tzinfo=None).isoformat()
        return {
            f"date_{name}": local,
            f"date_{name}_gmt": at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat(),
        }
