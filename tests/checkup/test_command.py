import os
import time
from pathlib import Path

import psutil
import pytest

from guard.checkup.command import Patience, Ran, run
from tests.support.waiting import wait_until


def test_a_tool_tells_in_english_and_in_letters() -> None:
    ran = run(
        ["sh", "-c", 'echo "$LC_ALL:$LANGUAGE ä"; echo bad >&2; exit 3'], {**os.environ, "LC_ALL": "de_DE"}
    )
    assert ran == Ran(3, "C.UTF-8:C ä\n", "bad\n")
    assert not ran.ok
    assert run(["true"]).ok


def test_a_missing_tool_is_said() -> None:
    ran = run(["guard-no-such-tool"])
    assert ran.missing
    assert not ran.ok
    assert ran.why == "The tool “guard-no-such-tool” is not installed."


def test_a_tool_that_may_not_be_started_is_said(tmp_path: Path) -> None:
    (tmp_path / "tool").write_text("")
    ran = run([str(tmp_path / "tool")])
    assert ran.code is None
    assert not ran.missing
    assert ran.why.endswith(".")
    assert run(["a\0b"]).code is None


def test_a_search_path_with_closed_places_hides_no_missing_tool(tmp_path: Path) -> None:
    (tmp_path / "some-tool").write_text("")  # what cannot be started counts as a closed folder does
    ran = run(["some-tool"], {"PATH": f"{tmp_path}:/usr/bin"})
    assert ran.missing
    assert ran.why == "The tool “some-tool” is not installed."


def test_a_hung_tool_ends_with_all_it_started(tmp_path: Path) -> None:
    noted = tmp_path / "pid"
    began = time.monotonic()
    ran = run(["sh", "-c", f"sleep 600 & echo $! > {noted}; wait"], limit=0.5)
    assert ran.slow
    assert ran.code is None
    assert time.monotonic() - began < 10
    pid = int(noted.read_text())
    wait_until(lambda: not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)


def test_what_a_tool_leaves_open_behind_it_is_not_waited_for() -> None:
    ran = run(["sh", "-c", "setsid sleep 3 & echo done"], limit=0.5)
    assert ran.slow


def test_output_that_is_no_text_and_has_no_end_is_taken_as_far_as_it_goes() -> None:
    ran = run(["sh", "-c", r"printf '\377\376'; head -c 3000000 /dev/zero"])
    assert ran.ok
    assert 1 << 19 < len(ran.out) <= 1 << 20


@pytest.mark.parametrize(("slow", "times"), [(True, 1), (False, 3)])
def test_a_tool_is_waited_for_in_vain_only_once(*, slow: bool, times: int) -> None:
    asked = []

    def tool(argv: list[str]) -> Ran:
        asked.append(argv)
        return Ran(None, why="It does not answer.", slow=slow)

    patience = Patience(tool)
    for number in range(3):
        assert patience(["tool", str(number)]).why == "It does not answer."
    assert len(asked) == times
    assert patience(["other"]).code is None
