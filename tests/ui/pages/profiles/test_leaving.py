"""How an editor is left, and how a new one is made: nothing typed is lost."""

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from guard.profiles.profile import Profile
from guard.ui.pages.profiles import ProfilesPage
from tests.ui.pages.looking import button, buttons, texts
from tests.ui.pages.profiles.conftest import LOCKED, RICH, Open, is_open
from tests.ui.pages.stand_ins import MemoryKeeper, Patient


def test_escape_leaves_at_once_when_nothing_would_be_lost(opened: Open, page: ProfilesPage) -> None:
    editor = opened("p1")
    QTest.keyClick(editor.fields.name, Qt.Key.Key_Escape)
    assert not is_open(page)


def test_escape_asks_when_something_would_be_lost(
    opened: Open, page: ProfilesPage, worker: Patient, keyring: MemoryKeeper
) -> None:
    editor = opened("p1")
    editor.fields.name.setText("Juniper Vale")
    QTest.keyClick(editor.fields.name, Qt.Key.Key_Escape)
    assert is_open(page)
    assert "Save what you have changed?" in texts(editor)
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert "Save what you have changed?" not in texts(editor)
    editor.leave()
    button(editor, "Discard the changes").click()
    assert not is_open(page)
    assert keyring.kept[0] == RICH
    assert worker.jobs == []


def test_typing_it_back_leaves_nothing_to_save(opened: Open) -> None:
    editor = opened("p1")
    editor.fields.name.setText("Other")
    assert editor.changed
    editor.fields.name.setText(RICH.name)
    assert not editor.changed


def test_a_new_one_by_keyboard_with_all_that_belongs_to_it(
    opened: Open, page: ProfilesPage, worker: Patient, keyring: MemoryKeeper
) -> None:
    editor = opened("")
    assert editor.fields.name.hasFocus()
    assert "When you no longer use it" not in texts(editor)
    editor.fields.never.add.click()
    QTest.keyClicks(editor.fields.never.rows[0].controls[""], "Elm Street")
    QTest.keyClicks(editor.fields.name, "Wren")
    QTest.keyClick(editor.fields.name, Qt.Key.Key_Return)
    worker.finish()
    made = keyring.kept[-1]
    assert (made.name, made.never) == ("Wren", ("Elm Street",))
    assert made.colour in editor._desk.palette
    assert not is_open(page)
    assert "Wren" in texts(page)


def test_what_was_typed_outlives_a_failure_and_is_made_once(
    opened: Open, worker: Patient, keyring: MemoryKeeper
) -> None:
    editor = opened("")
    editor.fields.name.setText("Wren")
    editor.save()
    worker.refuse(LOCKED)
    assert editor.fields.name.text() == "Wren"
    button(editor, "Try again").click()
    worker.finish()
    assert [profile.name for profile in keyring.kept].count("Wren") == 1


def test_a_new_one_that_was_kept_by_half_is_completed_by_the_next_try(
    opened: Open, worker: Patient, keyring: MemoryKeeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = opened("")
    editor.fields.name.setText("Wren")
    editor.fields.pronouns.setText("he/him")
    editor.fields.share.add.click()
    QTest.keyClicks(editor.fields.share.rows[0].controls[""], "I sing")
    update = keyring.update

    def locked(profile: Profile, *, was: Profile | None = None) -> Profile:
        monkeypatch.setattr(keyring, "update", update)
        keyring.missing = True
        return Profile(**msgspec.structs.asdict(keyring.load()[0]))  # raises what a lost keyring raises

    monkeypatch.setattr(keyring, "update", locked)
    editor.save()
    worker.finish()
    keyring.missing = False
    editor.save()
    worker.finish()
    made = [profile for profile in keyring.kept if profile.name == "Wren"]
    assert [each.share for each in made] == [("I sing",)]


def test_names_are_suggested_only_when_asked_for_and_in_styles(opened: Open) -> None:
    editor = opened("")
    assert editor.fields.name.text() == ""
    assert "Quiet Harbour" not in buttons(editor)
    editor.fields.suggest.click()
    assert button(editor, "Quiet Harbour").isVisible()
    button(editor, "A short handle").click()
    button(editor, "mossowl").click()
    assert editor.fields.name.text() == "mossowl"
    assert editor.fields.suggestions.isHidden()
    assert editor.fields.name.hasFocus()
