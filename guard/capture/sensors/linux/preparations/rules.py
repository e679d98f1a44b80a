"""What on this computer is prepared to capture: installed, set to start by itself, or allowed in advance."""

import configparser
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from guard.capture.catalogue import Catalogue, Tool
from guard.capture.finding import Kind, Strength
from guard.capture.recognise import recognise
from guard.capture.sensors.linux.preparations.autostart import Folders, Starts, as_process, is_there, text_of

_MEMORIES = {
    "screen-memory": "It is installed; it keeps a memory of what you do on this computer while it runs.",
    "monitoring": "It is installed; it reports what is done on this computer to somebody else while it runs.",
}
_NOT_OF_INTEREST = frozenset({"assistive", "harmless", "browser", "meeting", "virtual-device"})
_OBS = (".config/obs-studio", ".var/app/com.obsproject.Studio/config/obs-studio")
_GSR = (
    ".config/gpu-screen-recorder/config_ui",
    ".var/app/com.dec05eba.gpu_screen_recorder/config/gpu-screen-recorder/config_ui",
)
_GSR_KEY, _GSR_NEVER = "replay.turn_on_replay_automatically_mode", "dont_turn_on_automatically"


@dataclass(frozen=True, slots=True)
class Prepared:
    """One such fact; `key` tells it apart."""

    key: str
    kind: Kind
    strength: Strength
    who: str
    says: str


def installed(catalogue: Catalogue, programs: Sequence[Path], flatpaks: Sequence[Path]) -> Iterator[Prepared]:
    """The known programs that remember or report what happens on the screen."""
    for tool in catalogue.tools:
        says = _MEMORIES.get(tool.category)
        if says and not tool.harmless and tool.captures and _is_here(tool, programs, flatpaks):
            yield Prepared(f"installed:{tool.id}", tool.captures[0], Strength.INSTALLED, tool.name, says)


def autostarted(catalogue: Catalogue, starts: Iterator[Starts], where: Folders) -> Iterator[Prepared]:
    """The known capture programs that start by themselves; one that captures at once weighs more."""
    for one in starts:
        match = recognise(catalogue, as_process(one.argv, where.programs))
        if match is None or match.tool.harmless or match.tool.category in _NOT_OF_INTEREST:
            continue
        for meaning in match.meanings:
            at_once = meaning.strength is Strength.CAPTURING
            then = ", and captures as soon as it runs" if at_once else ""
            yield Prepared(
                f"autostart:{one.file}:{match.tool.id}:{meaning.kind}",
                meaning.kind,
                Strength.ABLE if at_once else Strength.INSTALLED,
                match.tool.name,
                f"It is set to start by itself when you log in{then} ({one.file.name}).",
            )


def replays(home: Path) -> Iterator[Prepared]:
    """Replay buffers, which keep the last seconds or minutes of the screen, ready to be saved."""
    for folder in (home / part for part in _OBS):
        if any(_obs_streams_with_replay(folder / name) for name in ("user.ini", "global.ini")):
            says = "Its replay buffer is set to start by itself with every stream."
            yield Prepared(f"replay:{folder}:stream", Kind.SCREEN, Strength.ABLE, "OBS Studio", says)
        elif any(map(_obs_replay, _profiles(folder))):
            says = "Its replay buffer is set up, and keeps the last moments of the screen once it is started."
            yield Prepared(f"replay:{folder}", Kind.SCREEN, Strength.INSTALLED, "OBS Studio", says)
    for file in (home / part for part in _GSR):
        mode = gsr_mode(text_of(file))
        if mode not in {"", _GSR_NEVER}:
            says = f"Its replay is set to turn itself on ({mode.replace('_', ' ')})."
            yield Prepared(f"replay:{file}", Kind.SCREEN, Strength.ABLE, "GPU Screen Recorder", says)


def gsr_mode(text: str) -> str:
    """When GPU Screen Recorder turns its replay on, in its own words; empty if its settings do not say."""
    rows = (line.split() for line in text.splitlines())
    return next((row[1] for row in rows if len(row) > 1 and row[0] == _GSR_KEY), "")


def settings(text: str) -> configparser.ConfigParser:
    """Read an INI file as far as it makes sense."""
    parser = configparser.ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    try:
        parser.read_string(text.removeprefix("\ufeff"))
    except configparser.Error:
        return configparser.ConfigParser()
    return parser


def _obs_streams_with_replay(file: Path) -> bool:
    found = settings(text_of(file)).get("BasicWindow", "ReplayBufferWhileStreaming", fallback="")
    return found.strip() == "true"


def _obs_replay(file: Path) -> bool:
    found = settings(text_of(file))
    mode = {"Advanced": "AdvOut"}.get(found.get("Output", "Mode", fallback=""), "SimpleOutput")
    return found.get(mode, "RecRB", fallback="").strip() == "true"


def _profiles(folder: Path) -> list[Path]:
    try:
        return sorted((folder / "basic/profiles").glob("*/basic.ini"))
    except OSError:
        return []


def _is_here(tool: Tool, programs: Sequence[Path], flatpaks: Sequence[Path]) -> bool:
    names = () if tool.generic else (*tool.exe, *tool.script)
    files = (folder / name for folder in programs for name in names)
    return any(map(is_there, files)) or any(
        is_there(folder / app) for folder in flatpaks for app in tool.app_ids
    )
