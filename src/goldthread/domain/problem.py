"""What is wrong with one field of a body, said so that a person can put it right."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One fault of one field."""

    field: str
    """JSON Pointer (RFC 6901) into our own body, `/recipient/postal_code`; empty for the whole body."""
    code: str
    """The rule that was broken, stable and short: `postal_code.form`."""
    message: str
    """One sentence with the value at fault and what is expected."""
    suggestion: str | None = None
    """A value for the field that satisfies the rule, where one follows from what was given."""
    before: str | None = None
    """The value as it was given."""
    after: str | None = None
    """The value as it would be sent, where a rule rewrites it."""

    def under(self, pointer: str) -> "Problem":
        """The same problem, seen from a body that holds this one at `pointer` (`/recipient`)."""
        return replace(self, field=pointer + self.field)


class InvalidValueError(ValueError):
    """A value that cannot be built, with the problem that a person has to solve."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def invalid(field: str, code: str, message: str, *, before: object = None) -> InvalidValueError:
    """The error for one field at fault, to be raised by the value that refuses it."""
    given = None if before is None else str(before)
    return InvalidValueError(Problem(field=field, code=code, message=message, before=given))


def pointer(*steps: str | int) -> str:
    """The JSON Pointer of a path: `pointer("street", 0)` gives `/street/0` (RFC 6901, section 3)."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)
