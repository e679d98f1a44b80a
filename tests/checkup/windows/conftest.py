from datetime import UTC, datetime
from pathlib import Path

import pytest

from guard.checkup.check import Check
from guard.checkup.undo import UndoJournal
from guard.checkup.windows.keys import Keys, WinregKeys
from tests.checkup.windows.shipped import shipped
from tests.support.registries import FakeWinreg


@pytest.fixture
def winreg() -> FakeWinreg:
    return FakeWinreg()


@pytest.fixture
def keys(winreg: FakeWinreg) -> Keys:
    return WinregKeys(winreg)


@pytest.fixture
def journal(tmp_path: Path) -> UndoJournal:
    return UndoJournal(tmp_path / "earlier.json", lambda: datetime(2026, 11, 22, tzinfo=UTC))


@pytest.fixture(scope="session")
def checks() -> dict[str, Check]:
    return {check.id: check for check in shipped()}
