"""The ERP's customers and their delivery addresses; duplicates are welcome."""

from collections.abc import Iterable

from goldthread.sandbox.exchange import Answer, Ask, Door, Json
from goldthread.sandbox.numbering import numbered
from goldthread.sandbox.stockhouse.answers import listing, ok, read_content, refused

REQUIRED = ("recipient", "street", "town", "zip_code", "country_code")
OPTIONAL = ("company", "street_2", "region", "phone", "email")


class Customers:
    """Everybody whom the ERP sells to."""

    def __init__(self, *, seed: int) -> None:
        self._seed = seed
        self.reset()

    def reset(self) -> None:
        self.by_id: dict[str, Json] = {}
        self.by_email: dict[str, list[Json]] = {}
        self.addresses: dict[str, Json] = {}

    def doors(self) -> Iterable[Door]:
        one = "/customers/{customer_id}"
        yield Door(method="GET", path="/customers", answer=self._list, entity=lambda ask: ask.query.get("email", ""))
        yield Door(method="POST", path="/customers", answer=self._create, entity=lambda ask: ask.told("email"))
        yield Door(method="GET", path=one, answer=lambda ask: ok(self._customer(ask)))
        yield Door(method="GET", path=f"{one}/delivery_addresses", answer=self._addresses)
        yield Door(
            method="POST",
            path=f"{one}/delivery_addresses",
            answer=self._add_address,
            entity=lambda ask: f"{ask.path} {ask.told('street')} {ask.told('zip_code')}",
        )

    def books(self) -> Json:
        folded: dict[str, list[str]] = {}
        for customer in self.by_id.values():
            folded.setdefault(customer["email"].casefold(), []).append(customer["customer_id"])
        return {
            "customers": len(self.by_id),
            "distinct_emails": len(folded),
            "duplicate_customers": {email: ids for email, ids in folded.items() if len(ids) > 1},
            "delivery_addresses": len(self.addresses),
        }

    def _customer(self, ask: Ask) -> Json:
        key = ask.params["customer_id"]
        if key not in self.by_id:
            raise refused("unknown_customer", f"No customer '{key}'.", "customer_id")
        return self.by_id[key]

    def _list(self, ask: Ask) -> Answer:
        if "email" in ask.query:
            return listing(ask, self.by_email.get(ask.query["email"], []))
        return listing(ask, list(self.by_id.values()))

    def _create(self, ask: Ask) -> Answer:
        content = read_content(ask, "email", "full_name")
        email = str(content["email"])
        twins = self.by_email.setdefault(email, [])
        customer = {
            "customer_id": numbered("C-{}", 6, self.by_id, self._seed, "customer", email, len(twins)),
            "email": email,
            "full_name": content["full_name"],
            "phone": content.get("phone"),
        }
        twins.append(customer)
        self.by_id[customer["customer_id"]] = customer
        return ok(customer)

    def _addresses(self, ask: Ask) -> Answer:
        key = self._customer(ask)["customer_id"]
        return listing(ask, [address for address in self.addresses.values() if address["customer_id"] == key])

    def _add_address(self, ask: Ask) -> Answer:
        customer = self._customer(ask)
        content = read_content(ask, *REQUIRED)
        about = (customer["customer_id"], *(content[name] for name in REQUIRED))
        address = {
            "address_id": numbered("A-{}", 6, self.addresses, self._seed, *about),
            "customer_id": customer["customer_id"],
            **{name: content[name] for name in REQUIRED},
            **{name: content.get(name) for name in OPTIONAL},
        }
        self.addresses[address["address_id"]] = address
        return ok(address)
