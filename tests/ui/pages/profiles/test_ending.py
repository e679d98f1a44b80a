"""Retiring, bringing back, and deleting for good."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from guard.ui.pages.profiles import ProfilesPage
from guard.ui.pages.pseudonyms import Pseudonyms
from tests.ui.pages.looking import button, texts
from tests.ui.pages.profiles.conftest import RICH, Open, is_open
from tests.ui.pages.stand_ins import AMBER, MemoryKeeper, Patient


def test_retiring_and_bringing_back(
    opened: Open, page: ProfilesPage, worker: Patient, desk: Pseudonyms, keyring: MemoryKeeper
) -> None:
    editor = opened("p1")
    button(editor, "Retire Juniper").click()
    worker.finish()
    assert keyring.kept[0].retired == date(2026, 11, 9)
    assert [each.name for each in desk.in_use or ()] == ["Amber"]
    assert not is_open(page)
    editor = opened("p1")
    button(editor, "Bring Juniper back").click()
    worker.finish()
    assert list(desk.in_use or ()) == [RICH, AMBER]


def test_retiring_waits_for_unsaved_changes(opened: Open) -> None:
    editor = opened("p1")
    editor.fields.name.setText("Juniper Vale")
    assert not button(editor, "Retire Juniper").isEnabled()
    assert "Save or discard your changes first." in texts(editor)


def test_deleting_asks_in_place_and_keep_is_the_default(opened: Open, keyring: MemoryKeeper) -> None:
    editor = opened("p1")
    button(editor, "Delete Juniper for good…").click()
    assert "Everything written here is deleted" in texts(editor)
    assert button(editor, "Keep Juniper").hasFocus()
    QTest.keyClick(button(editor, "Keep Juniper"), Qt.Key.Key_Space)
    assert "Everything written here is deleted" not in texts(editor)
    assert len(keyring.kept) == 2


@pytest.mark.parametrize("typed", [False, True])
def test_deleting_deletes_only_that_one(
    opened: Open, page: ProfilesPage, worker: Patient, keyring: MemoryKeeper, *, typed: bool
) -> None:
    editor = opened("p1")
    if typed:
        editor.fields.name.setText("Juniper Vale")
    button(editor, "Delete Juniper for good…").click()
    button(editor, "Delete Juniper for good").click()
    assert len(keyring.kept) == 2
    assert not button(editor, "Delete Juniper for good").isEnabled()
    worker.finish()
    assert [profile.name for profile in keyring.kept] == ["Amber"]
    assert not is_open(page)
    assert "Juniper" not in texts(page)
