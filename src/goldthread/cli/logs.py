"""Where log lines go: readable at a terminal, JSON elsewhere, always on standard error or into a file."""

from __future__ import annotations

import logging
import sys
from contextlib import suppress
from typing import TextIO, cast

import structlog


class Unfailing:
    """A stream that loses what it cannot write: a full disk or a closed log must not stop what is logged of."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write, or lose it."""
        with suppress(OSError, ValueError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Flush, or leave it for the next time."""
        with suppress(OSError, ValueError):
            self._stream.flush()


def configure(level: str, stream: TextIO | None = None) -> None:
    """Write lines from `level` on to a stream; standard error if none is given."""
    target = stream or sys.stderr
    readable, unfailing = target.isatty(), cast("TextIO", Unfailing(target))
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *([] if readable else [structlog.processors.format_exc_info]),
            # Tracebacks are plain: locals hold personal data.
            structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
            if readable
            else structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.WriteLoggerFactory(file=unfailing),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(
        stream=unfailing, level=logging.WARNING, format="%(levelname)s %(name)s %(message)s", force=True
    )
