"""Every task is named for a screen reader and fits a small window."""

from collections.abc import Callable

import pytest

from guard.ui.secrets import KitState
from tests.ui.pages.conftest import Dress
from tests.ui.pages.looking import nameless, too_wide
from tests.ui.pages.settings.conftest import Place
from tests.ui.pages.settings.tasks import (
    backup_task,
    drill_task,
    erase_task,
    file_task,
    kit_task,
    restore_task,
)


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize(
    "open_task",
    [
        file_task,
        kit_task,
        drill_task,
        restore_task,
        erase_task,
        lambda place: backup_task(place, KitState()),
    ],
)
def test_everything_is_named_and_fits(
    place: Place, dress: Dress, open_task: Callable[[Place], object], scale: float
) -> None:
    dress(scale=scale)
    place.page.resize(480, 400)
    open_task(place)
    assert nameless(place.page) == []
    assert too_wide(place.page) == []
