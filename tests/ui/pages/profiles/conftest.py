"""A page with one rich pseudonym, and its editor."""

from collections.abc import Callable

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from guard.profiles.parts import Handle, Limit
from guard.ui.pages.profile_editor import ProfileEditor
from guard.ui.pages.profiles import ProfilesPage
from guard.ui.pages.pseudonyms import Pseudonyms
from tests.ui.pages.looking import button, complete
from tests.ui.pages.stand_ins import JUNIPER, MemoryKeeper, Patient

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
