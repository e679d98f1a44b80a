"""The settings at a glance: where secrets live, the kit, the lock, Guard's own window."""

from datetime import UTC, date, datetime

import pytest

from guard.errors import GuardError
from guard.settings import Settings, SettingsNotKept
from guard.ui.secrets import Home, KitState
from guard.vault.outcome import KeyringUnavailable
from tests.ui.pages.conftest import Dress
from tests.ui.pages.looking import buttons, nameless, texts, too_wide
from tests.ui.pages.secret_stand_ins import GOOD
from tests.ui.pages.settings.conftest import Place


def test_the_keyring_is_named_and_no_file_is_offered(place: Place) -> None:
    assert "GNOME Keyring" in texts(place.page)
    assert "Use a passphrase file instead" not in buttons(place.page)


def test_without_a_keyring_a_file_is_offered_with_the_reason(place: Place) -> None:
    place.secrets.trouble = KeyringUnavailable.SAYS
    place.look()
    assert KeyringUnavailable.SAYS in texts(place.page)
    place.page.home.file.click()
    assert place.page.task is not None


def test_a_home_that_is_copied_elsewhere_is_told_and_an_ordinary_one_is_not(place: Place) -> None:
    warning = "Guard's own files lie in a folder that Dropbox seems to copy."
    assert warning not in texts(place.page)
    place.page.home.show_home(Home("GNOME Keyring", "", is_file=False, pinned=True, warning=warning))
    assert warning in texts(place.page)
    place.look()
    assert warning not in texts(place.page)


def test_the_file_offers_to_change_its_passphrase(place: Place) -> None:
    place.secrets.passphrase = GOOD
    place.look()
    assert "Change the passphrase" in buttons(place.page)


def test_a_sealed_file_is_not_asked_for(place: Place) -> None:
    place.secrets.passphrase, place.secrets.open = "x", False
    place.page.home.show_home(None)
    place.look()
    assert "One moment…" in texts(place.page)


@pytest.mark.parametrize(
    ("state", "words", "drill"),
    [
        (KitState(), "There is no kit yet", False),
        (KitState(date(2026, 11, 1)), "Made on 1 November 2026, never tried", True),
        (
            KitState(date(2026, 11, 1), datetime(2026, 11, 20, 12, tzinfo=UTC)),
            "Made on 1 November 2026, last tried on 20 November 2026",
            True,
        ),
    ],
)
def test_the_kit_in_its_states(place: Place, state: KitState, words: str, *, drill: bool) -> None:
    place.secrets.kit_state = state
    place.look()
    assert place.page.kit.pill.words == words
    assert ("Try the kit" in buttons(place.page)) is drill


def test_a_note_about_the_kit_that_cannot_be_read_is_told(place: Place) -> None:
    place.secrets.fail = GuardError("The note about the kit is damaged.")
    place.page.look()
    place.worker.finish()
    assert "The note about the kit is damaged." in texts(place.page)


def test_choices_are_kept_at_once(place: Place) -> None:
    place.page.lock.after.setCurrentIndex(place.page.lock.after.findData(5))
    place.page.guard.discreet.click()
    place.page.guard.start.click()
    assert place.settings.kept == Settings(lock_after=5, discreet=False, autostart=True)
    assert place.autostart.on


def test_settings_that_are_not_kept_are_told_and_hold(place: Place) -> None:
    said: list[str] = []
    place.page._desk.preferences.failed.connect(said.append)
    place.settings.refuse = SettingsNotKept("They could not be written.")
    place.page.guard.discreet.click()
    assert said == ["They could not be written."]
    assert not place.page.guard.discreet.isChecked()


def test_an_unusual_number_of_minutes_is_shown(place: Place) -> None:
    place.page._desk.preferences.change(lock_after=7)
    assert place.page.lock.after.currentText() == "7 minutes"
    assert place.settings.kept.lock_after == 7


def test_starting_with_the_login_that_fails_is_told_and_shown_as_it_is(place: Place) -> None:
    place.autostart.broken = True
    place.page.guard.start.click()
    assert not place.page.guard.start.isChecked()
    assert any("Permission denied" in line for line in place.told)


def test_what_cannot_be_done_here_says_why_and_cannot_be_chosen(place: Place) -> None:
    assert not place.page.guard.hidden.isEnabled()
    assert "Nothing can be done here." in place.page.guard.hidden.accessibleDescription()
    assert not place.page.lock.with_screen.isEnabled()
    assert "not here yet" in place.page.lock.with_screen.accessibleDescription()


def test_locking_and_hiding_from_here(place: Place) -> None:
    place.page.lock.now.click()
    assert place.locking.locked
    place.page.lock.hide_all.click()
    assert place.asked == ["hide"]


def test_the_locks_passphrase_is_chosen_and_removed(place: Place) -> None:
    place.page.lock.choose.click()
    task = place.page.task
    assert task is not None
    new = task.new  # type: ignore[attr-defined] # the task that chooses a passphrase
    new.first.field.setText("a new passphrase")
    new._pause.timeout.emit()
    new.again.field.setText("a new passphrase")
    task.go.click()  # type: ignore[attr-defined] # as above
    place.worker.finish()
    assert place.secrets.lock_words == "a new passphrase"
    assert place.page.task is None
    place.page.lock.remove.click()
    place.worker.finish()
    assert place.secrets.lock_words == ""
    assert len(place.told) == 2


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("dark", [False, True])
def test_everything_is_named_and_fits(place: Place, dress: Dress, scale: float, *, dark: bool) -> None:
    dress(dark=dark, scale=scale)
    place.page.resize(480, 400)
    assert nameless(place.page) == []
    assert too_wide(place.page) == []
