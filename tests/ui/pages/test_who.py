"""Who the user is in the next session: those in use, and what is worth knowing first."""

from datetime import date

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from guard.ui.pages.pseudonyms import Pseudonyms
from guard.ui.pages.who import WhoChoice
from tests.ui.pages.looking import button, nameless, texts
from tests.ui.pages.stand_ins import AMBER, JUNIPER, MemoryKeeper, Patient

SECRETIVE = msgspec.structs.replace(JUNIPER, never=("Elm Street", "Acme"))


@pytest.fixture
def who(qtbot: QtBot, desk: Pseudonyms, worker: Patient) -> WhoChoice:
    shown = WhoChoice(desk)
    qtbot.addWidget(shown)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


def load(desk: Pseudonyms, worker: Patient) -> None:
    desk.load()
    worker.finish()


def pills(who: WhoChoice) -> list[str]:
    return [pill.text() for pill in who.choice.pills()] if who.choice is not None else []


def chosen(who: WhoChoice) -> str:
    return who.profile.id if who.profile is not None else ""


def test_retired_ones_are_not_offered(
    who: WhoChoice, desk: Pseudonyms, worker: Patient, keyring: MemoryKeeper
) -> None:
    keyring.kept[0] = msgspec.structs.replace(JUNIPER, retired=date(2026, 11, 8))
    load(desk, worker)
    assert pills(who) == ["Amber"]
    who.choose(JUNIPER.id)
    assert chosen(who) == ""
    assert "not offered" not in texts(who)
    keyring.kept[1] = msgspec.structs.replace(AMBER, retired=date(2026, 11, 8))
    load(desk, worker)
    assert pills(who) == []
    assert "Retired pseudonyms are not offered" in texts(who)


def test_one_that_is_retired_meanwhile_is_no_longer_chosen(
    who: WhoChoice, desk: Pseudonyms, worker: Patient, keyring: MemoryKeeper
) -> None:
    load(desk, worker)
    who.choose(JUNIPER.id)
    assert chosen(who) == JUNIPER.id
    keyring.retire(JUNIPER.id)
    load(desk, worker)
    assert chosen(who) == ""


def test_what_is_never_shared_is_shown_on_request_only(
    who: WhoChoice, desk: Pseudonyms, worker: Patient, keyring: MemoryKeeper
) -> None:
    keyring.kept[0] = SECRETIVE
    load(desk, worker)
    assert not who.reminder.isVisible()
    who.choose(JUNIPER.id)
    assert "Elm Street" not in texts(who)
    button(who, "Show what you never share as Juniper").click()
    assert "Never share as Juniper: Elm Street, Acme" in texts(who)
    button(who, "Hide it again").click()
    assert "Elm Street" not in texts(who)
    assert nameless(who) == []
    who.choose(AMBER.id)
    assert not who.reminder.show_words.isVisible()


def test_cautions_of_the_chosen_one_are_told_once(
    who: WhoChoice, desk: Pseudonyms, worker: Patient, keyring: MemoryKeeper
) -> None:
    keyring.kept[0] = msgspec.structs.replace(JUNIPER, about="Rowena, who likes gardens")
    load(desk, worker)
    who.choose(AMBER.id)
    assert "login name" not in texts(who)
    who.choose(JUNIPER.id)
    assert texts(who).count("your login name") == 1


def test_many_are_searched(who: WhoChoice, desk: Pseudonyms, worker: Patient, keyring: MemoryKeeper) -> None:
    keyring.kept += [msgspec.structs.replace(AMBER, id=f"q{n}", name=f"Fern {n}") for n in range(20)]
    load(desk, worker)
    assert who.choice is None
    assert who.combo is not None
    assert chosen(who) == ""
    who.combo.setEditText("fern 12")
    assert chosen(who) == "q12"
    who.combo.setEditText("fern")
    assert chosen(who) == ""
    who.choose("q3")
    assert who.combo.currentText() == "Fern 3"
    assert nameless(who) == []
