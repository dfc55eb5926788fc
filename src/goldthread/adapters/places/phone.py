"""Telephone numbers in the one form that all systems understand."""

from phonenumbers import (
    NumberParseException,
    PhoneNumberFormat,
    format_number,
    is_possible_number,
    parse,
)

from goldthread.domain.problem import Problem


def phone_e164(number: str, country_code: str) -> str | Problem:
    """The number in E.164 (ITU-T E.164), `+420601123456`, read as people of that country write it.

    Whether anybody answers is not asked, and new ranges of numbers are not refused.
    """
    try:
        parsed = parse(number, country_code or None)
    except NumberParseException:
        return _problem(number, "phone.form", f"{number!r} is no telephone number.")
    if not is_possible_number(parsed):
        return _problem(number, "phone.length", f"{number!r} is too long or too short for a number of {country_code}.")
    written = format_number(parsed, PhoneNumberFormat.E164)
    if parsed.extension:
        message = f"{number!r} has an extension, which carriers don't dial; {written} is the number without it."
        return _problem(number, "phone.extension", message, suggestion=written)
    return written


def _problem(number: str, code: str, message: str, *, suggestion: str | None = None) -> Problem:
    return Problem(field="/phone", code=code, message=message, suggestion=suggestion, before=number)
