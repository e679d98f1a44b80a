"""The catalogue that ships: it parses, and every entry can be reached by every name it has."""

from collections.abc import Iterator

import pytest

from guard.capture import catalogue
from guard.capture.catalogue import Catalogue, Os, Tool
from guard.capture.finding import Strength
from guard.capture.processes import ProcessFacts
from guard.capture.recognise import recognise
from tests.capture.strategies import make_facts


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return catalogue.load("linux")


def with_use(tool: Tool, *argv: str) -> Iterator[tuple[str, ...]]:
    """Each command line that this tool's entry says something about, or the bare one."""
    rows = [row for use in tool.use for row in use.arguments]
    for row in rows:
        yield (*argv, *(word.replace("*", "x") for word in row if word not in {"^", "..."}))
    if tool.when != "never" or not rows:
        yield argv


def faces(tool: Tool) -> Iterator[ProcessFacts]:
    """Processes that are this tool, one for each of its names and each use."""
    for name in tool.exe:
        for program in tool.via or (name,):
            for argv in with_use(tool, name):
                yield make_facts(*argv, exe=f"/usr/bin/{program}")
    for script in tool.script:
        for argv in with_use(tool, "python3", f"/usr/bin/{script}"):
            yield make_facts(*argv, exe="/usr/bin/python3.11")
    for module in tool.module:
        for argv in with_use(tool, "python3", "-m", module):
            yield make_facts(*argv, exe="/usr/bin/python3.11")
    for app_id in tool.app_ids:
        for argv in with_use(tool, "x"):
            yield make_facts(*argv, exe="/app/bin/x", app_id=app_id)


def names(tool: Tool) -> set[str]:
    return {*tool.exe, *tool.script, *tool.module, *tool.app_ids}


def test_holds_the_tools_people_have(shipped: Catalogue) -> None:
    assert len(shipped.tools) >= 60
    known = ["ffmpeg", "scrot", "maim", "xwd", "x11vnc", "obs", "arecord", "wf-recorder", "asciinema"]
    assert [name for name in known if not shipped.with_exe(name)] == []


def test_every_entry_is_reachable_by_each_of_its_names(shipped: Catalogue) -> None:
    lost = []
    for tool in shipped.tools:
        for facts in faces(tool):
            match = recognise(shipped, facts)
            if match is None or (match.tool.id != tool.id and not names(match.tool) & names(tool)):
                lost.append((tool.id, facts.argv, match and match.tool.id))
    assert lost == []


@pytest.mark.parametrize("system", ["windows", "macos"])
def test_every_program_of_the_other_systems_is_reachable(system: Os) -> None:
    folder = {"windows": "C:\\Program Files\\X\\", "macos": "/Applications/X.app/Contents/MacOS/"}[system]
    tools = catalogue.load(system)
    lost = []
    for tool in tools.tools:
        for name in tool.exe if not tool.via else ():
            match = recognise(tools, make_facts(folder + name, exe=folder + name))
            if match is None or (match.tool.id != tool.id and name not in match.tool.exe):
                lost.append((tool.id, name))
    assert lost == []


def test_every_use_means_something(shipped: Catalogue) -> None:
    mute = []
    for tool in shipped.tools:
        for facts in faces(tool):
            match = recognise(shipped, facts)
            silent = tool.when == "never" and not tool.use
            if match is not None and match.tool.id == tool.id and not match.meanings and not silent:
                mute.append((tool.id, facts.argv))
    assert [one for one in mute if shipped.by_id[one[0]].captures] == []


ORDINARY = """
arecord -l
arecord --list-pcms
pw-record --list-targets
import -list format
flameshot config --help
x11vnc -storepasswd secret file
xterm -e ls -l
gimp -n picture.png
mtpaint picture.png
copyq add text
putty -load session
ffmpeg -i x11grab.mp4 -c:v libx264 out.mp4
ffmpeg -i in.mkv -f mp4 x11grab
ffprobe screen-recording.mp4
grep -f x11grab -i y
vim obs-notes.txt
less scrot
cp scrot maim
man xwd
apt install x11vnc
systemctl status teamviewerd
pgrep obs
which ffmpeg
mpv my-webcam.mkv
gst-launch-1.0 filesrc location=ximagesrc.mp4 ! decodebin ! fakesink
vlc screen.mp4
convert import.png out.png
python3 -m http.server
python3 manage.py record
ssh host obs
git commit -m ffmpeg
bash -c scrot-not-run
make import
tail -f recorder.log
""".strip().splitlines()


@pytest.mark.parametrize("line", ORDINARY)
def test_an_ordinary_command_line_means_nothing(shipped: Catalogue, line: str) -> None:
    words = line.split()
    program = {"arecord": "aplay", "pw-record": "pw-cat"}.get(words[0], words[0])
    match = recognise(shipped, make_facts(*words, exe=f"/usr/bin/{program}"))
    if match is not None and line.startswith(("ssh", "vlc")):
        assert all(meaning.strength is Strength.RUNNING for meaning in match.meanings)
    elif match is not None:
        assert match.meanings == () or match.tool.harmless, match


def test_every_entry_says_where_it_comes_from(shipped: Catalogue) -> None:
    assert [tool.id for tool in shipped.tools if not tool.source.strip()] == []
    assert [tool.id for tool in shipped.tools if "!" in tool.name + tool.about + tool.harmless] == []


CAPTURES = """
arecord -D default a.wav
pw-record a.wav
import -window root a.png
flameshot full
x11vnc -rfbauth file
xterm -l -e ls
gimp -n -i -b (plug-in-screenshot 1)
mtpaint -s
copyq screenshot a.png
pterm -sessionlog a.log
mlterm --logseq
""".strip().splitlines()


@pytest.mark.parametrize("line", CAPTURES)
def test_a_capturing_command_line_means_it(shipped: Catalogue, line: str) -> None:
    via = {"arecord": "aplay", "pw-record": "pw-cat"}
    words = line.split()
    match = recognise(shipped, make_facts(*words, exe=f"/usr/bin/{via.get(words[0], words[0])}"))
    assert match is not None
    assert match.meanings
