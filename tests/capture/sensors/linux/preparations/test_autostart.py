"""Autostart entries, units and settings: what they say is read, whatever they hold."""

import shutil
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from guard.capture.sensors.linux.preparations.autostart import (
    as_process,
    commands,
    entry_command,
    unit_commands,
)
from guard.capture.sensors.linux.preparations.rules import gsr_mode, settings


def test_command_lines_are_seen_through(tmp_path: Path) -> None:
    assert commands(["env", "A=1", "B=2", "x", "y"]) == [("x", "y")]
    assert commands(["bash", "-lc", "sleep 1; exec x -r & y"]) == [("sleep", "1"), ("x", "-r"), ("y",)]
    assert commands(["sh", "x"]) == [("sh", "x")]
    assert commands([]) == []
    assert as_process(["flatpak", "run", "--x", "org.A", "b"], []).app_id == "org.A"
    assert shutil.which("sh")
    assert as_process(["sh"], [Path("/bin")]).exe == "/bin/sh"


def test_a_later_empty_line_takes_a_units_commands_back() -> None:
    assert unit_commands("ExecStart=a\nExecStart=\nExecStart=@%h/b c", "/home/me") == [("/home/me/b", "c")]


TEXTS = st.lists(
    st.sampled_from(
        [
            "[Desktop Entry]",
            "[Other]",
            "Exec=a 'b",
            'Exec="x" %f',
            "Hidden=",
            "=",
            "ExecStart=\\",
            "RecRB",
            "\0",
        ]
    )
    | st.text(max_size=12)
).map("\n".join)


@given(TEXTS)
def test_whatever_a_settings_file_holds_it_is_read_without_an_error(text: str) -> None:
    for argv in (entry_command(text, frozenset()), *unit_commands(text, "/home/me")):
        for one in commands(argv):
            as_process(one, [])
    settings(text)
    gsr_mode(text)
