"""Services and laws on the Help page: what is said, what leads out, and what is not known."""

from datetime import date, timedelta

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from guard.knowledge.law import SUBJECTS
from guard.knowledge.services import NEEDS
from guard.ui.pages.help import labels
from guard.ui.pages.help.law_view import LawView
from guard.ui.pages.help.service_list import ServiceCard
from guard.ui.pages.help.services_view import ServicesView
from tests.ui.pages.help_stand_ins import LOCAL, MANY, OLD, SEEN, TODAY, WORLDWIDE, World, law
from tests.ui.pages.looking import button, texts


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def services(qtbot: QtBot, world: World) -> ServicesView:
    view = ServicesView(world.desk())
    qtbot.addWidget(view)
    view.show()
    return view


@pytest.fixture
def laws(qtbot: QtBot, world: World) -> LawView:
    view = LawView(world.desk())
    qtbot.addWidget(view)
    view.show()
    return view


def cards(view: ServicesView) -> list[str]:
    QApplication.processEvents()
    return [card.service.name for card in view.findChildren(ServiceCard) if card.isVisibleTo(view)]


def test_a_card_says_what_for_whom_when_and_how(services: ServicesView) -> None:
    services._desk.whereabouts.choose("CA")
    seen = texts(services)
    for words in (
        "Harbour Line listens.",
        "For: Adults",
        "Where: Canada",
        "When: not known",
        "Phone: 0800 555 0100",
        "Text message: SAY HELLO to 55501",
        "Chat: on its web page",
        "Languages: English, French",
        "Cost: free",
        "Without giving a name: not known",
        "Last checked on 1 November 2026.",
    ):
        assert words in seen
    assert "re-check" not in seen


def test_a_place_shows_its_own_first_and_never_anothers(services: ServicesView) -> None:
    services._desk.whereabouts.choose("CA")
    assert cards(services) == [LOCAL.name, WORLDWIDE.name]
    services._desk.whereabouts.choose("")
    assert cards(services) == [WORLDWIDE.name]


def test_an_overdue_fact_asks_to_be_rechecked(services: ServicesView) -> None:
    services._desk.whereabouts.choose("IE")
    assert "please re-check" in texts(services)
    assert cards(services)[0] == OLD.name


def test_a_kind_of_help_narrows_the_list(services: ServicesView) -> None:
    services._desk.whereabouts.choose("IE")
    services.need.setCurrentIndex(1 + NEEDS.index("men"))
    assert cards(services) == [OLD.name]
    services.need.setCurrentIndex(1 + NEEDS.index("lgbtq"))
    assert cards(services) == []
    assert "That does not mean there is none." in texts(services)


def test_many_services_are_few_cards_until_somebody_asks(services: ServicesView) -> None:
    services._desk.whereabouts.choose("CA-QC")
    assert len(cards(services)) == 5
    button(services, "Show more (5 left)").click()
    assert cards(services) == [*(each.name for each in MANY), LOCAL.name, WORLDWIDE.name]
    services._desk.whereabouts.choose("CA")
    assert cards(services) == [LOCAL.name, WORLDWIDE.name]


def test_copying_takes_the_plain_text_and_opens_nothing(services: ServicesView, world: World) -> None:
    services._desk.whereabouts.choose("CA")
    button(services, "Copy how to reach Harbour Line: 0800 555 0100").click()
    button(services, "Copy the address of Harbour Line").click()
    assert world.copied == ["0800 555 0100", "https://harbour-line.example.org/"]
    assert world.opened == []


def test_a_page_opens_only_on_a_click_and_says_that_it_leaves_guard(
    services: ServicesView, world: World
) -> None:
    assert world.opened == []
    opens = button(services, "Open the page of World Desk in the browser")
    assert "browser" in opens.accessibleDescription()
    assert "kept in the browser's history" in texts(services)
    opens.click()
    assert world.opened == [WORLDWIDE.web]
    assert "No browser" not in texts(services)


def test_without_a_browser_it_says_what_to_do(services: ServicesView, world: World) -> None:
    world.browser = False
    opens = button(services, "Open the page of World Desk in the browser")
    opens.click()
    assert "No browser could be opened here." in texts(services)
    assert "No browser" in opens.accessibleDescription()
    world.browser = True
    opens.click()
    assert "No browser" not in texts(services)
    assert "usual browser" in opens.accessibleDescription()


def test_the_law_has_every_subject_and_says_where_nothing_is_confirmed(laws: LawView) -> None:
    laws._desk.whereabouts.choose("CA")
    seen = texts(laws)
    for subject in SUBJECTS:
        assert labels.subject(subject) in seen
    for words in (
        "Information, not advice",
        "This is information, not legal advice.",
        "Summary first.",
        "Canada: Act first",
        "In force since January 2024.",
        "Well confirmed",
        "Partly confirmed",
        "Guard did not find since when it is in force.",
        "Guard has nothing confirmed on this for this place: Canada. There may well be a law.",
        "Source: A page about it",
        "Last checked on 1 November 2026.",
    ):
        assert words in seen
    assert seen.count("nothing confirmed") == 3


def test_another_place_shows_nothing_of_the_last_one(laws: LawView) -> None:
    laws._desk.whereabouts.choose("CA")
    laws._desk.whereabouts.choose("IE")
    seen = texts(laws)
    assert "Summary first." not in seen
    assert "Comes into force: 1 June 2030." in seen
    assert "please re-check" in seen


def test_without_a_place_it_asks_for_one_and_claims_no_gap(laws: LawView) -> None:
    seen = texts(laws)
    assert "Choose one above" in seen
    assert "nothing confirmed" not in seen


def test_nothing_is_ever_called_allowed(laws: LawView) -> None:
    for place in ("", "CA", "IE"):
        laws._desk.whereabouts.choose(place)
        assert "it is legal" not in texts(laws).casefold()


@pytest.mark.parametrize(
    ("since", "said"),
    [
        ("2024", "In force since 2024."),
        ("2027", "Comes into force: 2027."),
        ("2026-11", "In force since November 2026."),
        ("2026-11-22", "In force since 22 November 2026."),
        ("2026-11-23", "Comes into force: 23 November 2026."),
    ],
)
def test_in_force_is_written_as_far_as_it_is_known(qtbot: QtBot, since: str, said: str) -> None:
    assert labels.in_force(law("any", "CA", in_force=since), TODAY) == said


def test_the_last_day_of_a_review_is_still_in_time(qtbot: QtBot) -> None:
    due = SEEN["review_after"]
    assert isinstance(due, date)
    assert "re-check" in labels.reviewed(LOCAL, due + timedelta(days=1))
    assert "re-check" not in labels.reviewed(LOCAL, due)


def test_a_long_address_can_break_and_is_heard_whole(services: ServicesView) -> None:
    assert "\u200b" in labels.address("https://example.org/a/b-c")
    assert labels.address("https://example.org/").replace("\u200b", "") == "example.org"
    assert all(each.accessibleName() or each.text() for each in services.findChildren(QPushButton))
