"""The Help page as a screen reader meets it, from another process."""

from collections.abc import Callable, Iterator

import pytest

from tests.support.atspi import Node, ScreenReader, screen_reader
from tests.support.waiting import wait_until
from tests.ui.conftest import Puppet

pytestmark = pytest.mark.real

SETUP = """
from guard.ui.pages.help.page import HelpPage
from tests.ui.pages.help_stand_ins import World
world = World()
page = HelpPage(world.desk(territory="CA"))
left = []
page.left.connect(lambda: left.append(True))
page.resize(900, 1000)
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


def test_a_guide_is_found_read_and_left(heard: tuple[ScreenReader, Node, Puppet]) -> None:
    reader, root, program = heard
    reader.find(root, "Information, not advice.", "label")
    reader.find(root, "Someone threatens to share images of me", "push button").press()
    reader.find(root, "Right now", "label")
    reader.find(root, "Breathe out slowly.", "label")
    leave = reader.find(root, "Leave (Esc)", "push button")
    assert "Leaves this page" in leave.description
    leave.press()
    wait_until(lambda: program("left") == [True], what="the page to be left")
    reader.gone(root, "Breathe out slowly.")


def test_a_place_is_taken_and_a_number_copied(heard: tuple[ScreenReader, Node, Puppet]) -> None:
    reader, root, program = heard
    combo = reader.find(root, "Place", "combo box")
    assert "language settings" in combo.description
    reader.find(root, "Use Canada", "push button").press()
    reader.find(root, "Who can help", "push button").press()
    reader.find(root, "Copy how to reach Harbour Line: 0800 555 0100", "push button").press()
    wait_until(lambda: program("world.copied") == ["0800 555 0100"], what="the number to be copied")
    page = reader.find(root, "Open the page of Harbour Line in the browser", "push button")
    assert "browser's history" in page.description
    assert program("world.opened") == []
    page.press()
    wait_until(lambda: len(program("world.opened")) == 1, what="the page to be opened")
