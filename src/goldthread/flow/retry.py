"""How often, and how long apart, a failed attempt is made again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, kw_only=True, slots=True)
class Retry:
    """Exponential waits with full jitter, a cap and a deadline.

    The n-th wait is drawn evenly from zero to `first * 2 ** (n - 1)`, at most `cap`. After `attempts` tries, or
    when `deadline` has passed since the first one, the message goes to the trash as exhausted.
    Source of full jitter: "Exponential Backoff And Jitter", AWS Architecture Blog.
    """

    attempts: int = 8
    first: timedelta = timedelta(seconds=1)
    cap: timedelta = timedelta(minutes=10)
    deadline: timedelta = timedelta(hours=24)

    def ceiling(self, attempt: int) -> timedelta:
        """The longest wait after the given attempt (1 is the first)."""
        doubled = self.first.total_seconds() * 2 ** min(attempt - 1, 40)
        return timedelta(seconds=min(doubled, self.cap.total_seconds()))

    def wait(self, attempt: int, chance: float) -> timedelta:
        """The wait after the given attempt; `chance` is drawn evenly from 0 to 1."""
        return self.ceiling(attempt) * chance

    def is_exhausted(self, attempt: int, age: timedelta) -> bool:
        """Whether nothing is tried any more after this attempt."""
        return attempt >= self.attempts or age >= self.deadline
