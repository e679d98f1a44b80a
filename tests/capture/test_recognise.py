import pytest
from hypothesis import given

from guard.capture.catalogue import Catalogue
from guard.capture.finding import Confidence, Kind, Strength
from guard.capture.processes import ProcessFacts
from guard.capture.recognise import Match, recognise
from tests.capture.strategies import any_facts, make_facts, make_tool, small_catalogue

CATALOGUE = small_catalogue()
IMPORT = "/usr/bin/import-im6.q16"
PYTHON = "/usr/bin/python3.11"
LOADER = "/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2"


def look(*argv: str, exe: str | None = "", comm: str | None = None, **more: object) -> Match | None:
    facts = make_facts(*argv, exe=exe, **({} if comm is None else {"comm": comm}), **more)
    return recognise(CATALOGUE, facts)


FIRE = {
    "obs": make_facts("obs"),
    "ffmpeg": make_facts("ffmpeg", "-y", "-f", "x11grab", "-i", ":0", "a.mp4"),
    "imagemagick-import": make_facts("import", "-window", "root", "a.png", exe=IMPORT),
    "arecord": make_facts("arecord", "a.wav", exe="/usr/bin/aplay"),
    "gtk-recorder": make_facts("/usr/bin/python3", "/usr/bin/gtk-recorder", exe=PYTHON),
    "pykeys": make_facts("python3", "-m", "pykeys", exe=PYTHON),
    "scrot": make_facts(LOADER, "/usr/bin/scrot", "a.png", exe=LOADER),
    "recorder": make_facts("record"),
    "kooha": make_facts("/app/bin/kooha", exe="/app/bin/kooha", app_id="io.github.seadve.Kooha"),
    "snap-shot": make_facts("bin/x", exe="/snap/snap-shot/3/bin/x", app_id="snap-shot"),
}

QUIET = {
    "a transcoded file with the grabber's name": make_facts("ffmpeg", "-i", "x11grab.mp4", "b.mp4"),
    "a search for the grabber's name": make_facts("grep", "-f", "x11grab", "-i", "y"),
    "notes about a recorder": make_facts("vim", "obs-notes.txt"),
    "a file named obs": make_facts("less", "obs"),
    "playing a sound": make_facts("aplay", "arecord.wav"),
    "sleep that calls itself scrot": make_facts("scrot", "10", exe="/usr/bin/sleep"),
    "sleep whose comm says scrot": make_facts("sleep", "10", comm="scrot"),
    "an editor opening a catalogued script": make_facts("vim", "/usr/bin/gtk-recorder"),
    "python code that names a script": make_facts("python3", "-c", "gtk-recorder.py", exe=PYTHON),
    "python that gets a script's name as input": make_facts("python3", "my.py", "gtk-recorder.py"),
    "python running a module of another name": make_facts("python3", "-m", "pykeys2", exe=PYTHON),
    "perl code": make_facts("perl", "-e", "gtk-recorder"),
    "a login shell's code": make_facts("bash", "-lc", "gtk-recorder"),
    "bash code": make_facts("bash", "-c", "gtk-recorder; scrot"),
    "an ordinary word out of a program folder": make_facts("record", exe="/home/ann/src/record"),
    "an ordinary word through the loader": make_facts(LOADER, "/home/ann/record", exe=LOADER),
    "the loader alone": make_facts(LOADER, "--list", exe=LOADER),
    "another Flatpak": make_facts("/app/bin/x", exe="/app/bin/x", app_id="org.example.Notes"),
    "a kernel thread": make_facts(exe=None, comm="kworker/0:1-ev"),
    "a kernel thread with a recorder's name": make_facts(exe=None, comm="obs"),
    "no command line": make_facts(exe="/usr/bin/sleep", comm="sleep"),
}

ASKS = ("--help", "--version", "-help", "-version", "-h", "-V")


@pytest.mark.parametrize("tool", FIRE)
def test_fires(tool: str) -> None:
    match = recognise(CATALOGUE, FIRE[tool])
    assert match is not None
    assert match.tool.id == tool
    assert match.meanings
    assert match.confidence is Confidence.HIGH


@pytest.mark.parametrize("what", QUIET)
def test_stays_quiet(what: str) -> None:
    match = recognise(CATALOGUE, QUIET[what])
    assert match is None or not match.meanings


def test_a_command_line_says_more_than_being_there() -> None:
    match = look("ffmpeg", "-f", "x11grab")
    assert match is not None
    (meaning,) = match.meanings
    assert (meaning.kind, meaning.strength) == (Kind.SCREEN, Strength.CAPTURING)
    assert "“-f x11grab”" in meaning.says
    idle = look("ffmpeg", "-i", "a.mp4", "b.webm")
    assert idle is not None
    assert idle.meanings == ()


@pytest.mark.parametrize(
    ("facts", "tool"),
    [
        (make_facts("/tmp/x", exe="/tmp/scrot", exe_deleted=True), "scrot"),  # noqa: S108 - never opened
        (make_facts("x", exe="/memfd:scrot", exe_deleted=True), "scrot"),
        (make_facts("sleep", "9", exe="/usr/bin/scrot", comm="sleep"), "scrot"),
        (make_facts(exe="/usr/bin/scrot", comm="scrot"), "scrot"),
        (make_facts("", exe="/usr/bin/scrot", comm=""), "scrot"),
        (make_facts("-obs", exe="/opt/obs/bin/obs"), "obs"),
    ],
)
def test_the_executable_wins_over_every_lie(facts: ProcessFacts, tool: str) -> None:
    match = recognise(CATALOGUE, facts)
    assert match is not None
    assert match.tool.id == tool
    assert ("no longer there" in match.how) is facts.exe_deleted


@pytest.mark.parametrize(
    ("argv", "comm", "tool"),
    [
        (("/usr/bin/scrot", "a.png"), "scrot", "scrot"),
        (("renamed",), "simplescreenrec", "simplescreenrecorder"),
        (("python3", "/usr/bin/gtk-recorder"), "python3", "gtk-recorder"),
        (("arecord", "a.wav"), "arecord", "arecord"),
    ],
)
def test_a_hidden_executable_is_only_medium_sure(argv: tuple[str, ...], comm: str, tool: str) -> None:
    match = look(*argv, exe=None, comm=comm)
    assert match is not None
    assert match.tool.id == tool
    assert match.confidence is Confidence.MEDIUM
    assert "cannot be read" in match.how


def test_a_hidden_executable_is_not_named_by_an_ordinary_word() -> None:
    assert look("record", exe=None) is None
    assert look("bash", "-c", "scrot", exe=None) is None


def test_comm_counts_for_a_shared_executable() -> None:
    renamed = look("x", exe="/usr/bin/aplay", comm="arecord")
    assert renamed is not None
    assert renamed.tool.id == "arecord"
    assert look("aplay", exe="/usr/bin/aplay", comm="aplay") is None


def test_the_loader_runs_an_interpreter_too() -> None:
    match = look(LOADER, PYTHON, "/usr/bin/gtk-recorder", exe=LOADER)
    assert match is not None
    assert match.tool.id == "gtk-recorder"


OBS64 = Catalogue([make_tool("obs", exe=("Obs64.exe",)), make_tool("snip", exe=("snip.exe",), generic=True)])


@pytest.mark.parametrize(
    ("path", "tool"),
    [
        (r"C:\Program Files\obs-studio\bin\64bit\obs64.exe", "obs"),
        (r"D:\Games\OBS64.EXE", "obs"),
        (r"\\server\share\obs64.exe", "obs"),
        (r"c:\program files (x86)\Snip\snip.exe", "snip"),
        (r"C:\Users\Ann\AppData\Local\Programs\Snip\snip.exe", "snip"),
        (r"C:\Users\Ann\Desktop\snip.exe", None),
        (r"C:\obs64.exe\notepad.exe", None),
        (r"/home/ann/C:\obs64.exe", None),
    ],
)
def test_windows_paths(path: str, tool: str | None) -> None:
    match = recognise(OBS64, make_facts(path, exe=path, comm="x"))
    assert (match and match.tool.id) == tool


def test_upper_and_lower_case_differ_where_the_system_tells_them_apart() -> None:
    assert look("OBS") is None
    assert look("x", exe="/Applications/record") is not None


@given(any_facts())
def test_never_raises(facts: ProcessFacts) -> None:
    recognise(CATALOGUE, facts)


@given(any_facts())
def test_a_process_without_command_line_and_executable_is_nothing(facts: ProcessFacts) -> None:
    kernel_thread = make_facts(exe=None, comm=facts.comm)
    assert recognise(CATALOGUE, kernel_thread) is None


@pytest.mark.parametrize("script", [r"C:\Tools\GTK-Recorder.py", r"tools\gtk-recorder.py", "gtk-recorder.py"])
def test_a_script_of_a_windows_interpreter_is_recognised(script: str) -> None:
    interpreter = r"C:\Program Files\Python311\PythonW.exe"
    facts = make_facts(interpreter, script, exe=interpreter, comm="pythonw.exe")
    match = recognise(small_catalogue(), facts)
    assert match is not None
    assert match.tool.id == "gtk-recorder"
    assert recognise(small_catalogue(), make_facts(interpreter, "other.py", exe=interpreter)) is None


@pytest.mark.parametrize("word", ASKS)
@pytest.mark.parametrize(
    "command",
    [("obs",), ("scrot",), ("asciinema",), ("python3", "/usr/bin/gtk-recorder")],
    ids=lambda c: c[-1],
)
def test_a_recorder_that_is_only_asked_about_itself_is_no_recorder(
    command: tuple[str, ...], word: str
) -> None:
    exe = PYTHON if len(command) > 1 else ""
    asked, works = look(*command, word, exe=exe), look(*command, exe=exe)
    assert asked is not None
    assert asked.meanings == ()
    assert works is not None
    assert works.meanings


@pytest.mark.parametrize(
    "line",
    [
        "scrot --help a.png",
        "scrot -h 5",
        "scrot a.png --version",
        "scrot --help=all",
        "x11vnc -h",
        "x11vnc -V",
    ],
)
def test_a_question_among_other_words_is_none(line: str) -> None:
    match = look(*line.split())
    assert match is not None
    assert match.meanings


def test_a_remote_host_that_is_asked_in_full_is_no_host() -> None:
    match = look("x11vnc", "--help")
    assert match is not None
    assert match.meanings == ()
