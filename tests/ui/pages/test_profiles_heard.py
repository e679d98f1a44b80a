"""The profiles page as a screen reader meets it, from another process."""

from collections.abc import Callable, Iterator

import pytest

from tests.support.atspi import Node, ScreenReader, screen_reader
from tests.support.waiting import wait_until
from tests.ui.conftest import Puppet

pytestmark = pytest.mark.real

SETUP = """
from guard.profiles.palette import read_palette
from guard.ui.pages.profiles import ProfilesPage
from guard.ui.pages.pseudonyms import Pseudonyms
from tests.ui.pages.stand_ins import AMBER, JUNIPER, Immediately, MemoryKeeper, counsel_desk
keyring = MemoryKeeper(JUNIPER, AMBER)
desk = Pseudonyms(keyring, Immediately(), counsel_desk(), read_palette(), start_anew=keyring.start_anew)
page = ProfilesPage(desk, {"signal": "Signal"})
page.resize(900, 900)
page.show()
"""


@pytest.fixture
def heard(
    puppet: Callable[[str], Puppet], display: str, bus: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[ScreenReader, Node, Puppet]]:
    monkeypatch.setenv("QT_LINUX_ACCESSIBILITY_ALWAYS_ON", "1")
    with screen_reader(bus) as reader:
        program = puppet(display)
        program(SETUP)
        yield reader, reader.program("guard-puppet"), program


def test_a_pseudonym_is_found_opened_changed_and_kept(heard: tuple[ScreenReader, Node, Puppet]) -> None:
    reader, root, program = heard
    card = reader.find(root, "Juniper", "push button")
    assert "they/them" in card.description
    assert reader.find(root, "Copy from Juniper", "push button").has("showing")
    card.press()
    name = reader.find(root, "Name", "text")
    assert name.text == "Juniper"
    for field in ("Pronouns, if you like", "A short note about who you are here"):
        assert reader.find(root, field, "text").has("focusable")
    reader.find(root, "Teal", "radio button")
    name.type("Rowena")
    wait_until(lambda: "login name" in name.description, what="the caution with its field")
    name.type("Juniper Vale")
    keep = reader.find(root, "Save", "push button")
    wait_until(lambda: keep.has("sensitive"), what="Save to be usable")
    keep.press()
    reader.find(root, "Juniper Vale", "push button")
    assert program("keyring.kept[0].name") == "Juniper Vale"


def test_the_keyboard_goes_down_the_editor_in_reading_order(heard: tuple[ScreenReader, Node, Puppet]) -> None:
    reader, root, program = heard
    reader.find(root, "Juniper", "push button").press()
    reader.find(root, "Name", "text")
    program("from PySide6.QtTest import QTest; from PySide6.QtCore import Qt; page.activateWindow()")
    program.until("page.isActiveWindow()")
    program("page.editor._back.setFocus()")
    order = []
    for _ in range(9):
        order.append(program("app.focusWidget().accessibleName() or app.focusWidget().text()"))
        program("QTest.keyClick(app.focusWidget(), Qt.Key.Key_Tab)")
    assert order == [
        "All profiles",
        "Name",
        "Suggest a name",
        "Pronouns, if you like",
        "Teal",
        "A short note about who you are here",
        "Add a handle",
        "Add a fact",
        "Add a word",
    ]
