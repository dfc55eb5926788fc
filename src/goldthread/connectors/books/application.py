"""Goldthread's own books: nothing outside is called."""

from goldthread.flow.application import Application

books = Application("goldthread", title="Goldthread's own records", is_internal=True)
