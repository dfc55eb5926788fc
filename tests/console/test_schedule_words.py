"""Cron expressions in words."""

from __future__ import annotations

import pytest

from goldthread.console.schedules.words import in_words


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("* * * * *", "every minute"),
        ("*/15 * * * *", "every 15 minutes"),
        ("7 * * * *", "every hour, 7 minutes past"),
        ("0 * * * *", "every hour"),
        ("0,30 * * * *", "every hour, 0 and 30 minutes past"),
        ("0 */4 * * *", "every 4 hours"),
        ("10 */4 * * *", "every 4 hours, 10 minutes past"),
        ("30 6 * * 1-5", "at 06:30 on weekdays"),
        ("0 6,18 * * *", "at 06:00 and 18:00"),
        ("0 9 * * MON", "at 09:00 on Mondays"),
        ("0 9 * * SAT,SUN", "at 09:00 at weekends"),
        ("*/5 8-17 * * MON-FRI", "every 5 minutes from 08:00 to 17:59 on weekdays"),
        ("0 3 1 * *", "at 03:00 on the 1st of the month"),
        ("0 3 13 * 5", "at 03:00 on Fridays or on the 13th of the month"),
        ("0 0 22 DEC *", "at 00:00 on the 22nd of the month in December"),
        ("0 3 L * *", "at 03:00 on the last day of the month"),
    ],
)
def test_an_expression_is_told_in_words(expression: str, words: str) -> None:
    """As a person says it."""
    assert in_words(expression) == words


@pytest.mark.parametrize("expression", ["1-59/7 * * * *", "0 9 * * 1#2", "0 9 * 13 *"])
def test_what_words_would_blur_stays_an_expression(expression: str) -> None:
    """It is shown as it is."""
    assert in_words(expression) == f"by the expression {expression}"


def test_what_is_none_stays_as_it_is() -> None:
    """Somebody is still typing."""
    assert in_words("*/15 *") == "*/15 *"
