from pathlib import Path

import pytest


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where a journal may be made; its folder is not there yet."""
    return tmp_path / "data" / "journal.db"
