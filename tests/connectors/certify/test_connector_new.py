"""`goldthread connector new` writes a connector that compiles, imports, and fails until it is filled in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from goldthread.cli.connector import Role, write
from goldthread.cli.main import main
from goldthread.flow.errors import Misuse


def test_every_case_of_fresh_skeletons_fails_with_what_to_do(tmp_path: Path) -> None:
    """The skeletons are sound Python; not one case passes by chance, and what to fill in is said."""
    for role in Role:
        write(tmp_path, f"hermes_{role}", role)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--tb=no", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        env={**os.environ, "COLUMNS": "300", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    last = done.stdout.strip().splitlines()[-1]
    assert " failed" in last, done.stdout[-2000:] + done.stderr[-2000:]
    assert "passed" not in last
    assert "error" not in last
    assert [role for role in Role if f"in hermes_{role}/" not in done.stdout] == []


WIRE = """
from goldthread.engine.catalog import Catalog
from goldthread.topologies import flows
from hermes_carrier.role import CARRIER
from hermes_erp.role import ERP
from hermes_printer.role import PRINTER
from hermes_shop.role import SHOP
print(len(Catalog(flows(shops=(SHOP,), erp=ERP, carriers=(CARRIER,), printers=(PRINTER,))).topologies))
"""


def test_fresh_skeletons_stand_in_flows(tmp_path: Path) -> None:
    """Every role is ready as it is: a whole house of skeletons is wired."""
    for role in Role:
        write(tmp_path, f"hermes_{role}", role)
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", WIRE], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, int(done.stdout or 0) >= 8) == (0, True), done.stderr


def test_a_skeleton_has_a_class_for_a_name_of_several_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`dhl_parcel` is a package, `DhlParcelKit` its kit; what was written is told as JSON."""
    assert main(["connector", "new", "dhl_parcel", "--role", "carrier", "--folder", str(tmp_path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["role"] == "carrier"
    assert all((tmp_path / file).is_file() for file in told["files"])
    assert "class TestDhlParcel(CarrierContract):" in (tmp_path / "tests/test_dhl_parcel.py").read_text("utf-8")


@pytest.mark.parametrize("name", ["My Carrier", "1st", "Hermes", "class", "json", "goldthread", "ünder"])
def test_a_name_that_no_package_can_have_is_refused(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anything is written."""
    assert main(["connector", "new", name, "--role", "shop", "--folder", str(tmp_path)]) == 2
    assert repr(name) in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_nothing_that_exists_is_written_over(tmp_path: Path) -> None:
    """Neither a file of the package nor one of the tests; a pytest.ini of the project stays."""
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    write(tmp_path, "hermes", Role.PRINTER)
    assert (tmp_path / "pytest.ini").read_text("utf-8") == "[pytest]\n"
    with pytest.raises(Misuse, match="exists already; nothing was written"):
        write(tmp_path, "hermes", Role.CARRIER)
    assert not (tmp_path / "hermes" / "shipment.py").exists()
