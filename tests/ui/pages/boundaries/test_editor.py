"""The page with the limits, by mouse and by keyboard."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from guard.session.boundaries import Channel, Level
from guard.session.model import AftercareDone, Stop
from guard.ui.pages.boundaries.level_bar import LEVELS, LevelBar
from guard.ui.pages.pseudonyms import Pseudonyms
from tests.ui.pages.boundaries.conftest import Limiting, Opened
from tests.ui.pages.looking import button, texts
from tests.ui.pages.stand_ins import Patient


def press(key: Qt.Key, times: int = 1) -> None:
    for _ in range(times):
        QTest.keyClick(focused(), key)


def focused() -> QWidget:
    focus = QApplication.focusWidget()
    assert focus is not None
    return focus


def levels(opened: Opened, topic: str, profile_id: str = "p1") -> set[Level | None]:
    standing = opened.it.limits.standing(profile_id)
    known = opened.topics.get(topic)
    channels = [Channel(each) for each in known.channels] if known else list(Channel)
    return {standing.decided(topic, each) for each in channels}


def chosen(bar: LevelBar) -> list[Level]:
    return [segment.level for segment in bar.segments() if segment.isChecked()]


def test_nothing_is_decided_beforehand_and_open_counts_as_ask_first(opened: Opened) -> None:
    row = opened.row("face")
    assert chosen(row.bar) == []
    assert "ask first" in row.bar.accessibleDescription()
    assert "ask me first" in texts(opened.page)
    assert opened.it.kept() == {}


@pytest.mark.parametrize("level", LEVELS)
def test_a_press_sets_a_level_on_every_channel_of_the_topic(opened: Opened, level: Level) -> None:
    row = opened.row("place")
    row.bar.segments()[LEVELS.index(level)].click()
    assert chosen(row.bar) == [level]
    assert levels(opened, "place") == {level}
    row.bar.segments()[LEVELS.index(level)].click()
    assert chosen(row.bar) == [level]


def test_a_screen_readers_own_action_sets_a_level(opened: Opened) -> None:
    row = opened.row("face")
    row.bar.segments()[1].toggle()
    assert levels(opened, "face") == {Level.NOT_TODAY}
    row.bar.segments()[0].toggle()
    assert chosen(row.bar) == [Level.NEVER]
    assert levels(opened, "face") == {Level.NEVER}


def test_number_keys_set_a_level_and_zero_leaves_it_open(opened: Opened) -> None:
    row = opened.row("face")
    row.focus()
    for place, level in enumerate(LEVELS):
        press(Qt.Key(Qt.Key.Key_1 + place))
        assert levels(opened, "face") == {level}
    for key in (Qt.Key.Key_0, Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
        press(Qt.Key.Key_1)
        press(key)
        assert levels(opened, "face") == {None}
        assert chosen(row.bar) == []
    press(Qt.Key.Key_Space)
    assert levels(opened, "face") == {Level.NEVER} or levels(opened, "face") == {Level.ASK_FIRST}


@pytest.mark.parametrize(
    ("direction", "right"),
    [(Qt.LayoutDirection.LeftToRight, Qt.Key.Key_Right), (Qt.LayoutDirection.RightToLeft, Qt.Key.Key_Left)],
)
def test_arrows_go_along_the_levels_and_between_topics(
    opened: Opened, direction: Qt.LayoutDirection, right: Qt.Key
) -> None:
    opened.around.setLayoutDirection(direction)
    row = opened.row("face")
    row.focus()
    press(Qt.Key.Key_1)
    press(right)
    assert levels(opened, "face") == {Level.NOT_TODAY}
    press(right, 5)
    assert levels(opened, "face") == {Level.FINE_TODAY}
    press(Qt.Key.Key_Down)
    assert opened.row("voice").bar.isAncestorOf(focused())
    press(Qt.Key.Key_Up, 3)
    assert row.bar.isAncestorOf(focused())
    assert levels(opened, "voice") == {None}


def test_tab_comes_to_each_topic_once(opened: Opened) -> None:
    row = opened.row("face")
    row.focus()
    press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is row.more
    press(Qt.Key.Key_Tab)
    assert opened.row("voice").bar.isAncestorOf(focused())


def test_channels_can_differ_on_demand_only(opened: Opened) -> None:
    row = opened.row("voice")
    assert row.bars == {}
    row.more.click()
    assert list(row.bars) == [Channel.VOICE, Channel.LIVE]
    row.bars[Channel.LIVE].segments()[0].click()
    assert levels(opened, "voice") == {None, Level.NEVER}
    assert chosen(row.bar) == []
    assert "Different by channel" in texts(row)
    row.bar.segments()[0].click()
    assert levels(opened, "voice") == {Level.NEVER}
    assert opened.row("photos").more.isHidden()


def test_a_yes_before_a_no_says_what_holds_afterwards(opened: Opened) -> None:
    row = opened.row("photos")
    for place in (0, 3):
        row.bar.segments()[place].click()
    assert "Fine today. Afterwards again: Never" in texts(row)
    opened.it.begin()
    opened.it.keeper.do(Stop())
    assert chosen(row.bar) == [Level.NEVER]


def test_undo_takes_back_the_last_change_by_button_and_by_key(opened: Opened) -> None:
    row = opened.row("face")
    row.bar.segments()[0].click()
    assert "My face: Never" in texts(opened.page)
    button(opened.page, "Undo: My face: Never").click()
    assert levels(opened, "face") == {None}
    row.bar.segments()[1].click()
    row.focus()
    QTest.keyClick(focused(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert levels(opened, "face") == {None}


def test_undo_does_not_reach_another_pseudonyms_limits(opened: Opened) -> None:
    opened.row("face").bar.segments()[0].click()
    opened.page.overview.picker.choose("p2")
    assert chosen(opened.row("face").bar) == []
    assert opened.page.overview.undo.undo.isHidden()
    opened.page.overview.undo._undo()
    assert levels(opened, "face") == {Level.NEVER}
    opened.page.overview.picker.choose("p1")
    assert chosen(opened.row("face").bar) == [Level.NEVER]


def test_own_topics_are_added_kept_and_removed(opened: Opened) -> None:
    own = opened.page.overview.own
    assert not own.add.isEnabled()
    own.field.setText("  My   garden ")
    own.add.click()
    assert own.field.text() == ""
    row = opened.row("My garden")
    assert chosen(row.bar) == [Level.ASK_FIRST]
    row.bar.segments()[0].click()
    assert set(opened.it.kept().values()) == {"never"}
    own.field.setText("my GARDEN")
    own.add.click()
    assert len(own.rows) == 1
    button(row, "Remove My garden").click()
    assert own.rows == []
    assert opened.it.kept() == {}


def test_words_that_are_no_topic_stay_in_the_field(opened: Opened) -> None:
    own = opened.page.overview.own
    own.field.setText("?!")
    own.add.click()
    assert own.rows == []
    assert own.field.text() == "?!"
    assert opened.it.sentences


def test_during_a_session_looser_levels_cannot_be_chosen_and_it_says_so(opened: Opened) -> None:
    row = opened.row("camera")
    row.bar.segments()[2].click()
    opened.it.begin()
    assert "limits only get tighter" in texts(opened.page)
    assert [segment.isEnabled() for segment in row.bar.segments()] == [True, True, True, False]
    row.focus()
    press(Qt.Key.Key_4)
    assert levels(opened, "camera") == {Level.ASK_FIRST}
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_0)
    press(Qt.Key.Key_2)
    assert levels(opened, "camera") == {Level.NEVER}
    assert not opened.page.overview.compare.isEnabled()
    opened.it.keeper.do(Stop())
    opened.it.keeper.do(AftercareDone())
    assert "limits only get tighter" not in texts(opened.page)
    assert all(segment.isEnabled() for segment in row.bar.segments())


def test_without_a_pseudonym_the_page_offers_the_first_step(opened: Opened) -> None:
    for profile_id in ("p1", "p2"):
        opened.it.pseudonyms.remove(profile_id)
        opened.it.worker.finish()
    assert "Your limits will be here" in texts(opened.page)
    button(opened.page, "Make a pseudonym").click()
    assert opened.gone_to == ["profiles"]
    opened.it.pseudonyms.add("Linden", "", "")
    opened.it.worker.finish()
    assert "Your limits will be here" not in texts(opened.page)
    assert "Linden" in texts(opened.page)


def test_retired_pseudonyms_are_not_offered(opened: Opened) -> None:
    opened.it.pseudonyms.retire("p1")
    opened.it.worker.finish()
    profile = opened.page.overview.picker.profile
    assert profile is not None
    assert profile.name == "Amber"


def test_many_pseudonyms_stand_in_a_list(opened: Opened, keyring: object) -> None:
    for number in range(6):
        opened.it.pseudonyms.add(f"Self {number}", "", "")
        opened.it.worker.finish()
    picker = opened.page.overview.picker
    assert picker.combo is not None
    assert picker.combo.count() == 8
    picker.choose(opened.it.keyring.kept[5].id)
    assert picker.combo.currentText() == "Self 3"


def test_what_could_not_be_kept_is_said_with_a_way_to_try_again(opened: Opened, worker: Patient) -> None:
    opened.row("face").bar.segments()[0].click()
    opened.it.limits.saving._keep()
    worker.refuse("The keyring is locked.")
    assert "Not kept yet" in texts(opened.page)
    assert "The keyring is locked." in texts(opened.page)
    button(opened.page, "Keep them now").click()
    worker.finish()
    assert opened.it.kept()
    assert "Not kept yet" not in texts(opened.page)


def test_ordinary_keeping_makes_no_noise(opened: Opened, worker: Patient, desk: Pseudonyms) -> None:
    opened.row("face").bar.segments()[0].click()
    opened.it.limits.saving._keep()
    assert desk.busy
    assert "Asking your keyring" not in texts(opened.page)
    worker.finish()


def test_groups_say_in_a_line_what_is_decided(opened: Opened) -> None:
    opened.row("face").bar.segments()[0].click()
    opened.row("meeting").bar.segments()[1].click()
    heads = [group.head for group in opened.page.overview.groups]
    assert "Never: My face" in heads[0].says
    assert heads[-1].says == "Not today: Meeting offline"
    assert any(head.says.startswith("Nothing decided") for head in heads)


def test_rows_of_closed_groups_cost_nothing(opened: Opened, qtbot: QtBot) -> None:
    assert [bool(group.rows) for group in opened.page.overview.groups] == [True] + [False] * 5


def test_opened_from_the_session_there_is_a_way_back(opened: Opened, qtbot: QtBot) -> None:
    back: Callable[[], bool] = opened.page.overview.back.isVisible
    assert not back()
    opened.page.open_for("p2")
    assert back()
    profile = opened.page.overview.picker.profile
    assert profile is not None
    assert profile.id == "p2"
    with qtbot.waitSignal(opened.page.session_wanted):
        opened.page.overview.back.click()
    opened.page.hide()
    opened.page.show()
    assert not back()


def test_one_pseudonym_alone_is_only_named(limiting: Limiting, opened: Opened) -> None:
    limiting.pseudonyms.remove("p2")
    limiting.worker.finish()
    assert opened.page.overview.picker.choice is None
    assert "Juniper" in texts(opened.page)
