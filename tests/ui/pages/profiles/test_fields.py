"""One pseudonym opened: what can be written, what is refused, what is thought over."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from guard.profiles.parts import Handle
from guard.ui.pages.profiles import ProfilesPage
from guard.ui.pages.pseudonyms import Pseudonyms
from tests.ui.pages.looking import button, complete, nameless, texts
from tests.ui.pages.profiles.conftest import RICH, Open, is_open, save
from tests.ui.pages.stand_ins import MemoryKeeper, Patient


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
