"""The furnished window: who the user is, shown and taken into account."""

import msgspec
import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from guard.profiles.palette import read_palette
from guard.session.model import (
    PlanChosen,
    Stop,
)
from tests.ui.application.house import PLAN, House
from tests.ui.pages.findings import found
from tests.ui.pages.stand_ins import AMBER, JUNIPER


@pytest.mark.usefixtures("dressed")
def test_who_the_user_is_frames_every_window_of_a_session_but_not_the_curtain(
    house: House, qtbot: QtBot
) -> None:
    furniture = house.furniture
    assert furniture.window.frame.persona is None
    house.keeper.do(PlanChosen(PLAN))
    qtbot.waitUntil(lambda: furniture.window.frame.band.text() == "You are Juniper on Signal")
    house.go_live()
    house.watch.sees(found("Recorder"))
    qtbot.waitUntil(lambda: bool(furniture.alerts.cards))
    card = furniture.alerts.cards[0]
    picture = card.grab().toImage()
    juniper = read_palette()[JUNIPER.colour].light
    assert picture.pixelColor(1, picture.height() // 2).name() == juniper.lower()
    assert "Juniper" not in " ".join(label.text() for label in card.findChildren(QLabel))
    furniture.curtain.raise_curtain()
    for cover in furniture.curtain.windows:
        said = [cover.accessibleName(), *(label.text() for label in cover.findChildren(QLabel))]
        assert "Juniper" not in " ".join(said)
    furniture.curtain.drop()
    house.keeper.do(Stop())
    qtbot.waitUntil(lambda: furniture.window.frame.persona is None)


def test_the_words_of_who_the_user_is_count_when_something_is_copied(house: House, qtbot: QtBot) -> None:
    furniture = house.furniture
    furniture.pseudonyms.known = (
        msgspec.structs.replace(JUNIPER, never=("Elm Street",)),
        msgspec.structs.replace(AMBER, never=("Acme",)),
    )
    assert [each.name for each in furniture.selfhood._lists(None)] == ["Juniper", "Amber"]
    assert [each.name for each in furniture.selfhood._lists(AMBER)] == ["Amber"]
    house.keeper.do(PlanChosen(PLAN))
    assert [each.name for each in furniture.selfhood._lists(None)] == ["Juniper"]
    furniture.selfhood.clipboard.copy("Elm Street 4")
    qtbot.waitUntil(lambda: "clipboard" in furniture.window._banners)
    says = furniture.window._banners["clipboard"].sentence.text()
    assert "never share as Juniper" in says
    assert "Elm" not in says
    furniture.selfhood.clipboard.copy("a quiet harbour")
    qtbot.waitUntil(lambda: "clipboard" not in furniture.window._banners)
    assert furniture.window._remark.text() == "Copied for one minute."
