from datetime import UTC, datetime
from pathlib import Path

import pytest

from guard.checkup.macos.defaults import Account, DefaultsProbe
from guard.checkup.undo import UndoJournal
from tests.support.user_defaults import FakeDefaults


@pytest.fixture
def fake(tmp_path: Path) -> FakeDefaults:
    return FakeDefaults(tmp_path / "anna")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A folder in the place of /Library."""
    folder = tmp_path / "Library"
    folder.mkdir()
    return folder


@pytest.fixture
def probe(fake: FakeDefaults, library: Path) -> DefaultsProbe:
    return DefaultsProbe(Account(fake.home, "anna"), fake, library)


@pytest.fixture
def journal(tmp_path: Path) -> UndoJournal:
    return UndoJournal(tmp_path / "earlier.json", lambda: datetime(2026, 11, 22, tzinfo=UTC))
