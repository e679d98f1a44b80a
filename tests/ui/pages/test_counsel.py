"""Counsel comes from a worker that may be slow, and only the newest question is answered."""

import msgspec

from guard.errors import GuardError
from guard.profiles.caution import Caution
from guard.profiles.parts import Handle
from guard.ui.pages.counsel import Counsel, CounselDesk, Ideas
from tests.ui.pages.stand_ins import AMBER, JUNIPER, Patient, sage

ROWENA = msgspec.structs.replace(AMBER, name="Rowena")


def test_it_is_made_on_the_worker_and_once() -> None:
    made: list[Counsel] = []
    worker = Patient()

    def make() -> Counsel:
        made.append(sage())
        return made[-1]

    desk = CounselDesk(make, worker)
    heard: list[tuple[Caution, ...]] = []
    desk.advise("one", ROWENA, (), heard.append)
    desk.advise("other", JUNIPER, (), heard.append)
    assert made == []
    worker.finish()
    assert len(made) == 1
    assert [len(cautions) for cautions in heard] == [1, 0]


def test_an_older_question_of_the_same_asker_is_void() -> None:
    worker = Patient()
    desk = CounselDesk(sage, worker)
    heard: list[tuple[Caution, ...]] = []
    desk.advise("editor", ROWENA, (), heard.append)
    desk.advise("editor", JUNIPER, (), heard.append)
    worker.finish()
    assert heard == [()]


def test_what_fails_says_nothing_and_is_tried_again() -> None:
    worker = Patient()
    desk = CounselDesk(sage, worker)
    heard: list[tuple[Caution, ...]] = []
    desk.advise("editor", ROWENA, (), heard.append)
    worker.refuse("The list of words cannot be read.")
    assert heard == []
    desk.advise("editor", ROWENA, (), heard.append)
    worker.finish()
    assert len(heard) == 1


def test_links_are_looked_for_once_a_book() -> None:
    worker = Patient()
    desk = CounselDesk(sage, worker)
    handle = (Handle(platform="signal", handle="mossowl"),)
    linked = tuple(msgspec.structs.replace(each, handles=handle) for each in (JUNIPER, AMBER))
    desk.look(linked)
    desk.look(linked)
    assert len(worker.jobs) == 1
    worker.finish()
    assert [caution.other for caution in desk.links_of(JUNIPER.id)] == [AMBER.id]
    desk.look((JUNIPER, AMBER))
    worker.finish()
    assert desk.links_of(JUNIPER.id) == ()


def test_suggestions_name_their_styles_and_tell_a_failure() -> None:
    worker = Patient()
    desk = CounselDesk(sage, worker)
    heard: list[Ideas] = []
    failed: list[GuardError] = []
    desk.suggest("", (), heard.append, failed.append)
    worker.finish()
    assert heard[0].style == "pairs"
    assert heard[0].names == ("Quiet Harbour", "Late Lantern")
    desk.suggest("handle", (), heard.append, failed.append)
    worker.refuse("The list of words cannot be read.")
    assert [error.sentence for error in failed] == ["The list of words cannot be read."]
