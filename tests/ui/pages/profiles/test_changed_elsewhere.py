"""Somebody else changes a pseudonym while it is open."""

import msgspec

from guard.ui.pages.profiles import ProfilesPage
from guard.ui.pages.pseudonyms import Pseudonyms
from tests.ui.pages.looking import button, texts
from tests.ui.pages.profiles.conftest import RICH, Open, is_open, save
from tests.ui.pages.stand_ins import AMBER, MemoryKeeper, Patient


def test_a_change_elsewhere_is_shown_beside_mine_and_mine_can_win(
    opened: Open, page: ProfilesPage, worker: Patient, keyring: MemoryKeeper
) -> None:
    editor = opened("p1")
    editor.fields.name.setText("Juniper Vale")
    keyring.kept[0] = msgspec.structs.replace(RICH, about="Mornings, too.")
    save(editor, worker)
    assert is_open(page)
    assert "Here: Evenings only." in texts(editor)
    assert "Kept now: Mornings, too." in texts(editor)
    assert keyring.kept[0].about == "Mornings, too."
    button(editor, "Keep mine").click()
    worker.finish()
    assert (keyring.kept[0].name, keyring.kept[0].about) == ("Juniper Vale", "Evenings only.")
    assert not is_open(page)


def test_a_change_elsewhere_can_win(opened: Open, worker: Patient, keyring: MemoryKeeper) -> None:
    editor = opened("p1")
    editor.fields.name.setText("Juniper Vale")
    other = msgspec.structs.replace(RICH, about="Mornings, too.")
    keyring.kept[0] = other
    save(editor, worker)
    button(editor, "Take the other one").click()
    assert editor.fields.draft() == other
    assert not editor.changed
    assert keyring.kept[0] == other


def test_one_that_was_deleted_elsewhere_can_be_kept_as_a_new_one(
    opened: Open, worker: Patient, keyring: MemoryKeeper
) -> None:
    editor = opened("p1")
    editor.fields.name.setText("Juniper Vale")
    keyring.kept[:] = [AMBER]
    save(editor, worker)
    assert "Deleted elsewhere" in texts(editor)
    button(editor, "Keep mine as a new one").click()
    worker.finish()
    assert [(each.name, each.never) for each in keyring.kept[1:]] == [("Juniper Vale", RICH.never)]


def test_an_editor_with_nothing_typed_follows_what_others_change(
    opened: Open, page: ProfilesPage, worker: Patient, desk: Pseudonyms, keyring: MemoryKeeper
) -> None:
    editor = opened("p1")
    keyring.kept[0] = msgspec.structs.replace(RICH, name="Juniper Vale")
    desk.load()
    worker.finish()
    assert editor.fields.name.text() == "Juniper Vale"
    keyring.kept[:] = [AMBER]
    desk.load()
    worker.finish()
    assert not is_open(page)
