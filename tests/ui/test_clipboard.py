"""Copying on a real X display: who owns the selection, what goes with it, and when it is gone."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.support.children import running
from tests.ui.conftest import Puppet

pytestmark = pytest.mark.real

SETUP = """
import msgspec
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit
from guard.ui.clipboard import ClipboardCare
from tests.ui.pages.stand_ins import AMBER, JUNIPER, Immediately
juniper = msgspec.structs.replace(JUNIPER, never=("Rowena", "Elm Street"))
amber = msgspec.structs.replace(AMBER, never=("Acme",))
lists = lambda profile: [profile] if profile else [juniper, amber]
care = ClipboardCare(lists, Immediately(), clear_ms={ms})
copied, doubts = [], []
care.copied.connect(lambda: copied.append(1))
care.doubted.connect(doubts.append)
field = QLineEdit()
field.show()
"""
LONG_MS = 600_000


@pytest.fixture
def care(puppet: Callable[[str], Puppet], display: str) -> Puppet:
    return start(puppet, display, LONG_MS)


def start(puppet: Callable[[str], Puppet], display: str, ms: int) -> Puppet:
    program = puppet(display)
    program(SETUP.replace("{ms}", str(ms)))
    return program


def pasted(program: Puppet, target: str = "UTF8_STRING") -> str:
    """Return what another program gets when it pastes; "" when there is nothing."""
    return program.ask_x("sh", "-c", f"xclip -o -selection clipboard -t '{target}' 2>/dev/null || true")


@contextmanager
def another_copies(program: Puppet, words: str) -> Iterator[None]:
    """Let another program own the clipboard."""
    env = {"DISPLAY": program.display}
    owner = ["xclip", "-i", "-selection", "clipboard", "-quiet", "-loops", "0"]
    with running(owner, env=env, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        assert child.stdin is not None
        child.stdin.write(words.encode())
        child.stdin.close()
        program.until(f"QGuiApplication.clipboard().text() == {words!r}")
        yield


def test_a_copy_is_there_and_asks_to_be_left_out_of_histories(care: Puppet) -> None:
    care("care.copy('juniper.41', juniper)")
    assert pasted(care) == "juniper.41"
    assert pasted(care, "x-kde-passwordManagerHint") == "secret"
    assert care("copied") == [1]


def test_windows_is_asked_in_its_own_words(care: Puppet) -> None:
    care("care.copy('juniper.41', juniper)")
    for name in (
        "ExcludeClipboardContentFromMonitorProcessing",
        "CanIncludeInClipboardHistory",
        "CanUploadToCloudClipboard",
    ):
        kind = f'application/x-qt-windows-mime;value="{name}"'
        assert care(f"bytes(QGuiApplication.clipboard().mimeData().data({kind!r})).hex()") == "00000000"


def test_it_is_cleared_after_its_time(puppet: Callable[[str], Puppet], display: str) -> None:
    program = start(puppet, display, 50)
    program("care.copy('juniper.41', juniper)")
    program.until("not QGuiApplication.clipboard().text()")
    assert pasted(program) == ""


def test_what_another_program_has_copied_since_stays(care: Puppet) -> None:
    care("care.copy('juniper.41', juniper)")
    with another_copies(care, "theirs"):
        care.until("not care._minute.isActive()")
        care("care.clear()")
        assert pasted(care) == "theirs"


def test_the_same_words_of_another_program_stay_too(care: Puppet) -> None:
    care("care.copy('juniper.41', juniper)")
    with another_copies(care, "juniper.41"):
        care.until("not QGuiApplication.clipboard().ownsClipboard()")
        care("care.clear()")
        assert pasted(care) == "juniper.41"


def test_quitting_leaves_nothing(care: Puppet) -> None:
    care("care.copy('juniper.41', juniper)")
    care("care.clear()")
    assert pasted(care) == ""


def test_a_word_that_is_never_shared_is_asked_about_first(care: Puppet) -> None:
    care("care.copy('R0wena of Elm  Street', juniper)")
    assert care("[doubt.names for doubt in doubts]") == [["Juniper"]]
    assert pasted(care) == ""
    care("doubts[0].go_on()")
    assert pasted(care) == "R0wena of Elm  Street"
    assert pasted(care, "x-kde-passwordManagerHint") == "secret"


def test_without_a_pseudonym_everybodys_words_count(care: Puppet) -> None:
    care("care.copy('I work at Acme')")
    assert care("[doubt.names for doubt in doubts]") == [["Amber"]]
    care("care.copy('I work at Acme', juniper)")
    assert pasted(care) == "I work at Acme"


def test_what_a_field_copies_by_itself_is_taken_care_of(care: Puppet) -> None:
    care("field.setText('a quiet harbour'); field.selectAll(); field.copy()")
    assert pasted(care) == "a quiet harbour"
    assert pasted(care, "x-kde-passwordManagerHint") == "secret"
    care("care.clear()")
    assert pasted(care) == ""


def test_a_field_does_not_copy_what_is_never_shared(care: Puppet) -> None:
    care("field.setText('Elm Street 4'); field.selectAll(); field.copy()")
    assert care("len(doubts)") == 1
    assert pasted(care) == ""


def test_what_stood_there_before_a_doubt_and_is_anothers_stays(care: Puppet) -> None:
    with another_copies(care, "theirs"):
        care("care.copy('Elm Street', juniper)")
        assert pasted(care) == "theirs"
