"""Other programs' icons: shown when they can be read, never waited for, and the symbol otherwise."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from guard.ui.alert.alert import AlertPresenter
from guard.ui.alert.row import AlertRow
from guard.ui.widgets import program_icon
from guard.ui.widgets.program_icon import ProgramIcon, ProgramIcons, read_picture
from tests.support.waiting import wait_until
from tests.ui.test_alert import alarm

RED, SVG = QColor("#ff0000"), '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16">{}</svg>'


def red(side: int = 64) -> QImage:
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(RED)
    return image


@pytest.fixture
def shelf(dressed: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ProgramIcons]:
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path))
    app = QCoreApplication.instance()
    assert app is not None
    for old in app.findChildren(ProgramIcons):
        old.setParent(None)
    found = program_icon.shared()
    yield found
    found.setParent(None)


def middle(icon: ProgramIcon) -> QColor:
    icon.resize(icon.sizeHint())
    return icon.grab().toImage().pixelColor(icon.rect().center())


def test_a_programs_icon_takes_the_place_of_the_symbol(
    shelf: ProgramIcons, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "icons/hicolor/48x48/apps"
    folder.mkdir(parents=True)
    assert red().save(str(folder / "lookout.png"))
    icon = ProgramIcon("screen", badge=True)
    qtbot.addWidget(icon)
    room = icon.sizeHint()
    icon.show_program("lookout")
    assert not icon.has_program
    qtbot.waitUntil(lambda: icon.has_program)
    assert middle(icon) == RED
    assert icon.sizeHint() == room
    assert icon.accessibleName() == ""
    icon.show_program("")
    assert not icon.has_program
    again = ProgramIcon("screen")
    qtbot.addWidget(again)
    again.show_program("lookout")
    assert again.has_program  # known by now


@pytest.mark.parametrize("content", ["", "no picture", SVG.format("<"), "missing"])
def test_a_broken_picture_leaves_the_symbol(
    content: str, shelf: ProgramIcons, qtbot: QtBot, tmp_path: Path, qtlog: object
) -> None:
    file = tmp_path / "broken.png"
    if content != "missing":
        file.write_text(content)
    icon = ProgramIcon("screen")
    qtbot.addWidget(icon)
    with qtbot.waitSignal(shelf.ready):
        icon.show_program(str(file))
    assert not icon.has_program
    assert middle(icon) != RED


def test_a_picture_that_never_comes_holds_up_nothing(
    dressed: object, qtbot: QtBot, qapp: QCoreApplication
) -> None:
    release, begun = threading.Event(), threading.Event()

    def read(name: str) -> QImage:
        if name == "stuck":
            begun.set()
            release.wait(20)
        return red()

    icons = ProgramIcons(qapp, read)
    try:
        assert icons.get("stuck").isNull()
        assert icons.get("stuck").isNull()
        assert begun.wait(20)
        with qtbot.waitSignal(icons.ready) as told:
            assert icons.get("quick").isNull()
        assert told.args is not None
        assert told.args[0] == "quick"
        assert not icons.get("quick").isNull()
    finally:
        release.set()
        qtbot.waitUntil(lambda: not icons.get("stuck").isNull())
        icons.setParent(None)


def test_who_asks_while_it_is_read_hears_of_it_too(
    dressed: object, qtbot: QtBot, qapp: QCoreApplication
) -> None:
    icons = ProgramIcons(qapp, lambda _: red())
    heard: list[str] = []
    icons.get("lookout")
    wait_until(lambda: "guard-icon" not in {thread.name for thread in threading.enumerate()})
    icons.ready.connect(lambda name, _image: heard.append(name))
    qtbot.waitUntil(lambda: heard == ["lookout"])
    icons.setParent(None)


@pytest.mark.qt_log_ignore("an icon could not be read", extend=True)
def test_a_reader_that_fails_gives_no_picture(dressed: object, qtbot: QtBot, qapp: QCoreApplication) -> None:
    def read(_: str) -> QImage:
        raise OSError

    icons = ProgramIcons(qapp, read)
    with qtbot.waitSignal(icons.ready) as told:
        icons.get("lookout")
    assert told.args is not None
    assert told.args[1].isNull()
    icons.setParent(None)


def test_pictures_are_read_no_larger_than_they_are_shown(qapp: QCoreApplication, tmp_path: Path) -> None:
    large = tmp_path / "large.png"
    assert red(600).save(str(large))
    assert read_picture(str(large)).width() == 128
    small = tmp_path / "small.png"
    assert red(48).save(str(small))
    assert read_picture(str(small)).width() == 48
    drawing = tmp_path / "drawing.svg"
    drawing.write_text(SVG.format('<circle cx="8" cy="8" r="8" fill="red"/>'))
    assert read_picture(str(drawing)).width() == 128
    huge = tmp_path / "huge.png"
    assert QImage(5_000, 2, QImage.Format.Format_Mono).save(str(huge))
    assert read_picture(str(huge)).isNull()


def test_a_drawing_that_qt_blackens_is_not_shown(qapp: QCoreApplication, tmp_path: Path) -> None:
    drawing = tmp_path / "black.svg"
    drawing.write_text(SVG.format('<rect width="16" height="16"/>'))
    assert read_picture(str(drawing)).isNull()
    drawing.write_text(SVG.format('<circle cx="8" cy="8" r="8"/>'))
    assert not read_picture(str(drawing)).isNull()


def test_an_alert_shows_the_programs_icon_and_reads_as_before(
    dressed: object, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "lookout.png"
    assert red().save(str(file))
    presenter = AlertPresenter()

    def row() -> AlertRow:
        (only,) = (
            each for card in presenter.cards for each in card.findChildren(AlertRow) if not each.isHidden()
        )
        return only

    def mark() -> ProgramIcon:
        (only,) = row().findChildren(ProgramIcon)
        return only

    presenter.present([alarm(icon=str(file))])
    qtbot.waitUntil(lambda: mark().has_program)
    assert row().accessibleName() == "Something can see this screen: OBS Studio"
    assert mark().accessibleName() == ""
    presenter.present([alarm(icon="/nowhere/at-all.png")])
    assert not mark().has_program
    presenter.present([alarm(icon=str(file))])
    assert mark().has_program
    presenter.present([])
    assert mark().has_program  # also of what is over
    presenter.dismiss()
