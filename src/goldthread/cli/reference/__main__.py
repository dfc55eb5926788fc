"""`python -m goldthread.cli.reference docs/reference [--check]`: write the reference, or say what is stale."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from goldthread.cli.reference.pages import stale, write


def main() -> int:
    """Write the pages; with `--check` write nothing, and fail when one isn't what it would be."""
    parser = argparse.ArgumentParser(prog="python -m goldthread.cli.reference")
    parser.add_argument("folder", type=Path, help="where the pages are, docs/reference")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a page is stale")
    given = parser.parse_args()
    if not given.check:
        write(given.folder)
        return 0
    old = stale(given.folder)
    for name in old:
        sys.stderr.write(f"{given.folder / name} is stale; write it again: make docs\n")
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(main())
