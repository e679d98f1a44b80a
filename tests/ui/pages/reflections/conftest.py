from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.pages.reflections.notes_desk import Bench, bench


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Bench]:
    made = bench(tmp_path)
    yield made
    made.notes.close()
