"""One pseudonym opened: what can be written, what is refused or thought over, and how it is left."""

from collections.abc import Callable
from datetime import date

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from guard.profiles.parts import Handle, Limit
from guard.profiles.profile import Profile
from guard.ui.pages.profile_editor import ProfileEditor
from guard.ui.pages.profiles import ProfilesPage
from guard.ui.pages.pseudonyms import Pseudonyms
from tests.ui.pages.looking import button, buttons, complete, nameless, texts
from tests.ui.pages.stand_ins import AMBER, JUNIPER, MemoryKeeper, Patient

LOCKED = "Your keyring is locked. Nothing is lost; open it and try again."
RICH = msgspec.structs.replace(
    JUNIPER,
    about="Evenings only.",
    handles=(Handle(platform="signal", handle="juniper.41"), Handle(platform="My forum", handle="jj")),
    share=("I like gardens",),
    never=("Rowena", "Elm Street"),
    limits=(Limit(topic="Face", channel="picture", level="never"),),
)

Open = Callable[[str], ProfileEditor]


@pytest.fixture
def page(qtbot: QtBot, desk: Pseudonyms, worker: Patient, keyring: MemoryKeeper) -> ProfilesPage:
    keyring.kept[0] = RICH
    shown = ProfilesPage(desk, {"signal": "Signal", "discord": "Discord"})
    qtbot.addWidget(shown)
    shown.resize(800, 700)
    shown.show()
    qtbot.waitExposed(shown)
    shown.activateWindow()
    worker.finish()
    return shown


@pytest.fixture
def opened(page: ProfilesPage) -> Open:
    def show(profile_id: str) -> ProfileEditor:
        page.open(profile_id)
        assert page.editor is not None
        complete(page)
        return page.editor

    return show


def is_open(page: ProfilesPage) -> bool:
    return page.currentWidget() is page.editor


def save(editor: ProfileEditor, worker: Patient) -> None:
    button(editor, "Save").click()
    worker.finish()


def test_everything_is_shown_and_nothing_is_changed_by_looking(opened: Open, desk: Pseudonyms) -> None:
    editor = opened("p1")
    assert editor.fields.draft() == RICH
    assert not editor.changed
    assert not button(editor, "Save").isEnabled()
    assert "1 never" in texts(editor)
    assert nameless(editor) == []


def test_what_is_never_shared_is_hidden_until_someone_wants_to_see_it(opened: Open) -> None:
    editor = opened("p1")
    assert not editor.fields.never.isVisible()
    editor.fields.reveal.setFocus()
    button(editor, "Show what is never shared").click()
    complete(editor)
    fields = editor.fields.never.findChildren(QLineEdit)
    assert next(field.text() for field in fields if field.isVisible()) == "Rowena"
    assert fields[0].hasFocus()


def test_every_field_is_kept(
    opened: Open, page: ProfilesPage, worker: Patient, keyring: MemoryKeeper
) -> None:
    editor = opened("p1")
    fields = editor.fields
    fields.name.setText("Juniper Vale")
    fields.pronouns.setText("she/they")
    fields.about.setPlainText("Two\nlines")
    fields.colour.pills()[0].click()
    fields.handles.row(0).controls["platform"].setEditText("discord")  # type: ignore[union-attr] # a combo box
    fields.handles.add.click()
    fields.handles.rows[2].controls["platform"].setEditText("Old board")  # type: ignore[attr-defined] # as above
    fields.handles.rows[2].controls["email"].setText("j@example.org")  # type: ignore[attr-defined] # a line edit
    fields.share.add.click()
    fields.share.rows[1].controls[""].setText("I sing")  # type: ignore[attr-defined] # as above
    save(editor, worker)
    assert not is_open(page)
    kept = keyring.kept[0]
    assert (kept.name, kept.pronouns, kept.about) == ("Juniper Vale", "she/they", "Two\nlines")
    assert kept.colour == next(iter(editor._desk.palette))
    assert [each.platform for each in kept.handles] == ["discord", "My forum", "Old board"]
    assert kept.handles[2].email == "j@example.org"
    assert kept.share == ("I like gardens", "I sing")
    assert kept.never == RICH.never
    assert kept.limits == RICH.limits


def test_a_row_can_be_removed_and_the_keyboard_stays_near(
    opened: Open, worker: Patient, keyring: MemoryKeeper
) -> None:
    editor = opened("p1")
    editor.fields.handles.rows[0].cross.click()
    assert editor.fields.handles.rows[0].cross.hasFocus()
    save(editor, worker)
    assert [each.platform for each in keyring.kept[0].handles] == ["My forum"]


def test_return_in_the_last_row_makes_another_and_empty_ones_are_not_kept(
    opened: Open, worker: Patient, keyring: MemoryKeeper
) -> None:
    editor = opened("p2")
    editor.fields.share.add.click()
    first = editor.fields.share.rows[0].controls[""]
    QTest.keyClicks(first, "I sing")
    QTest.keyClick(first, Qt.Key.Key_Return)
    assert len(editor.fields.share.rows) == 2
    assert editor.fields.share.rows[1].controls[""].hasFocus()
    save(editor, worker)
    assert keyring.kept[1].share == ("I sing",)


def test_more_rows_than_there_is_room_for_are_not_offered(opened: Open) -> None:
    editor = opened("p2")
    editor.fields.handles.fill([Handle(platform=f"board {place}", handle="x") for place in range(12)])
    assert editor.fields.handles.add.isHidden()
    assert len(editor.fields.handles.values()) == 12


@pytest.mark.parametrize(
    ("part", "wrong", "says"),
    [("email", "nonsense", "no e-mail address"), ("platform", "", "needs the name of its platform")],
)
def test_what_cannot_be_used_is_told_at_its_field_and_nothing_is_sent(
    opened: Open, worker: Patient, part: str, wrong: str, says: str
) -> None:
    editor = opened("p1")
    row = editor.fields.handles.rows[1]
    for each, words in (("platform", "Board"), (part, wrong)):
        control = row.controls[each]
        (control.setText if isinstance(control, QLineEdit) else control.setEditText)(words)  # type: ignore[attr-defined] # a combo box
    button(editor, "Save").click()
    assert worker.jobs == []
    assert says in row.notes[part].refusal
    assert says in row.controls[part].accessibleDescription()
    assert not editor.fields.handles.rows[0].notes[part].refusal
    editor.fields.handles.rows[1].cross.click()
    save(editor, worker)
    assert not editor.isVisible()


def test_the_place_of_a_refusal_is_right_behind_an_empty_row(opened: Open, worker: Patient) -> None:
    editor = opened("p2")
    editor.fields.never.add.click()
    editor.fields.never._append()
    editor.fields.never.rows[1].controls[""].setText("x")  # type: ignore[attr-defined] # a line edit
    button(editor, "Save").click()
    assert "at least two letters" in editor.fields.never.rows[1].notes[""].refusal
    assert editor.fields.never.rows[0].notes[""].refusal == ""


def test_a_name_that_another_one_has_is_told_at_the_name(opened: Open, worker: Patient) -> None:
    editor = opened("p1")
    editor.fields.name.setText("amber")
    save(editor, worker)
    assert "Another profile has this name" in texts(editor)
    assert editor.fields.name.hasFocus()
    assert editor.fields.name.property("tone") == "alarm"
    editor.fields.name.setText("Juniper Vale")
    save(editor, worker)
    assert not editor.isVisible()


def test_cautions_stand_beside_their_fields_and_hold_nothing_up(
    opened: Open, worker: Patient, keyring: MemoryKeeper
) -> None:
    editor = opened("p2")
    editor.fields.name.setText("Rowena")
    editor.fields.handles.add.click()
    row = editor.fields.handles.rows[0]
    row.controls["platform"].setEditText("signal")  # type: ignore[attr-defined] # a combo box
    row.controls["handle"].setText("juniper.41")  # type: ignore[attr-defined] # a line edit
    editor._pause.timeout.emit()
    assert "login name" in editor.fields._singles["name"].notes.thoughts
    assert "This handle is the same" in row.notes["handle"].thoughts
    assert editor.fields._singles["about"].notes.thoughts == ""
    save(editor, worker)
    assert keyring.kept[1].name == "Rowena"


def test_what_is_harmless_brings_no_caution(opened: Open) -> None:
    editor = opened("p2")
    editor.fields.name.setText("Quiet Harbour")
    editor._pause.timeout.emit()
    assert [notes.thoughts for notes in editor.fields._all_notes() if notes.thoughts] == []


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
    assert "deleted from your keyring" in texts(editor)
    assert button(editor, "Keep Juniper").hasFocus()
    QTest.keyClick(button(editor, "Keep Juniper"), Qt.Key.Key_Space)
    assert "deleted from your keyring" not in texts(editor)
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
