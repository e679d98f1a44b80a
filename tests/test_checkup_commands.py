import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from guard.lock import hold
from guard.places import usual
from tests.support.programs import json_of, run_guard
from tests.support.settings_stores import DCONF, needs, stores

LOCK = ["org.gnome.desktop.screensaver", "lock-enabled"]
KEYS = {
    "id",
    "title",
    "group",
    "outcome",
    "says",
    "evidence",
    "fixable",
    "undoable",
    "settings_link",
}
OUTCOMES = {"safe", "unsafe", "unknown", "not-applicable"}
pytestmark = [pytest.mark.real, needs("gsettings", "dconf", "dbus-daemon")]


@pytest.fixture
def gnome(home: Path, bus: str) -> Iterator[Mapping[str, str]]:
    """A GNOME session whose screen does not lock itself."""
    with stores(bus, DCONF) as session:
        gsettings(session, "set", *LOCK, "false")
        yield {**session, "XDG_CURRENT_DESKTOP": "GNOME"}


def gsettings(session: Mapping[str, str], *words: str) -> str:
    run = subprocess.run(["gsettings", *words], env=dict(session), capture_output=True, text=True, check=True)
    return run.stdout.strip()


def computer(session: Mapping[str, str]) -> dict[str, object]:
    run = run_guard("check", "--json", "--only", "computer", env=session)
    found: dict[str, object] = json_of(run)
    summary = found["summary"]
    assert isinstance(summary, dict)
    assert run.returncode == (1 if summary["unsafe"] else 0), run.stderr
    return found


def the_lock(session: Mapping[str, str]) -> dict[str, object]:
    """The check about the key that is set here, whatever it is called."""
    checks = computer(session)["checks"]
    assert isinstance(checks, list)
    (found,) = (one for one in checks if any(line.startswith(" ".join(LOCK)) for line in one["evidence"]))
    assert isinstance(found, dict)
    return found


def test_check_follows_the_contract(gnome: Mapping[str, str]) -> None:
    found = computer(gnome)
    checks, summary = found["checks"], found["summary"]
    assert isinstance(checks, list)
    assert isinstance(summary, dict)
    assert len(checks) > 50
    for check in checks:
        assert set(check) == KEYS
        assert check["outcome"] in OUTCOMES
        assert check["says"].startswith(check["title"])
    for outcome in OUTCOMES:
        assert summary[outcome] == sum(check["outcome"] == outcome for check in checks)
    assert {"alarm", "notice", "quiet"} <= set(summary)
    order = [check["outcome"] for check in checks]
    assert order == sorted(order, key=["unsafe", "unknown", "safe", "not-applicable"].index)


def test_without_a_desktop_no_desktops_setting_passes(home: Path) -> None:
    checks = computer({})["checks"]
    assert isinstance(checks, list)
    assert not any("org.gnome" in line for check in checks for line in check["evidence"])


def test_in_words_what_is_to_do_comes_first(gnome: Mapping[str, str]) -> None:
    run = run_guard("check", "--only", "computer", env=gnome)
    lines = run.stdout.splitlines()
    assert run.returncode == 1
    assert "to do" in lines[0]
    assert "cannot tell" in lines[0]
    assert "%" not in run.stdout
    assert lines[1] == "To do:"
    assert "!" not in run.stdout
    assert "you are safe" not in run.stdout.lower()


def test_capture_alone_reads_no_setting(gnome: Mapping[str, str]) -> None:
    found = json_of(run_guard("check", "--json", "--only", "capture", env=gnome))
    assert found["checks"] == []
    assert found["summary"]["unsafe"] == 0


def test_fix_and_undo_a_setting_changed_by_hand(gnome: Mapping[str, str]) -> None:
    check = the_lock(gnome)
    assert (check["outcome"], check["fixable"], check["undoable"]) == ("unsafe", True, False)
    name = str(check["id"])
    fixed = run_guard("fix", name, env=gnome)
    assert fixed.returncode == 0, fixed.stderr
    assert fixed.stdout.startswith("Done, and read again.")
    assert gsettings(gnome, "get", *LOCK) == "true"
    after = the_lock(gnome)
    assert (after["outcome"], after["fixable"], after["undoable"]) == ("safe", False, True)
    again = json_of(run_guard("fix", name, "--json", env=gnome))
    assert again["changed"] is False
    back = json_of(run_guard("undo", name, "--json", env=gnome))
    assert back["undone"] == [
        {"id": name, "outcome": "back", "says": "It is as it was before Guard changed it."}
    ]
    assert gsettings(gnome, "get", *LOCK) == "false"


def test_undo_asks_when_somebody_else_has_changed_it(gnome: Mapping[str, str]) -> None:
    name = str(the_lock(gnome)["id"])
    assert run_guard("fix", name, env=gnome).returncode == 0
    subprocess.run(
        ["dconf", "reset", "/org/gnome/desktop/screensaver/lock-enabled"], env=dict(gnome), check=True
    )
    asked = run_guard("undo", env=gnome)
    assert asked.returncode == 1
    assert "--force" in asked.stdout
    forced = run_guard("undo", "--force", env=gnome)
    assert forced.returncode == 0
    assert gsettings(gnome, "get", *LOCK) == "false"
    nothing = run_guard("undo", env=gnome)
    assert (nothing.returncode, nothing.stdout.startswith("Guard has changed nothing")) == (0, True)


@pytest.mark.parametrize(
    "words",
    [
        ["fix"],
        ["fix", "lin-no-such-check"],
        ["fix", "win-recall"],
        ["undo", "lin-no-such-check"],
        ["undo", "a", "b"],
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_two(home: Path, words: list[str]) -> None:
    run = run_guard(*words)
    assert run.returncode == 2
    assert run.stdout == ""
    assert len(run.stderr.strip().splitlines()) == 1
    assert run.stderr.strip().endswith((".", "lists them."))


def test_a_damaged_list_of_earlier_settings_keeps_it_from_changing_but_not_from_looking(
    gnome: Mapping[str, str],
) -> None:
    name = str(the_lock(gnome)["id"])
    journal = usual().state / "earlier-settings.json"
    journal.parent.mkdir(parents=True, exist_ok=True)
    journal.write_text("{")
    assert the_lock(gnome)["outcome"] == "unsafe"
    for words in (["fix", name], ["undo"]):
        run = run_guard(*words, env=gnome)
        assert run.returncode == 2
        assert "damaged" in run.stderr
    assert gsettings(gnome, "get", *LOCK) == "false"
    assert journal.read_text() == "{"


KILLING = """#!/bin/sh
case $1 in set) {before}; {real} "$@"; {after};; *) exec {real} "$@";; esac
"""


@pytest.mark.parametrize("moment", ["before", "after"])
def test_killed_around_the_change_it_can_be_put_back(
    gnome: Mapping[str, str], tmp_path: Path, moment: str
) -> None:
    name = str(the_lock(gnome)["id"])
    tool = tmp_path / "gsettings"
    kill = {"before": ":", "after": ":"} | {moment: "kill -9 $PPID; exit"}
    tool.write_text(KILLING.format(real=shutil.which("gsettings"), **kill))
    tool.chmod(0o755)
    run = run_guard("fix", name, env={**gnome, "PATH": f"{tmp_path}:{os.environ['PATH']}"})
    assert run.returncode == -signal.SIGKILL
    changed = moment == "after"
    assert gsettings(gnome, "get", *LOCK) == ("true" if changed else "false")
    assert the_lock(gnome)["undoable"] is changed
    assert run_guard("undo", env=gnome).returncode == 0
    assert gsettings(gnome, "get", *LOCK) == "false"
    assert the_lock(gnome)["undoable"] is False


def test_one_guard_at_a_time_changes(gnome: Mapping[str, str]) -> None:
    name = str(the_lock(gnome)["id"])
    state = usual().state
    state.mkdir(parents=True, exist_ok=True)
    held = hold(state / "settings.lock")
    assert held is not None
    with held:
        run = run_guard("fix", name, env=gnome)
    assert run.returncode == 2
    assert "Another Guard" in run.stderr
    assert gsettings(gnome, "get", *LOCK) == "false"


def test_the_journal_names_nothing_but_settings(gnome: Mapping[str, str]) -> None:
    name = str(the_lock(gnome)["id"])
    run_guard("fix", name, env=gnome)
    raw = (usual().state / "earlier-settings.json").read_text()
    assert json.loads(raw)["entries"][0]["before"] == {"value": "false", "absent": False}
    assert os.environ["HOME"] not in raw
