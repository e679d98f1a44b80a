import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.checkup.check import Answer, Reading
from guard.checkup.command import Ran, run
from guard.checkup.detect import SystemUnit
from guard.checkup.linux.looks import WaryTool
from guard.checkup.linux.looks_services import system_unit

SSH = SystemUnit(units=("ssh.service", "ssh.socket"))


def block(name: str, state: str = "inactive", load: str = "loaded") -> str:
    return f"Id={name}\nLoadState={load}\nActiveState={state}\n"


def said(*blocks: str, code: int | None = 0, what: SystemUnit = SSH) -> Reading:
    return system_unit(what, lambda _: Ran(code, "\n".join(blocks), why="" if code is not None else "Stuck."))


@pytest.mark.parametrize("state", ["active", "activating", "reloading", "deactivating"])
def test_one_that_runs_is_told_by_name(state: str) -> None:
    reading = said(block("ssh.service"), block("ssh.socket", state))
    assert (reading.answer, reading.value) == (None, "active")
    assert reading.why == "Running now: ssh.socket."


@pytest.mark.parametrize(
    ("state", "load"), [("inactive", "loaded"), ("failed", "loaded"), ("inactive", "not-found")]
)
def test_none_that_runs_is_inactive(state: str, load: str) -> None:
    reading = said(block("ssh.service", state, load), block("ssh.socket", state, load))
    assert (reading.answer, reading.value) == (None, "inactive")
    assert reading.evidence


def test_patterns_match_what_is_loaded_and_may_match_nothing() -> None:
    what = SystemUnit(units=("xrdp.service", "vncserver@*.service"))
    missing = block("xrdp.service", load="not-found")
    assert said(missing, what=what).value == "inactive"
    assert said(missing, block("vncserver@:1.service", "active"), what=what).value == "active"


@pytest.mark.parametrize(
    "reading",
    [
        said(),
        said("inaktiv"),
        said(block("ssh.service")),
        said(block("ssh.service"), block("ssh.socket", "inaktiv")),
        said(block("ssh.service"), "Id=ssh.socket\nActiveState=inactive\n"),
        said(block("ssh.service"), block("ssh.socket"), code=1),
        said(code=None),
    ],
)
def test_anything_else_cannot_be_told(reading: Reading) -> None:
    assert reading.answer is Answer.UNKNOWN
    assert reading.why.endswith(".")


@given(st.text(), st.integers(0, 3))
def test_no_text_of_a_tool_passes_without_its_own_words(text: str, code: int) -> None:
    reading = system_unit(SSH, lambda _: Ran(code, text))
    assert reading.answer is Answer.UNKNOWN or text.count("ActiveState=") >= 2


def test_the_real_tool_without_systemd_cannot_tell() -> None:
    reading = system_unit(SystemUnit(units=("guard-is-not-installed.service",)), run)
    assert reading.answer is Answer.UNKNOWN or reading.value == "inactive"


def test_a_tool_that_hangs_is_waited_for_once_in_a_while() -> None:
    now = [0.0]
    asked: list[str] = []

    def hangs(argv: object) -> Ran:
        asked.append(str(argv))
        return Ran(None, why="It did not answer in time.", slow=True)

    tool = WaryTool(hangs, lambda: now[0])
    assert {tool(["systemctl"]).why for _ in range(5)} == {"It did not answer in time."}
    assert len(asked) == 1
    now[0] = 60.0
    tool(["systemctl"])
    assert len(asked) == 2
