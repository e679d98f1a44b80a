"""Kills a writer 500 times and counts what was lost."""

import sys
from pathlib import Path

import pytest

from tests.vault.journal.helpers import created
from tests.vault.journal.killing import kill_and_compare

pytestmark = [
    pytest.mark.bench,
    pytest.mark.timeout(3600),
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal that kills"),
]

ROUNDS = 500


def test_five_hundred_kills_lose_nothing(tmp_path: Path) -> None:
    with created(tmp_path / "data" / "journal.db"):
        pass
    saved = kill_and_compare(tmp_path / "data" / "journal.db", ROUNDS, seed=500)
    print(f"\njournal: {ROUNDS} kills, {saved} changes acknowledged, 0 lost")  # noqa: T201 - the measurement
    assert saved > ROUNDS
