"""Profiles on a real keyring while their writer is killed at random moments."""

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.chance import seeded
from tests.support.profile_savers import killed_while_saving

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is Linux's"),
]


@pytest.mark.timeout(900)
def test_killed_anywhere_no_acknowledged_profile_is_lost(
    keyring_daemon: Mapping[str, str], home: Path
) -> None:
    assert killed_while_saving(home.parent / "pin", 50, seeded(5)) > 10
