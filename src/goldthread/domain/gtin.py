"""The numbers beneath barcodes (GS1 General Specifications, section 7.9)."""


def is_gtin(text: str) -> bool:
    """Whether the text is a GTIN-8, -12, -13 or -14 whose check digit is right."""
    if len(text) not in {8, 12, 13, 14} or not (text.isascii() and text.isdigit()):
        return False
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(text)))
    return weighted % 10 == 0
