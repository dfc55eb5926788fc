"""Goldens are found beneath any folder: of all connectors, of one, of one operation, or a single one."""

from pathlib import Path

import pytest

from goldthread.testing.golden import cases

ROOT = Path(__file__).parent.parent / "connectors"


@pytest.mark.parametrize("beneath", ["swiftpost", "swiftpost/label_order", "swiftpost/label_order/lost_answer"])
def test_a_folder_holds_its_cases(beneath: str) -> None:
    found = [case.name for case in cases(ROOT / beneath)]
    assert "swiftpost/label_order/lost_answer" in found
    assert all(name.startswith(beneath) for name in found)
