"""When two spellings of an e-mail address are one customer."""

import unicodedata


def email_key(email: str) -> str:
    """The key of an e-mail address: trimmed, NFC, casefolded; ` Ana@Example.TEST` gives `ana@example.test`.

    Dots and plus parts stay: whether they matter is the mail host's business, and two people must never
    become one customer.
    """
    folded = unicodedata.normalize("NFC", email.strip()).casefold()
    return unicodedata.normalize("NFC", folded)
