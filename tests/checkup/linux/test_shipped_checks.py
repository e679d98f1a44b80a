import subprocess
from collections import Counter
from pathlib import Path

import pytest

from guard.checkup import catalogue
from guard.checkup.check import Answer, Check, Reading
from guard.checkup.command import Ran
from guard.checkup.detect import SETTINGS, Command, GSettings
from guard.checkup.linux.looks import ask, looks
from guard.checkup.linux.settings import settings
from guard.checkup.programs import command
from tests.support.settings_stores import needs

CHECKS = catalogue.load("linux").checks
BY_ID = {check.id: check for check in CHECKS}
KEYS = [check for check in CHECKS if isinstance(check.detect, GSettings)]
LOCKED = 'a{oa{sa{sv}}} 1 "/org/bluez/hci0" 1 "org.bluez.Adapter1" 2 "Discoverable" b false "Pairable" b true'


def test_there_is_something_for_everybody() -> None:
    counted = Counter(check.id[:3] for check in CHECKS)
    assert counted["lin"] >= 45
    assert counted["any"] >= 8
    for desktop in ("gnome", "kde", "cinnamon", "mate", "xfce"):
        groups = {check.group for check in CHECKS if desktop in check.desktops}
        assert {"lock", "notifications"} <= groups, desktop


def test_each_check_says_why_in_words_of_its_own() -> None:
    assert [why for why, count in Counter(check.why for check in CHECKS).items() if count > 1] == []
    assert all(check.guide.endswith(".") and check.why.endswith(".") for check in CHECKS)


def test_everything_can_be_looked_at_here(tmp_path: Path) -> None:
    known = {*looks({}, tmp_path, frozenset), *settings({}, tmp_path), *SETTINGS}
    asked_for = {type(one) for check in CHECKS for one in (check.detect, *check.also)}
    assert asked_for <= known


def test_only_settings_of_the_user_are_changed() -> None:
    assert all(check.privilege == "user" for check in CHECKS if check.fix)


def test_what_only_a_person_can_see_is_asked() -> None:
    for check in CHECKS:
        if check.detect.__class__.__name__ == "Ask":
            reading = ask(check.detect)  # type: ignore[arg-type]  # its class says so
            assert reading.answer is Answer.UNKNOWN
            assert reading.why


@pytest.mark.real
@needs("gsettings")
@pytest.mark.parametrize("check", KEYS, ids=lambda check: check.id)
def test_each_key_is_there_and_of_the_kind_that_the_rule_is_about(check: Check) -> None:
    assert isinstance(check.detect, GSettings)
    asked = ["gsettings", "range", check.detect.schema, check.detect.key]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    if "No such schema" in done.stderr:
        pytest.skip("the schema is not installed")
    assert done.returncode == 0, done.stderr
    kind = done.stdout.split()
    rule = check.safe
    assert rule is not None
    if rule.one_of:
        assert kind == ["type", "b"]
        assert set(rule.valid) == {"true", "false"}
    else:
        assert kind in (["type", "u"], ["type", "i"])


def bluetooth(out: str, code: int = 0, err: str = "") -> Reading:
    what = BY_ID["lin-bluetooth"].detect
    assert isinstance(what, Command)
    return command(what, lambda _: Ran(code, out, err))


@pytest.mark.parametrize(
    ("out", "code", "err", "answer"),
    [
        (LOCKED, 0, "", Answer.SAFE),
        (LOCKED.replace("b false", "b true"), 0, "", Answer.UNSAFE),
        (f"{LOCKED} {LOCKED.replace('b false', 'b true')}", 0, "", Answer.UNSAFE),
        (f"{LOCKED.replace('b false', 'b true')} {LOCKED}", 0, "", Answer.UNSAFE),
        ('a{oa{sa{sv}}} 1 "/org/bluez" 0', 0, "", Answer.NOT_APPLICABLE),
        ("", 1, 'Call failed: Name "org.bluez" does not exist', Answer.NOT_APPLICABLE),
        ("", 1, "Failed to connect to bus: No such file or directory", Answer.UNKNOWN),
        (LOCKED, 1, "", Answer.UNKNOWN),
        ("", 0, "", Answer.UNKNOWN),
    ],
)
def test_bluetooth_is_judged_by_every_adapter(out: str, code: int, err: str, answer: Answer) -> None:
    reading = bluetooth(out, code, err)
    assert reading.answer is answer or (
        code and answer is Answer.UNKNOWN and reading.answer is not Answer.SAFE
    )


@pytest.mark.parametrize(
    "check_id", ["lin-mate-lock", "lin-mate-lock-delay", "lin-xfce-lock", "lin-xfce-idle"]
)
def test_a_locker_that_does_not_run_does_not_pass(check_id: str) -> None:
    program = BY_ID[check_id].program
    assert program is not None
    assert program.needed


@pytest.mark.parametrize("check_id", ["lin-gpaste", "lin-diodon"])
def test_a_clipboard_manager_that_is_not_here_does_not_apply(check_id: str) -> None:
    program = BY_ID[check_id].program
    assert program is not None
    assert not program.needed
