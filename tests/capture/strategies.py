"""Builders of processes, tools and sightings, and Hypothesis strategies for them."""

from typing import Any

from hypothesis import strategies as st

from guard.capture.catalogue import Catalogue, Tool, Use
from guard.capture.finding import Kind, Sighting, Strength
from guard.capture.identity import Who
from guard.capture.processes import ProcessFacts

X11GRAB = Use(captures=(Kind.SCREEN,), arguments=(("-f", "x11grab"),))


def make_facts(*argv: str, exe: str | None = "", **more: Any) -> ProcessFacts:
    """One process; unless told otherwise its exe is /usr/bin/ and the first word's base name."""
    name = argv[0].rpartition("/")[2] if argv else ""
    values: dict[str, Any] = {
        "pid": 100,
        "parent": 1,
        "started": 1_000.0,
        "uid": 1000,
        "comm": name[:15],
        "exe": f"/usr/bin/{name}" if exe == "" else exe,
        "argv": argv,
    }
    return ProcessFacts(**{**values, **more})


def make_tool(id_: str, **more: Any) -> Tool:
    """One entry of a catalogue; unless told otherwise a screen recorder of that executable."""
    values: dict[str, Any] = {
        "id": id_,
        "name": id_.title(),
        "category": "screen-recorder",
        "captures": (Kind.SCREEN,),
        "source": "https://example.org/manual",
    }
    if not {"exe", "script", "module", "app_ids"} & more.keys():
        values["exe"] = (id_,)
    return Tool(**{**values, **more})


def small_catalogue() -> Catalogue:
    """A catalogue with one tool of each sort that recognition treats differently."""
    return Catalogue(
        [
            make_tool("ffmpeg", category="media-tool", when="never", use=(X11GRAB,)),
            make_tool("obs"),
            make_tool("scrot", category="screenshot", when="capturing", one_shot=True),
            make_tool(
                "imagemagick-import",
                exe=("import", "import-im6.q16"),
                category="screenshot",
                when="capturing",
                one_shot=True,
            ),
            make_tool(
                "arecord",
                via=("aplay",),
                category="audio-recorder",
                captures=(Kind.MICROPHONE,),
                when="capturing",
            ),
            make_tool("peek", when="able"),
            make_tool("gtk-recorder", script=("gtk-recorder", "gtk-recorder.py")),
            make_tool("pykeys", module=("pykeys",), category="input-recorder", captures=(Kind.INPUT,)),
            make_tool("recorder", exe=("record",), generic=True),
            make_tool("kooha", exe=("kooha",), app_ids=("io.github.seadve.Kooha",)),
            make_tool("snap-shot", app_ids=("snap-shot",)),
            make_tool("simplescreenrecorder", exe=("simplescreenrecorder",)),
            make_tool("x11vnc", category="remote-access", captures=(Kind.REMOTE_CONTROL,), when="able"),
            make_tool("asciinema", category="terminal-recorder", captures=(Kind.TERMINAL,), when="capturing"),
            make_tool("firefox", category="browser", captures=(Kind.CAMERA,)),
            make_tool("orca", category="assistive", harmless="It reads the screen aloud."),
        ]
    )


class FakeReader:
    """A `ProcessReader` over the processes it was given."""

    def __init__(self, *processes: ProcessFacts) -> None:
        self.processes = {facts.pid: facts for facts in processes}

    def add(self, *processes: ProcessFacts) -> None:
        self.processes.update({facts.pid: facts for facts in processes})

    def pids(self) -> list[int]:
        return list(self.processes)

    def read(self, pid: int) -> ProcessFacts | None:
        return self.processes.get(pid)


def make_sighting(
    sensor: str = "process-events", key: str = "k", pid: int | None = 100, **more: Any
) -> Sighting:
    """One screen capture seen by one sensor."""
    values: dict[str, Any] = {
        "kind": Kind.SCREEN,
        "strength": Strength.CAPTURING,
        "says": f"{sensor} saw it",
        **more,
    }
    return Sighting(sensor, key, pid=pid, **values)


def make_who(pid: int = 100, name: str = "Scrot", **more: Any) -> Who:
    """One program, told apart by its pid."""
    values: dict[str, Any] = {"tool": name.lower(), "pid": pid, "exe": f"/usr/bin/{name.lower()}", **more}
    return Who(key=(pid, 1_000.0), name=name, **values)


_NAMES = ("ffmpeg", "aplay", "arecord", "python3", "bash", "import-im6.q16", "record", "ld-linux-x86-64.so.2")
_WORDS = ("-m", "-c", "-e", "-f", "x11grab", "--", "-", "+o", "--eval=1", "pykeys", "gtk-recorder.py", "-lc")

strange_text = st.one_of(
    st.sampled_from(["", " ", "/", "//", "..", "\0", "\n", "-", "--", "\ud800", "🕵️", "\u202eetad"]),
    st.text(max_size=20),
)
words = st.one_of(st.sampled_from(_WORDS), strange_text)


@st.composite
def any_facts(draw: st.DrawFn) -> ProcessFacts:
    """Processes as no sane system shows them."""
    name = draw(st.one_of(st.sampled_from(_NAMES), strange_text))
    argv = draw(st.lists(words, max_size=8))
    repeats = draw(st.sampled_from([1, 1, 1, 500]))
    return ProcessFacts(
        pid=draw(st.integers()),
        parent=draw(st.integers()),
        started=draw(st.floats(allow_nan=False)),
        uid=draw(st.integers()),
        comm=draw(st.one_of(st.sampled_from(_NAMES), strange_text)),
        exe=draw(st.one_of(st.none(), st.just(f"/usr/bin/{name}"), strange_text)),
        argv=(name, *(argv * repeats)) if draw(st.booleans()) else tuple(argv),
        exe_deleted=draw(st.booleans()),
        app_id=draw(st.one_of(st.none(), strange_text)),
    )
