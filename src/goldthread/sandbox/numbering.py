"""Numbers that hang on what a thing is, not on when it came."""

from collections.abc import Container
from hashlib import blake2b


def digest(*parts: object, size: int = 6) -> str:
    """A short name for something, the same in every run."""
    return blake2b("|".join(map(str, parts)).encode(), digest_size=size).hexdigest()


def numbered(pattern: str, digits: int, taken: Container[str], *parts: object) -> str:
    """A number such as "E-482113": drawn from what it's about, the next free one when taken.

    Args:
        pattern: With `{}` for the number.
        digits: Its length; never starts with zero.
        taken: Numbers given already.
        parts: What the thing is; equal parts give equal numbers.
    """
    low, span = 10 ** (digits - 1), 9 * 10 ** (digits - 1)
    place = int(digest(*parts, size=8), 16) % span
    while (number := pattern.format(low + place)) in taken:
        place = (place + 1) % span
    return number
