"""What shoppers order: the n-th order of a seeded shop, always the same."""

from dataclasses import replace
from hashlib import blake2b
from random import Random

from goldthread.sandbox.exchange import Json
from goldthread.sandbox.flaws import SHARE, Flaw, spoil
from goldthread.sandbox.goods import SHELF, Article, money
from goldthread.sandbox.people import Shopper, shopper

COMES_AGAIN = 0.2
"""The share of orders by somebody who has ordered before."""
LOOKS_BACK = 15
UNHEARD_OF = 0.08
"""The share of orders with something that the ERP doesn't know."""
SHIPPING_CENTS = 490

_KNOWN = tuple(article for article in SHELF if article.is_known)
_UNKNOWN = tuple(article for article in SHELF if not article.is_known)


def order_id(seed: int, number: int) -> str:
    """The shop's id of the n-th order, which isn't the number that people see."""
    return f"ord_{blake2b(f'{seed}:order:{number}'.encode(), digest_size=6).hexdigest()}"


def basket(seed: int, number: int, at: str) -> tuple[Json, Flaw | None]:
    """The n-th order (from one) in the shop's own shape, and what is wrong with its address.

    Args:
        seed: The shop's seed.
        number: Which order.
        at: When it's placed.
    """
    dice = Random(f"{seed}:basket:{number}")  # noqa: S311 - a crowd, no secret
    buyer = shopper(seed, _buyer(seed, number))
    email = _typed(dice, buyer.email)
    flaw = None
    if dice.random() < SHARE:
        buyer, flaw = spoil(dice, buyer)
    lines = _lines(dice)
    shipping = replace(SHELF[0], euro_cents=SHIPPING_CENTS).price(buyer.currency)
    total = shipping + sum(article.price(buyer.currency) * quantity for article, quantity in lines)
    order = {
        "id": order_id(seed, number),
        "number": f"B-{100000 + number}",
        "status": "placed",
        "placedAt": at,
        "updatedAt": at,
        "currency": buyer.currency,
        "customer": {"email": email, "firstName": buyer.given, "lastName": buyer.family, "phone": buyer.phone},
        "shippingAddress": _address(buyer),
        "lines": [_line(place, *line, buyer.currency) for place, line in enumerate(lines, start=1)],
        "shippingMethod": "express" if dice.random() < 0.15 else "standard",
        "shippingPrice": money(shipping, buyer.currency),
        "total": money(total, buyer.currency),
        "externalReference": None,
        "statusHistory": ["placed"],
        "notes": [],
        "fulfilments": [],
    }
    return order, flaw


def _buyer(seed: int, number: int) -> int:
    """Who places the n-th order: the n-th shopper, or one who was here before."""
    dice = Random(f"{seed}:buyer:{number}")  # noqa: S311 - a crowd, no secret
    if number > 1 and dice.random() < COMES_AGAIN:
        return _buyer(seed, dice.randrange(max(1, number - LOOKS_BACK), number))
    return number


def _typed(dice: Random, email: str) -> str:
    """An e-mail as people type it."""
    local, _, domain = email.partition("@")
    return dice.choices((email, f"{local.title()}@{domain}", email.upper()), (70, 24, 6))[0]


def _lines(dice: Random) -> list[tuple[Article, int]]:
    articles = dice.sample(_KNOWN, dice.choices((1, 2, 3, 4), (45, 30, 17, 8))[0])
    if dice.random() < UNHEARD_OF:
        articles[0] = dice.choice(_UNKNOWN)
    return [(article, dice.choices((1, 2, 3), (75, 18, 7))[0]) for article in articles]


def _line(place: int, article: Article, quantity: int, currency: str) -> Json:
    return {
        "lineId": str(place),
        "sku": article.sku,
        "title": article.title,
        "quantity": quantity,
        "unitPrice": money(article.price(currency), currency),
        "hsCode": article.hs_code,
        "originCountry": article.origin,
        "gtin": article.gtin,
        "weightGrams": article.weight_g,
    }


def _address(buyer: Shopper) -> Json:
    latin = buyer.latin
    return {
        "name": buyer.name,
        "company": buyer.company,
        "street": buyer.street,
        "street2": None,
        "city": buyer.city,
        "region": buyer.region,
        "zip": buyer.zip,
        "countryCode": buyer.country,
        "phone": buyer.phone,
        "latin": latin
        and {
            "name": latin.name,
            "company": None,
            "street": latin.street,
            "street2": None,
            "city": latin.city,
            "region": latin.region,
        },
    }
