from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.support.settings_stores import DCONF, XFCONF, FakeSystemctl, stores


@pytest.fixture
def dconf_session(home: Path, bus: str) -> Iterator[Mapping[str, str]]:
    """Run a real dconf on the private bus; yields the environment of a session with it."""
    with stores(bus, DCONF) as session:
        yield session


@pytest.fixture
def xfconf_session(home: Path, bus: str) -> Iterator[Mapping[str, str]]:
    """Run Xfce's real settings service on the private bus; yields the environment of a session with it."""
    with stores(bus, XFCONF) as session:
        yield session


@pytest.fixture
def systemctl(tmp_path: Path) -> FakeSystemctl:
    """Make a stand-in for the user's systemd; its folder goes to the front of PATH."""
    return FakeSystemctl(tmp_path / "systemd")
