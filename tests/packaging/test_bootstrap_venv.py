import json
import tomllib
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from bootstrap_report import Failure, Report, Result
from bootstrap_venv import LEVELS, Action, Stamp, Venv, decide
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

WANTED = Stamp(python="3.11", place="/x/.venv", inputs="abc", level="test")


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (WANTED, Action.NOTHING),
        (replace(WANTED, level="real"), Action.NOTHING),
        (replace(WANTED, level="run"), Action.INSTALL),
        (replace(WANTED, inputs="old"), Action.INSTALL),
        (replace(WANTED, python="3.12"), Action.REBUILD),
        (replace(WANTED, place="/moved/.venv"), Action.REBUILD),
        (None, Action.REBUILD),
    ],
)
def test_decide(found: Stamp | None, expected: Action) -> None:
    assert decide(found, WANTED) is expected


class Pip(Report):
    """Makes venvs of one file, and answers for pip."""

    def __init__(self, folder: Path, answers: Sequence[Result]) -> None:
        super().__init__(folder / "build" / "setup.log")
        self.ran: list[list[str]] = []
        self._answers = list(answers)

    def run(self, argv: object, **_: object) -> Result:
        assert isinstance(argv, list)
        self.ran.append(argv)
        if "venv" in argv:
            python = Path(argv[-1]) / "bin" / "python"
            python.parent.mkdir(parents=True, exist_ok=True)
            python.touch()
            return Result(0, "")
        return self._answers.pop(0)


OK = Result(0, "")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "packaging").mkdir()
    (tmp_path / "packaging" / "constraints.txt").write_text("# head\npsutil==7.0\n")
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    return tmp_path


def make(tree: Path, level: str, answers: Sequence[Result] = (OK,)) -> tuple[Action, Pip]:
    pip = Pip(tree, answers)
    venv = Venv(tree, pip, python="/usr/bin/python3")
    action = venv.action(level)
    if action is not Action.NOTHING:
        venv.carry_out(action, level)
    return action, pip


def test_second_run_does_nothing(tree: Path) -> None:
    assert make(tree, "run")[0] is Action.REBUILD
    assert make(tree, "run")[0] is Action.NOTHING


def test_tests_extend_the_venv_and_running_keeps_it(tree: Path) -> None:
    make(tree, "run")
    action, pip = make(tree, "test")
    assert action is Action.INSTALL
    assert ".[test]" in pip.ran[0]
    assert make(tree, "run")[0] is Action.NOTHING


@pytest.mark.parametrize("file", ["pyproject.toml", "packaging/constraints.txt"])
def test_changed_inputs_install_again_and_keep_the_level(tree: Path, file: str) -> None:
    make(tree, "test")
    (tree / file).write_text("# head\nchanged\n")
    action, pip = make(tree, "run")
    assert action is Action.INSTALL
    assert ".[test]" in pip.ran[0]
    assert make(tree, "test")[0] is Action.NOTHING


def test_half_finished_venv_is_made_again(tree: Path) -> None:
    with pytest.raises(Failure, match="The disk is full"):
        make(tree, "run", [Result(1, "ERROR: Could not install: [Errno 28] No space left on device")])
    action, pip = make(tree, "run")
    assert action is Action.REBUILD
    assert "--clear" in pip.ran[0]


def test_interrupted_update_is_made_again(tree: Path) -> None:
    make(tree, "run")
    with pytest.raises(Failure):
        make(tree, "test", [Result(1, "ERROR: odd")])
    assert make(tree, "run")[0] is Action.REBUILD


@pytest.mark.parametrize("stamp", ["", "{", "[]", '{"python": 1}', json.dumps({**asdict(WANTED), "more": 1})])
def test_damaged_stamp_counts_as_none(tree: Path, stamp: str) -> None:
    make(tree, "run")
    (tree / ".venv" / "guard-stamp.json").write_text(stamp)
    assert make(tree, "run")[0] is Action.REBUILD


def test_vanished_interpreter_is_seen(tree: Path) -> None:
    make(tree, "run")
    (tree / ".venv" / "bin" / "python").unlink()
    assert make(tree, "run")[0] is Action.REBUILD


def test_versions_the_index_lacks_are_loosened_and_said(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lacking = Result(1, "ERROR: No matching distribution found for psutil==7.0")
    _, pip = make(tree, "run", [lacking, OK])
    assert "--constraint" in pip.ran[1]
    assert "--constraint" not in pip.ran[2]
    assert "newest allowed" in capsys.readouterr().out


def test_no_network_is_said_as_such(tree: Path) -> None:
    offline = Result(
        1,
        "WARNING: Retrying after connection broken by NewConnectionError\nERROR: No matching distribution found for psutil",
    )
    with pytest.raises(Failure, match="cannot be reached"):
        make(tree, "run", [offline, offline])


def test_unknown_pip_failure_shows_its_last_lines_and_the_log(tree: Path) -> None:
    with pytest.raises(Failure, match=r"(?s)error: wheel is odd.*setup\.log"):
        make(tree, "run", [Result(1, "noise\n" * 50 + "error: wheel is odd\n")])


def test_lock_writes_the_versions_pip_would_take(tree: Path) -> None:
    make(tree, "test")
    plan = {
        "install": [
            {
                "metadata": {"name": "ruff", "version": "1.2"},
                "download_info": {"url": "u", "archive_info": {}},
            },
            {"metadata": {"name": "Guard", "version": "0.1"}, "download_info": {"url": "u", "dir_info": {}}},
            {
                "metadata": {"name": "PySide6", "version": "6.9"},
                "download_info": {"url": "u", "archive_info": {}},
            },
        ]
    }
    (tree / "build").mkdir()
    (tree / "build" / "lock.json").write_text(json.dumps(plan))
    Venv(tree, Pip(tree, [OK])).lock()
    assert (tree / "packaging" / "constraints.txt").read_text() == "# head\nPySide6==6.9\nruff==1.2\n"


def test_levels_are_ordered_from_small_to_large() -> None:
    assert LEVELS == ("run", "test", "real")


def test_every_dependency_is_pinned_to_a_version_it_allows() -> None:
    root = Path(__file__).resolve().parents[2]
    pins = [Requirement(line) for line in _lines(root / "packaging" / "constraints.txt")]
    pinned = {canonicalize_name(pin.name): next(iter(pin.specifier)).version for pin in pins}
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for wanted in map(Requirement, project["dependencies"] + project["optional-dependencies"]["test"]):
        assert wanted.specifier.contains(pinned[canonicalize_name(wanted.name)]), wanted


def _lines(file: Path) -> list[str]:
    return [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


@pytest.mark.real
def test_a_program_runs_without_input_and_is_logged(tmp_path: Path) -> None:
    report = Report(tmp_path / "build" / "setup.log")
    result = report.run(["sh", "-c", "echo said; echo also >&2; exit 3"])
    assert result == Result(3, "said\nalso\n")
    assert "exit code 3" in (tmp_path / "build" / "setup.log").read_text()
    assert report.run(["sh", "-c", "read -r word || echo no input"]).output == "no input\n"
