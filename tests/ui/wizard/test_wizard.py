"""The set-up on screen: every page, by keyboard alone, and what it writes when."""

from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from guard.knowledge.platform_notes import Noted
from guard.session.boundaries import Channel, Level
from guard.session.model import Session
from guard.session.phase import Phase
from guard.ui import theme
from guard.ui.wizard import said
from guard.ui.wizard.flow import Choices, Deed, End, Reason, Step, to_write
from guard.ui.wizard.step_page import StepPage
from guard.ui.wizard.steps.computer import ComputerPage
from guard.ui.wizard.steps.defaults import DefaultsPage
from guard.ui.wizard.steps.limits import LimitsPage
from guard.ui.wizard.steps.platforms import PlatformsPage
from guard.ui.wizard.steps.pseudonym import PseudonymPage
from guard.ui.wizard.steps.secrets import SecretsPage
from tests.ui.pages.checking import NOW
from tests.ui.pages.looking import button, nameless, texts, too_wide
from tests.ui.wizard.conftest import Stage

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform has no window manager

ENTER, ESCAPE, LEFT = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Left
ALT = Qt.KeyboardModifier.AltModifier


P = TypeVar("P", bound=StepPage)


def step(stage: Stage) -> Step:
    return stage.wizard.now.step


def deeds(stage: Stage) -> tuple[Deed, ...]:
    return stage.wizard.now.deeds


def page(stage: Stage, kind: type[P]) -> P:
    found = stage.wizard.page
    assert isinstance(found, kind)
    return found


def test_enter_alone_goes_through_and_finishes(stage: Stage) -> None:
    for number, each in enumerate(Step, 1):
        assert step(stage) is each
        assert f"Step {number} of 8" in texts(stage.wizard)
        stage.key(ENTER)
    assert [each.end for each in stage.ended] == [End.FINISHED]
    assert stage.keyring.kept == []


def test_alt_left_goes_back_and_escape_leaves_without_a_question(stage: Stage) -> None:
    stage.key(ENTER)
    stage.key(ENTER)
    stage.key(LEFT, ALT)
    assert step(stage) is Step.SECRETS
    stage.key(ESCAPE)
    assert [each.end for each in stage.ended] == [End.LEFT]
    assert to_write(stage.ended[0]) is None


def test_a_skip_asks_for_its_reason_first(stage: Stage) -> None:
    stage.key(ENTER)
    stage.wizard.footer.skip.click()
    assert step(stage) is Step.SECRETS
    stage.key(ESCAPE)
    assert stage.ended == []
    assert stage.wizard.footer.reasons.isHidden()
    stage.wizard.footer.skip.click()
    stage.key(ENTER)
    assert stage.wizard.now.skipped == ((Step.SECRETS, Reason.LATER),)
    assert step(stage) is Step.COMPUTER
    stage.go_to(Step.DONE)
    assert "for later" in texts(stage.wizard)
    go = next(
        each for each in stage.wizard.page.findChildren(type(stage.wizard.footer.next)) if each.isVisible()
    )
    assert go.accessibleName() == f"Go to: {said.name(Step.SECRETS)}"
    go.click()
    assert step(stage) is Step.SECRETS


def test_the_secrets_page_names_the_keyring_and_makes_a_kit(stage: Stage) -> None:
    stage.go_to(Step.SECRETS)
    secrets = page(stage, SecretsPage)
    assert "GNOME Keyring" in texts(stage.wizard)
    secrets.make.click()
    task = stage.wizard.task
    assert task is not None
    stage.key(ESCAPE)
    assert stage.wizard.task is None
    assert stage.ended == []
    secrets.make.click()
    button(stage.wizard, "Or: it is put away").click()
    button(stage.wizard, "Use this kit").click()
    assert deeds(stage) == (Deed.KIT,)
    assert secrets.make.isHidden()
    assert "use kit" in stage.secrets.calls


def test_without_a_keyring_a_passphrase_file_is_begun_in_place(stage: Stage) -> None:
    stage.secrets.trouble = "There is no keyring here."
    stage.go_to(Step.SECRETS)
    secrets = page(stage, SecretsPage)
    assert "There is no keyring here." in texts(stage.wizard)
    secrets.home.file.click()
    assert stage.wizard.task is not None
    assert "Back to the set-up" in stage.wizard.task.back.text()


def test_this_computer_shows_the_worst_first_and_fixes_in_place(stage: Stage, qtbot: QtBot) -> None:
    stage.go_to(Step.COMPUTER)
    computer = page(stage, ComputerPage)
    qtbot.waitUntil(lambda: len(computer.rows) >= 2)
    first = next(iter(computer.rows))
    assert first == "lin-lock"
    assert deeds(stage) == ()
    computer.rows[first].ways.fix.click()
    assert "read again" in texts(stage.wizard)
    assert first in computer.rows
    assert deeds(stage) == (Deed.CHANGE,)
    computer.rows[first].ways.undo.click()
    assert deeds(stage) == ()


def test_a_pseudonym_is_kept_before_it_goes_on(stage: Stage) -> None:
    stage.go_to(Step.PSEUDONYM)
    pseudonym = page(stage, PseudonymPage)
    assert stage.wizard.focusWidget() is pseudonym.form.name
    pseudonym.form.name.setText("Quiet Harbour")
    stage.wizard.footer.next.click()
    assert [each.name for each in stage.keyring.kept] == ["Quiet Harbour"]
    assert step(stage) is Step.LIMITS
    assert deeds(stage) == (Deed.PSEUDONYM,)
    stage.key(LEFT, ALT)
    assert "Kept: Quiet Harbour" in texts(stage.wizard)
    pseudonym.another.click()
    assert pseudonym.form.isVisible()


def test_enter_in_the_name_keeps_it_and_a_refused_name_stays(stage: Stage) -> None:
    stage.go_to(Step.PSEUDONYM)
    pseudonym = page(stage, PseudonymPage)
    pseudonym.form.name.setText("Quiet Harbour")
    stage.key(ENTER)
    assert len(stage.keyring.kept) == 1
    assert step(stage) is not Step.COMPUTER


def make_pseudonym(stage: Stage, name: str = "Quiet Harbour") -> None:
    stage.go_to(Step.PSEUDONYM)
    page(stage, PseudonymPage).form.name.setText(name)
    stage.wizard.footer.next.click()


def kept_limits(stage: Stage) -> set[tuple[str, str, str]]:
    return {(each.topic, each.channel, each.level) for each in stage.keyring.kept[0].limits}


def test_limits_are_kept_with_the_pseudonym_at_the_end_and_not_before(stage: Stage, qtbot: QtBot) -> None:
    make_pseudonym(stage)
    limits = page(stage, LimitsPage)
    assert "For Quiet Harbour" in texts(stage.wizard)
    assert {choice.place() for choice in limits.choices.values()} == {1}
    limits.choices["face"].pills()[0].click()
    stage.go_to(Step.DONE)
    assert "Limits changed for your pseudonym: 1." in texts(stage.wizard)
    assert kept_limits(stage) == set()
    stage.key(ENTER)
    finish(stage)
    never = {("face", "picture", "never"), ("face", "live", "never")}
    qtbot.waitUntil(lambda: kept_limits(stage) == never)
    assert stage.told == []


def test_limits_that_hold_are_shown_and_what_nobody_touches_stays(stage: Stage, qtbot: QtBot) -> None:
    make_pseudonym(stage)
    profile = stage.keyring.kept[0]
    stage.limits.decide(profile.id, "face", [Channel.PICTURE, Channel.LIVE], Level.NEVER)
    stage.limits.decide(profile.id, "place", [Channel.TEXT], Level.NEVER)
    qtbot.waitUntil(lambda: len(kept_limits(stage)) == 3)
    before = kept_limits(stage)
    stage.key(LEFT, ALT)
    stage.go_to(Step.LIMITS)
    limits = page(stage, LimitsPage)
    assert limits.choices["face"].place() == 0
    assert limits.choices["place"].place() is None
    stage.go_to(Step.DONE)
    stage.key(ENTER)
    kept = to_write(stage.ended[0])
    assert kept is not None
    assert kept.limits == ()
    assert kept_limits(stage) == before


def test_a_session_keeps_limits_from_getting_looser(stage: Stage, qtbot: QtBot) -> None:
    make_pseudonym(stage)
    profile = stage.keyring.kept[0]
    stage.limits.decide(profile.id, "meeting", list(Channel), Level.NEVER)
    qtbot.waitUntil(lambda: len(kept_limits(stage)) == len(Channel))
    before = kept_limits(stage)
    stage.key(LEFT, ALT)
    stage.go_to(Step.LIMITS)
    page(stage, LimitsPage).choices["meeting"].pills()[1].click()
    page(stage, LimitsPage).choices["face"].pills()[0].click()
    stage.sessions.session = Session(Phase.LIVE)
    stage.go_to(Step.DONE)
    stage.key(ENTER)
    finish(stage)
    qtbot.waitUntil(lambda: len(kept_limits(stage)) == len(before) + 2)
    assert kept_limits(stage) >= before
    assert "only get tighter" in stage.told[0]


def test_without_a_pseudonym_the_limits_page_leads_to_one(stage: Stage) -> None:
    stage.go_to(Step.LIMITS)
    limits = page(stage, LimitsPage)
    assert "there is none yet" in texts(stage.wizard)
    limits.make.click()
    assert step(stage) is Step.PSEUDONYM


def test_what_is_skipped_for_later_is_remembered_at_the_end_only(stage: Stage) -> None:
    stage.go_to(Step.SECRETS)
    stage.wizard.footer.skip.click()
    stage.wizard.footer.reason[Reason.LATER].click()
    stage.go_to(Step.DONE)
    assert stage.notes.steps == {}
    stage.key(ENTER)
    finish(stage)
    assert stage.notes.steps == {"secrets": "later"}


def finish(stage: Stage) -> None:
    """Write what was chosen, as the window does."""
    ended = stage.ended[0]
    kept = to_write(ended)
    assert kept is not None
    stage.desk.keep(kept, ended.usual, ended.skipped)


def test_only_finishing_writes_settings_and_picks(stage: Stage) -> None:
    stage.go_to(Step.PLATFORMS)
    platforms = page(stage, PlatformsPage)
    platforms.boxes["signal"].click()
    assert "Signal: " in texts(stage.wizard)
    stage.go_to(Step.DEFAULTS)
    defaults = page(stage, DefaultsPage)
    defaults.often.pills()[0].click()
    defaults.autostart.click()
    defaults.discreet.click()
    stage.go_to(Step.DONE)
    assert "Platforms picked: 1." in texts(stage.wizard)
    assert (stage.settings.kept.set_up, stage.autostart.on, stage.picks.saved) == (False, False, [])
    stage.key(ENTER)
    kept = to_write(stage.ended[0])
    assert kept is not None
    stage.desk.keep(kept, stage.ended[0].usual)
    settings = stage.settings.kept
    assert (settings.set_up, settings.check_in, settings.discreet, settings.autostart) == (
        True,
        10,
        False,
        True,
    )
    assert stage.autostart.on
    assert stage.picks.saved[-1].picked == ("signal",)


def test_ticks_that_were_kept_outlive_the_picks(stage: Stage) -> None:
    stage.picks.noted = Noted(picked=("zoom",), looked={"zoom-x": NOW.date()})
    stage.desk.keep(Choices(platforms=("signal",)), stage.desk.usual())
    assert stage.picks.saved[-1].picked == ("signal",)
    assert "zoom-x" in stage.picks.saved[-1].looked


def test_autostart_that_cannot_be_written_is_told_and_the_rest_is_kept(stage: Stage) -> None:
    stage.autostart.broken = True
    stage.desk.keep(Choices(45, autostart=True), Choices())
    assert "Permission denied" in stage.told[0]
    settings = stage.settings.kept
    assert (settings.set_up, settings.check_in, settings.autostart) == (True, 45, False)


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("size", [(480, 400), (640, 480), (1040, 680)])
def test_every_page_fits_and_every_control_has_a_name(
    stage: Stage, qapp: QApplication, size: tuple[int, int], scale: float
) -> None:
    theme.apply(qapp, dark=False, text_scale=scale)
    try:
        stage.wizard.resize(*size)
        for each in Step:
            stage.go_to(each)
            QApplication.processEvents()
            assert nameless(stage.wizard) == [], each
            assert too_wide(stage.wizard) == [], each
            stage.wizard.footer.skip.click()
            assert stage.wizard.width() == size[0], each
            assert too_wide(stage.wizard) == [], each
            stage.wizard.footer.close_reasons()
    finally:
        theme.apply(qapp, dark=False)
