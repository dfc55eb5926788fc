"""The `override` mark, which the standard library has only from Python 3.12 on."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import override
else:

    def override(method):  # noqa: ANN001, ANN201 - the type checker reads the other branch
        """Mark a method that replaces one of its parent's; it is given back as it came."""
        return method


__all__ = ["override"]
