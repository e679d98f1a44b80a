"""Opens each task of the settings page as its user does."""

from datetime import date

from guard.ui.pages.settings.backup_task import BackupTask
from guard.ui.pages.settings.drill_task import DrillTask
from guard.ui.pages.settings.erase_task import EraseTask
from guard.ui.pages.settings.file_tasks import NewFileTask
from guard.ui.pages.settings.kit_task import KitTask
from guard.ui.pages.settings.passphrase import NewPassphrase
from guard.ui.pages.settings.restore_task import RestoreTask
from guard.ui.secrets import KitState
from tests.ui.pages.settings.conftest import Place


def choose(new: NewPassphrase, words: str, again: str | None = None) -> None:
    new.first.field.setText(words)
    new._pause.timeout.emit()
    new.again.field.setText(words if again is None else again)


def file_task(place: Place) -> NewFileTask:
    place.page.begin_file()
    assert isinstance(place.page.task, NewFileTask)
    return place.page.task


def kit_task(place: Place) -> KitTask:
    place.look()
    place.page.kit.make.click()
    task = place.page.task
    assert isinstance(task, KitTask)
    place.worker.finish()
    return task


def drill_task(place: Place) -> DrillTask:
    place.secrets.kit_state = KitState(date(2026, 11, 1))
    place.look()
    place.page.kit.drill.click()
    assert isinstance(place.page.task, DrillTask)
    return place.page.task


def backup_task(place: Place, state: KitState) -> BackupTask:
    place.secrets.kit_state = state
    place.look()
    place.page.kit.backup.click()
    assert isinstance(place.page.task, BackupTask)
    return place.page.task


def restore_task(place: Place) -> RestoreTask:
    place.page.kit.restore.click()
    assert isinstance(place.page.task, RestoreTask)
    return place.page.task


def erase_task(place: Place) -> EraseTask:
    place.page.erase.click()
    assert isinstance(place.page.task, EraseTask)
    return place.page.task
