"""What the shop sells."""

from dataclasses import dataclass

MINOR_DIGITS = {"CZK": 2, "EUR": 2, "PLN": 2, "HUF": 2, "GBP": 2, "USD": 2, "JPY": 0}
_PER_EURO = {"CZK": 2500, "EUR": 100, "PLN": 430, "HUF": 40000, "GBP": 86, "USD": 110, "JPY": 165}
"""Minor units for one euro, roughly and for ever."""
_ENDINGS = {
    "CZK": (1000, 900),
    "HUF": (10000, 9000),
    "JPY": (10, 0),
    "EUR": (100, 90),
    "PLN": (100, 90),
    "GBP": (100, 90),
    "USD": (100, 90),
}
"""Prices are rounded down to the first and then raised by the second."""


@dataclass(frozen=True, kw_only=True)
class Article:
    """One thing on the shelf."""

    sku: str
    title: str
    euro_cents: int
    weight_g: int
    hs_code: str
    origin: str
    gtin: str
    is_known: bool = True
    """Whether the ERP has heard of it; the shop sells what it likes."""

    def price(self, currency: str) -> int:
        """In minor units of that currency: x.90, whole crowns that end in 9, forints in 90, yen in 0."""
        exact = self.euro_cents * _PER_EURO[currency] // 100
        step, end = _ENDINGS[currency]
        return exact // step * step + end


def money(minor: int, currency: str) -> str:
    """Minor units as the shop writes them: "19.90" for 1990 EUR, "1980" for 1980 JPY."""
    digits = MINOR_DIGITS[currency]
    if not digits:
        return str(minor)
    whole, rest = divmod(minor, 10**digits)
    return f"{whole}.{rest:0{digits}d}"


def gtin13(stem: str) -> str:
    """A GTIN-13 of its first twelve digits and the check digit (GS1 General Specifications 7.9)."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(stem))
    return stem + str(-total % 10)


_SHELF = (
    ("MOKA-3", "Moka pot, 3 cups", 1990, 520, "761510", "IT", True),
    ("MOKA-6", "Moka pot, 6 cups", 2790, 780, "761510", "IT", True),
    ("GRIND-H", "Hand coffee grinder", 4490, 610, "821000", "DE", True),
    ("KETTLE-G", "Gooseneck kettle 0.9 l", 5990, 940, "732393", "CN", True),
    ("DRIP-V2", "Ceramic dripper, size 2", 2290, 410, "691200", "JP", True),
    ("FILTER-100", "Paper filters, 100 pieces", 590, 130, "482320", "JP", True),
    ("MUG-BLUE", "Stoneware mug, blue", 1290, 380, "691200", "PT", True),
    ("MUG-SAND", "Stoneware mug, sand", 1290, 380, "691200", "PT", True),
    ("BEAN-ETH-250", "Coffee Yirgacheffe 250 g", 1190, 265, "090121", "ET", True),
    ("BEAN-COL-1K", "Coffee Huila 1 kg", 3290, 1030, "090121", "CO", True),
    ("TEA-SEN-100", "Sencha 100 g", 1490, 125, "090210", "JP", True),
    ("CUP-GLASS-2", "Double-wall glass, pair", 1890, 300, "701337", "CZ", True),
    ("SCALE-1G", "Kitchen scale 0.1 g", 3490, 450, "842310", "CN", True),
    ("APRON-LIN", "Linen apron", 3990, 320, "621142", "LT", True),
    ("TOWEL-3", "Kitchen towels, 3 pieces", 1690, 240, "630260", "TR", True),
    ("BOARD-OAK", "Oak board 40 cm", 3590, 1450, "441911", "SK", True),
    ("KNIFE-CHEF", "Chef's knife 20 cm", 8900, 260, "821192", "FR", True),
    ("PAN-28", "Cast-iron pan 28 cm", 6490, 2650, "732391", "PL", True),
    ("POT-4L", "Enamel pot 4 l", 5490, 1980, "732394", "HU", True),
    ("TIN-RND", "Tea tin, round", 790, 140, "732690", "GB", True),
    ("HONEY-LIND", "Linden honey 500 g", 990, 760, "040900", "CZ", False),
    ("CANDLE-BEE", "Beeswax candle", 1190, 210, "340600", "AT", False),
    ("FROTHER-M", "Milk frother", 2490, 350, "850980", "CN", False),
)

SHELF: tuple[Article, ...] = tuple(
    Article(
        sku=sku,
        title=title,
        euro_cents=cents,
        weight_g=weight,
        hs_code=hs_code,
        origin=origin,
        gtin=gtin13(f"8594{place:08d}"),
        is_known=is_known,
    )
    for place, (sku, title, cents, weight, hs_code, origin, is_known) in enumerate(_SHELF, start=1)
)
