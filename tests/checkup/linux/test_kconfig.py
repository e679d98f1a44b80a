import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.checkup.check import Answer, Stored
from guard.checkup.command import Ran
from guard.checkup.detect import KConfig
from guard.checkup.linux.kconfig import KConfigProbe, find_key, is_immutable
from guard.checkup.probe import NotWritten
from tests.support.settings_stores import needs

LOCK = KConfig(file="kscreenlockerrc", group=("Daemon",), key="Autolock", default="true")
NESTED = KConfig(
    file="plasmanotifyrc", group=("Applications", "org.kde.x"), key="ShowInHistory", default="true"
)
TEXT = KConfig(file="kscreenlockerrc", group=("Daemon",), key="Text", default="")
real = needs("kreadconfig5", "kwriteconfig5")


@pytest.fixture
def probe(home: Path) -> KConfigProbe:
    return KConfigProbe(os.environ, home)


def config(home: Path, text: str, file: str = LOCK.file) -> Path:
    path = home / ".config" / file
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.real
@real
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", "true"),
        ("[Daemon]\nAutolock=false\n", "false"),
        ("[Daemon]\nAutolock=False\n", "false"),
        ("[Daemon]\nAutolock=0\n", "false"),
        ("[Daemon]\nAutolock=off\n", "false"),
        ("[Daemon]\nAutolock=on\n", "true"),
        ("[Daemon]\nAutolock=vielleicht\n", "vielleicht"),
        ("[Daemon]\nAutolock=\n", ""),
        ("[Other]\nAutolock=false\n", "true"),
        ("[Daemon][Sub]\nAutolock=false\n", "true"),
        ("[Daemon]\n#Autolock=false\n", "true"),
        ("[Daemon]\nAutolock=true\nAutolock=false\n", "false"),
    ],
)
def test_the_effective_value_is_read(probe: KConfigProbe, home: Path, text: str, value: str) -> None:
    config(home, text)
    assert probe.read(LOCK).value == value
    assert probe.read(LOCK).answer is None


@pytest.mark.real
@real
def test_without_a_file_the_default_is_usual_and_the_key_absent(probe: KConfigProbe, home: Path) -> None:
    assert probe.read(LOCK).value == "true"
    assert "is not set" in probe.read(LOCK).evidence[0]
    assert probe.stored(LOCK) == Stored(absent=True)


@pytest.mark.real
@real
@pytest.mark.parametrize("key", [LOCK, NESTED], ids=["group", "nested"])
@pytest.mark.parametrize(
    "before", [None, "false", "", "  two words \\ and;more,", "-5", "ä “b”\ttab", "[$i]"]
)
def test_writing_and_putting_back(probe: KConfigProbe, home: Path, key: KConfig, before: str | None) -> None:
    if before is not None:
        probe.write(key, before)
    start = probe.stored(key)
    assert start == (Stored(absent=True) if before is None else Stored(before))
    probe.write(key, "true")
    assert probe.read(key).value == "true"
    probe.restore(key, start)
    assert probe.stored(key) == start
    if before is not None:
        raw = subprocess.run(
            [
                "kreadconfig5",
                "--file",
                key.file,
                *(w for g in key.group for w in ("--group", g)),
                "--key",
                key.key,
            ],
            capture_output=True,
            check=True,
        ).stdout.decode()
        assert raw == f"{before}\n"


@pytest.mark.real
@real
def test_the_rest_of_the_file_stays(probe: KConfigProbe, home: Path) -> None:
    path = config(home, "[Daemon]\nTimeout=5\n\n[Greeter]\nTheme=dark\n")
    probe.write(LOCK, "false")
    probe.restore(LOCK, Stored(absent=True))
    assert path.read_text(encoding="utf-8") == "[Daemon]\nTimeout=5\n\n[Greeter]\nTheme=dark\n"


@pytest.mark.real
@real
@settings(max_examples=12, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=12))
def test_what_the_tool_writes_is_noted_as_it_was(value: str) -> None:
    home = Path(os.environ["HOME"])
    (home / ".config" / LOCK.file).unlink(missing_ok=True)
    probe = KConfigProbe(os.environ, home)
    probe.write(TEXT, value)
    noted = probe.stored(TEXT)
    probe.write(TEXT, "something else")
    probe.restore(TEXT, noted)
    assert probe.stored(TEXT) == noted == Stored(value)


@pytest.mark.parametrize("line", ["Autolock[$e]=$HOME", "Autolock[$i]=true", "Autolock[$d]"])
def test_a_key_with_flags_is_not_touched(probe: KConfigProbe, home: Path, line: str) -> None:
    config(home, f"[Daemon]\n{line}\n")
    if "=" in line:
        with pytest.raises(NotWritten):
            probe.stored(LOCK)


@pytest.mark.parametrize("content", [b"[Daemon]\nAutolock=\xff\n", None])
def test_a_file_that_cannot_be_read_is_not_touched(
    probe: KConfigProbe, home: Path, content: bytes | None
) -> None:
    path = home / ".config" / LOCK.file
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    with pytest.raises(NotWritten):
        probe.stored(LOCK)


@pytest.mark.real
@real
@pytest.mark.parametrize(
    "text",
    ["[$i]\n[Daemon]\nAutolock=true\n", "[Daemon][$i]\nAutolock=true\n", "[Daemon]\nAutolock[$i]=true\n"],
    ids=["file", "group", "key"],
)
def test_a_locked_key_is_managed_and_stays(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    (tmp_path / LOCK.file).write_text(text)
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path))
    config(home, "[Daemon]\nAutolock=false\n")
    probe = KConfigProbe(os.environ, home)
    assert probe.read(LOCK).value == "true"
    assert probe.read(LOCK).managed
    with pytest.raises(NotWritten):
        probe.write(LOCK, "true")
    assert probe.stored(LOCK) == Stored("false")


def test_only_what_is_locked_is_managed() -> None:
    assert is_immutable("[Daemon]\nAutolock[$ie]=x\n", ("Daemon",), "Autolock")
    assert is_immutable("# by the administrator\n[$i]\n\n[Daemon]\n", ("Daemon",), "Autolock")
    assert not is_immutable("[Daemon]\nAutolock[$e]=x\nOther[$i]=1\n", ("Daemon",), "Autolock")
    assert not is_immutable("[Other][$i]\nAutolock=x\n", ("Daemon",), "Autolock")


@given(st.text())
def test_no_text_ends_in_an_exception(text: str) -> None:
    find_key(text, ("Daemon",), "Autolock")
    is_immutable(text, ("Daemon",), "Autolock")


@pytest.mark.parametrize(
    "ran",
    [
        Ran(None, why="The tool “kreadconfig6” is not installed.", missing=True),
        Ran(None, why="The tool “kreadconfig6” did not answer in time.", slow=True),
        Ran(1, "true"),
        Ran(-11, "true"),
    ],
    ids=["missing", "slow", "failed", "crashed"],
)
def test_whatever_fails_is_never_a_value(home: Path, ran: Ran) -> None:
    reading = KConfigProbe({}, home, lambda _: ran).read(LOCK)
    assert reading.answer is Answer.UNKNOWN
    assert reading.why.endswith(".")


def test_the_newer_tool_comes_first(home: Path) -> None:
    asked = []

    def tool(argv: list[str]) -> Ran:
        asked.append(argv[0])
        return Ran(None, missing=True) if argv[0].endswith("6") else Ran(0, "false\n")

    assert KConfigProbe({}, home, tool).read(LOCK).value == "false"
    assert asked == ["kreadconfig6", "kreadconfig5"]
