"""The window: pages by mouse, keys and screen reader; messages; room for small screens and large text."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from guard.ui import theme
from guard.ui.pages.dot import Shades
from guard.ui.palette import contrast, for_system
from guard.ui.persona import Persona
from guard.ui.widgets import buttons, text
from guard.ui.widgets.banner import Banner
from guard.ui.widgets.card import Card
from guard.ui.widgets.empty import EmptyState
from guard.ui.widgets.flow import Flow
from guard.ui.widgets.framed import Framed
from guard.ui.widgets.page import Page
from guard.ui.widgets.pill import StatusPill
from guard.ui.window import MOST_BANNERS, MainWindow, PageEntry

TITLES = ["Today", "Session", "Profiles", "Watching"]


def pages() -> list[PageEntry]:
    return [
        PageEntry(title.lower(), title, "eye", Page(title, "A sentence on this page.")) for title in TITLES
    ]


def allow() -> bool:
    return True


@pytest.fixture
def window(dressed: theme.Theme, qtbot: QtBot) -> MainWindow:
    made = MainWindow(pages(), on_close=allow)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_it_opens_on_the_first_page_with_a_neutral_title(window: MainWindow) -> None:
    assert window.page == "today"
    assert window.windowTitle() == "Guard"


@pytest.mark.parametrize("row", range(4))
def test_control_and_a_number_open_a_page(window: MainWindow, qtbot: QtBot, row: int) -> None:
    QTest.keyClick(window, Qt.Key(Qt.Key.Key_1 + row), Qt.KeyboardModifier.ControlModifier)
    assert window.page == TITLES[row].lower()


def test_arrow_keys_open_pages(window: MainWindow, qtbot: QtBot) -> None:
    window.sidebar.buttons[0].setFocus()
    with qtbot.waitSignal(window.page_shown) as shown:
        QTest.keyClick(window.sidebar.buttons[0], Qt.Key.Key_Down)
    assert shown.args == ["session"]


def test_a_page_that_is_not_there_is_an_error(window: MainWindow) -> None:
    window.show_page("profiles")
    with pytest.raises(KeyError):
        window.show_page("nowhere")
    assert window.page == "profiles"


def test_a_screen_reader_finds_and_presses_pages(window: MainWindow, qtbot: QtBot) -> None:
    pages = [QAccessible.queryAccessibleInterface(button) for button in window.sidebar.buttons]
    assert [page.text(QAccessible.Text.Name) for page in pages] == TITLES
    pages[2].actionInterface().doAction(pages[2].actionInterface().pressAction())
    qtbot.waitUntil(lambda: window.page == TITLES[2].lower())


@pytest.mark.parametrize("answer", [True, False])
def test_closing_is_asked(dressed: theme.Theme, qtbot: QtBot, *, answer: bool) -> None:
    made = MainWindow(pages(), on_close=lambda: answer)
    qtbot.addWidget(made, before_close_func=lambda each: setattr(each, "_on_close", allow))
    made.show()
    assert made.close() is answer
    assert made.isVisible() is not answer


def test_hiding_can_be_asked_for_by_key(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.hide_requested):
        QTest.keyClick(window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)


def shown(window: MainWindow) -> list[str]:
    return [banner.sentence.text() for banner in window.findChildren(Banner) if not banner.isHidden()]


def test_a_message_with_the_same_key_takes_the_place_of_the_old(window: MainWindow) -> None:
    window.tell("First.", key="keyring")
    window.tell("Second.", key="keyring")
    window.tell("Other.")
    assert sorted(shown(window)) == ["Other.", "Second."]
    window.untell("keyring")
    window.untell("never told")
    assert shown(window) == ["Other."]


def test_a_small_window_shows_the_loudest_message_first(window: MainWindow) -> None:
    window.tell("Look here.", "alarm")
    window.tell("Calmer, and rather long, so that both of them would take more than there is. " * 3)
    window.resize(480, 400)
    assert shown(window) == ["Look here."]
    window.resize(1040, 900)
    assert len(shown(window)) == 2


def test_messages_do_not_pile_up_and_alarms_stay(window: MainWindow) -> None:
    window.tell("Look here.", "alarm")
    for number in range(MOST_BANNERS + 2):
        window.tell(f"Message {number}.")
    assert len(shown(window)) == MOST_BANNERS
    assert "Look here." in shown(window)


def test_a_message_can_be_closed_or_acted_on(window: MainWindow, qtbot: QtBot) -> None:
    done: list[bool] = []
    window.tell("Closed.", key="one")._cross.click()
    banner = window.tell("Acted.", action=("Try again", lambda: done.append(True)))
    QTest.mouseClick(banner.action, Qt.MouseButton.LeftButton)
    assert done == [True]
    assert shown(window) == []


def test_an_action_may_tell_again(window: MainWindow, qtbot: QtBot) -> None:
    def again() -> None:
        window.tell("Still not.", key="k")

    banner = window.tell("Not.", key="k", action=("Try again", again))
    QTest.mouseClick(banner.action, Qt.MouseButton.LeftButton)
    assert shown(window) == ["Still not."]


def test_who_the_user_is_frames_the_window_and_goes(window: MainWindow) -> None:
    window.set_persona(Persona("{0}", "Signal", Shades("#2f6b4f", "#8ccbaa")))
    assert window.frame.band.text() == "You are {0} on Signal"
    assert window.frame.band.isVisible()
    assert window.accessibleDescription() == "You are {0} on Signal"
    assert edges(window) == {"#2f6b4f"}
    assert window.windowTitle() == "Guard"
    window.set_persona(None)
    assert window.frame.band.isHidden()
    assert window.accessibleDescription() == ""
    assert "#2f6b4f" not in edges(window)


def test_the_frame_follows_the_theme(window: MainWindow, qapp: QApplication) -> None:
    window.set_persona(Persona("Rowan", "", Shades("#2f6b4f", "#8ccbaa")))
    assert window.frame.band.text() == "You are Rowan"
    theme.apply(qapp, dark=True)
    assert edges(window) == {"#8ccbaa"}
    assert contrast("#8ccbaa", theme.current().surface) >= 4.5


def test_a_colour_that_is_no_longer_offered_leaves_a_frame(window: MainWindow) -> None:
    window.set_persona(Persona("Rowan"))
    assert edges(window) == {theme.current().accent}


def test_high_contrast_adds_a_line_of_ink(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    window.set_persona(Persona("Rowan", "", Shades("#2f6b4f", "#8ccbaa")))
    strong = for_system(dark=False, high_contrast=True)
    monkeypatch.setattr(theme, "current", lambda: strong)
    picture = window.frame.grab().toImage()
    middle = picture.height() // 2
    assert picture.pixelColor(0, middle).name() == strong.text
    assert picture.pixelColor(2, middle).name() == "#2f6b4f"


def edges(window: MainWindow) -> set[str]:
    """Return the colours in the middle of the frame's four sides."""
    QApplication.processEvents()
    picture = window.frame.grab().toImage()
    right, bottom = picture.width() - 2, picture.height() - 2
    places = [(1, bottom // 2), (right, bottom // 2), (right // 2, 1), (right // 2, bottom)]
    return {picture.pixelColor(*place).name() for place in places}


def test_a_remark_goes_by_itself_and_the_state_stays(window: MainWindow) -> None:
    window.set_state("calm", "Watching", "hint")
    window.remark("Copied for one minute.")
    assert window._remark.isVisible()
    window._remark_time.timeout.emit()
    assert window._remark.isHidden()
    assert window._footer_hint.isVisible()


def test_the_state_is_said_in_words(window: MainWindow) -> None:
    window.set_state("alarm", "Something records this screen", "hint")
    assert (window.pill.tone, window.pill.words) == ("alarm", "Something records this screen")
    assert window.pill.accessibleName() == "Something records this screen"


@pytest.mark.parametrize("size", [QSize(1024, 600), QSize(640, 480), QSize(480, 400)])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_it_fits_small_screens_with_large_text(
    dressed: theme.Theme, qapp: QApplication, qtbot: QtBot, size: QSize, scale: float
) -> None:
    theme.apply(qapp, dark=False, text_scale=scale)
    made = MainWindow(pages(), on_close=allow)
    qtbot.addWidget(made)
    made.tell("The keyring did not answer. Nothing was changed; try again when it is unlocked.")
    made.set_state("calm", "Watching")
    made.resize(size)
    made.show()
    assert made.size() == size
    assert made.sidebar.width() < size.width() / 2
    page = made.findChild(Page)
    assert page is not None
    qtbot.waitUntil(lambda: page.horizontalScrollBar().maximum() == 0)


def test_the_sidebar_folds_and_keeps_its_names(window: MainWindow) -> None:
    window.resize(480, 400)
    assert window.sidebar.folded
    button = window.sidebar.buttons[1]
    assert (button.text(), button.toolTip(), button.accessibleName()) == ("", "Session", "Session")
    window.resize(1040, 600)
    assert button.text() == "Session"


def test_pages_read_from_the_right(dressed: theme.Theme, qapp: QApplication, qtbot: QtBot) -> None:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        made = MainWindow(pages(), on_close=allow)
        qtbot.addWidget(made)
        made.show()
        assert made.sidebar.x() > made.width() / 2
        holder, row = QWidget(), Flow()
        holder.setLayout(row)
        first, second = QLabel("a"), QLabel("b")
        row.addWidget(first)
        row.addWidget(second)
        qtbot.addWidget(holder)
        holder.resize(300, 50)
        holder.show()
        assert first.x() > second.x()
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_a_row_wraps_when_it_is_full(dressed: theme.Theme, qtbot: QtBot) -> None:
    holder, row = QWidget(), Flow()
    holder.setLayout(row)
    made = [buttons.quiet(f"A button {number}") for number in range(4)]
    for button in made:
        row.addWidget(button)
    qtbot.addWidget(holder)
    holder.resize(made[0].sizeHint().width() * 2 + 30, 300)
    holder.show()
    assert made[0].y() == made[1].y() < made[2].y() == made[3].y()
    made[0].hide()
    row.activate()
    assert made[1].y() == made[2].y()
    assert row.heightForWidth(10) > row.heightForWidth(5000)


@pytest.mark.parametrize("tone", ["plain", "calm", "notice", "alarm"])
def test_building_blocks_paint_in_every_tone(tone: str, dressed: theme.Theme, qtbot: QtBot) -> None:
    card = Card("Heading", tone=tone)
    qtbot.addWidget(card)
    pill = StatusPill(tone, "words")
    card.body.addWidget(pill)
    card.body.addWidget(Banner("A sentence.", tone=tone))
    card.body.addWidget(
        EmptyState("leaf", "Nothing yet", "It will be here.", buttons.primary("Begin", "plus"))
    )
    card.body.addWidget(text.hint("hint"))
    card.show()
    assert not card.grab().isNull()
    card.tone = "plain"
    assert card.tone == "plain"


def test_each_tone_has_a_mark_of_its_own_shape(dressed: theme.Theme, qtbot: QtBot) -> None:
    def mark(tone: str) -> list[bool]:
        pill = StatusPill(tone, "words")
        qtbot.addWidget(pill)
        image = pill._mark.grab().toImage()
        ground = image.pixelColor(0, image.height() // 2).lightness()
        return [
            abs(image.pixelColor(x, y).lightness() - ground) > 60
            for y in range(image.height())
            for x in range(image.width())
        ]

    marks = [mark(tone) for tone in ("plain", "calm", "notice", "alarm")]
    assert len({tuple(each) for each in marks}) == 4


def test_every_page_can_be_reached_on_the_smallest_screen(qtbot: QtBot) -> None:
    names = [f"page {number}" for number in range(9)]
    small = MainWindow([PageEntry(name, name, "help", QWidget()) for name in names], lambda: True)
    qtbot.addWidget(small)
    small.resize(480, 400)
    small.show()
    small.sidebar.buttons[-1].setFocus()
    small.show_page(names[-1])
    qtbot.waitUntil(lambda: not small.sidebar.buttons[-1].visibleRegion().isEmpty())


def test_stop_and_the_state_are_in_sight_on_every_page(qtbot: QtBot) -> None:
    frame = Framed(QWidget())
    qtbot.addWidget(frame)
    frame.show()
    frame.show_persona(Persona("Juniper", "Signal"))
    frame.show_session("paused", can_stop=True)
    assert frame.band.text() == "You are Juniper on Signal · paused"
    assert frame.stop.isVisible()
    frame.show_session("", can_stop=False)
    assert frame.band.text() == "You are Juniper on Signal"
    assert not frame.stop.isVisible()
