import json
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from guard import __version__
from tests.support.children import running
from tests.support.programs import SOURCE, copied_tree, json_of, run_guard


def lines_of(child: subprocess.Popen[bytes]) -> bytes:
    assert child.stdout is not None
    return child.stdout.readline()


@pytest.mark.parametrize(
    "words",
    [
        ["frobnicate"],
        ["watch", "--for", "soon"],
        ["watch", "--for", "-1"],
        ["watch", "--for", "nan"],
        ["watch", "--expect", "firefox"],
        ["watch", "--expect", "firefox:soul"],
        ["watch", "--expect", ":camera"],
        ["check", "--only", "everything"],
        ["profiles", "add"],
        ["profiles", "show"],
        ["profiles", "list", "something"],
        ["--no-such-option"],
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_two(words: list[str]) -> None:
    run = run_guard(*words)
    assert run.returncode == 2
    assert run.stdout == ""
    assert len(run.stderr.strip().splitlines()) == 1
    assert run.stderr.strip().endswith(".")
    assert "Traceback" not in run.stderr


def test_version() -> None:
    assert run_guard("--version").stdout.strip() == f"guard {__version__}"


def test_check_follows_the_contract() -> None:
    run = run_guard("check", "--json")
    found = json_of(run)
    assert set(found) == {"findings", "coverage", "checks", "summary"}
    assert {sensor["state"] for sensor in found["coverage"]["sensors"]} <= {"on", "limited", "off"}
    assert all(sensor["why"] for sensor in found["coverage"]["sensors"])
    assert found["coverage"]["blind_spots"]
    to_do = found["summary"]["alarm"] + found["summary"]["notice"] + found["summary"]["unsafe"]
    assert run.returncode == (1 if to_do else 0)


def test_check_in_words_never_promises_safety() -> None:
    run = run_guard("check")
    assert run.returncode in {0, 1}
    assert "Guard cannot see:" in run.stdout
    assert "you are safe" not in run.stdout.lower()
    assert "%" not in run.stdout


def test_check_of_the_computer_alone_watches_nothing() -> None:
    found = json_of(run_guard("check", "--json", "--only", "computer"))
    assert found["findings"] == []
    assert found["coverage"]["sensors"] == []


def test_without_a_display_it_says_so_and_checks() -> None:
    run = run_guard(env={"QT_QPA_PLATFORM": ""})
    assert run.returncode in {0, 1}
    assert run.stdout.splitlines()[0].startswith("There is no display here")
    assert "sensor process-events" in run.stdout


def test_a_display_that_does_not_answer_is_none() -> None:
    run = run_guard(env={"QT_QPA_PLATFORM": "", "DISPLAY": ":987", "WAYLAND_DISPLAY": "nowhere"})
    assert run.stdout.startswith("There is no display here")


def test_watch_begins_with_what_it_can_see_and_ends_by_itself() -> None:
    run = run_guard("watch", "--json", "--for", "3")
    assert run.returncode == 0
    first = json.loads(run.stdout.splitlines()[0])
    assert first["event"] == "watching"
    assert any(sensor["name"] == "process-events" for sensor in first["sensors"])
    assert first["blind_spots"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_watch_ends_well_when_asked_to(number: signal.Signals) -> None:
    with running([sys.executable, "-m", "guard", "watch", "--json"], stdout=subprocess.PIPE) as child:
        assert b'"watching"' in lines_of(child)
        child.send_signal(number)
        assert child.wait(20) == 0


def test_watch_ends_when_nobody_reads() -> None:
    command = f"{sys.executable} -m guard watch --json | head -n 1; echo ${{PIPESTATUS[0]}}"
    with running(["bash", "-c", command], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert b'"watching"' in lines_of(child)
        # the next event finds the reader gone
        subprocess.run(["bash", "-c", "exec -a scrot true"], check=True)
        assert child.stderr is not None


def test_watch_never_loads_qt() -> None:
    code = (
        "import sys, threading\n"
        "from guard.cli import main\n"
        "main(['watch', '--json', '--for', '2.5'])\n"
        "sys.exit(any(name.startswith(('PySide6', 'keyring', 'secretstorage')) for name in sys.modules))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, timeout=60, check=False, cwd=SOURCE
    )
    assert run.returncode == 0, run.stderr


def test_stop_without_an_open_guard_says_so() -> None:
    run = run_guard("stop")
    assert run.returncode == 0
    assert "not open" in run.stdout


def test_doctor_names_every_part() -> None:
    found = json_of(run_guard("doctor", "--json"))
    names = {part["name"] for part in found["parts"]}
    assert {
        "catalogue",
        "checklist",
        "platforms",
        "keyring",
        "display",
        "tray",
        "sensor process-events",
    } <= names
    assert {part["state"] for part in found["parts"]} <= {"on", "limited", "off", "unknown"}
    assert found["version"] == __version__


def test_profiles_are_kept_and_read_back(keyring_daemon: Mapping[str, str]) -> None:
    assert json_of(run_guard("profiles", "--json", env=keyring_daemon)) == {"profiles": []}
    added = json_of(run_guard("profiles", "add", "Juniper Hill", "--json", env=keyring_daemon))
    listed = json_of(run_guard("profiles", "list", "--json", env=keyring_daemon))["profiles"]
    assert listed == [added]
    assert json_of(run_guard("profiles", "show", added["id"], "--json", env=keyring_daemon)) == added
    again = run_guard("profiles", "add", "juniper hill", env=keyring_daemon)
    assert again.returncode == 2
    assert run_guard("profiles", "remove", added["id"], env=keyring_daemon).returncode == 0
    missing = run_guard("profiles", "show", added["id"], env=keyring_daemon)
    assert missing.returncode == 2
    assert len(missing.stderr.strip().splitlines()) == 1


def test_profiles_without_a_keyring_say_so_and_lose_nothing() -> None:
    run = run_guard("profiles", "add", "Juniper")
    assert run.returncode == 2
    assert len(run.stderr.strip().splitlines()) == 1
    assert "Traceback" not in run.stderr


BROKEN = {
    "a wrong type": ('os = "linux"\n\n[[tool]]\nid = "x"\nname = 7\n', 5, "name"),
    "an unknown field": ('os = "linux"\n[[tool]]\nid = "x"\nname = "X"\nexes = ["x"]\n', 5, "exes"),
    "not TOML": ('os = "linux"\n[[tool]\n', 2, ""),
    "an unknown kind": (
        'os = "linux"\n[[tool]]\nid = "x"\nname = "X"\ncategory = "harmless"\ncaptures = ["dreams"]\nsource = "s"\n',
        6,
        "captures",
    ),
}


@pytest.mark.parametrize("what", BROKEN)
@pytest.mark.parametrize("command", [["check", "--json"], ["watch", "--json", "--for", "1"]])
def test_a_malformed_catalogue_is_one_sentence(what: str, command: list[str], tmp_path: Path) -> None:
    content, line, name = BROKEN[what]
    tree = copied_tree(tmp_path)
    (tree / "resources" / "catalogue" / "linux-mine.toml").write_text(content, encoding="utf-8")
    run = run_guard(*command, source=tree)
    assert run.returncode == 2
    assert run.stdout == ""
    assert len(run.stderr.strip().splitlines()) == 1
    assert f"linux-mine.toml, line {line}" in run.stderr
    assert name in run.stderr


def test_a_malformed_checklist_is_one_sentence_and_the_guard_looks_all_the_same(tmp_path: Path) -> None:
    tree = copied_tree(tmp_path)
    text = '[[item]]\nid = "mine.one"\ngroup = "consent"\ntext = 7\n'
    (tree / "resources" / "checklists" / "zz-mine.toml").write_text(text, encoding="utf-8")
    run = run_guard("check", "--json", source=tree)
    assert run.returncode == 2
    assert json_of(run)["coverage"]["sensors"]
    assert len(run.stderr.strip().splitlines()) == 1
    assert "zz-mine.toml, line 4" in run.stderr
    assert "text" in run.stderr


def test_lost_data_is_one_sentence(tmp_path: Path) -> None:
    tree = copied_tree(tmp_path)
    for file in (tree / "resources" / "catalogue").iterdir():
        file.unlink()
    run = run_guard("check", source=tree)
    assert run.returncode == 2
    assert "catalogue" in run.stderr


def test_it_runs_where_home_cannot_be_written(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o500)
    run = run_guard(
        "check", "--json", env={"HOME": str(home), "XDG_STATE_HOME": str(home), "XDG_RUNTIME_DIR": str(home)}
    )
    assert run.returncode in {0, 1}
    assert list(home.iterdir()) == []
