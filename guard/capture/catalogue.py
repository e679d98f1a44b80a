"""The known tools, read from `resources/catalogue/*.toml` and indexed by name.

Looking a name up takes the same time whatever the catalogue's size. The rules that the
schema cannot say (unique ids, reachable entries) are checked while reading; a breach is
a `DataFileError` with file, line and field.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import msgspec

from guard import datafile, resources
from guard.capture.finding import Kind, Strength

Os = Literal["linux", "windows", "macos"]
When = Literal["never", "running", "able", "capturing"]
Category = Literal[
    "screen-recorder",
    "screenshot",
    "screen-memory",
    "terminal-recorder",
    "remote-access",
    "screen-sharing",
    "camera",
    "audio-recorder",
    "input-recorder",
    "meeting",
    "browser",
    "mirroring",
    "replay-buffer",
    "monitoring",
    "media-tool",
    "virtual-device",
    "assistive",
    "harmless",
]

STRENGTHS: dict[str, Strength | None] = {
    "never": None,
    "running": Strength.RUNNING,
    "able": Strength.ABLE,
    "capturing": Strength.CAPTURING,
}


class Use(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One way of running a tool that its command line gives away.

    `arguments` holds alternatives; each is a row of whole tokens that follow one another
    on the command line. A token may hold `*`; `...` stands for any tokens between; `^`
    in front ties the row to the first argument.
    """

    captures: list[Kind]
    arguments: list[list[str]]
    when: Literal["able", "capturing"] = "capturing"
    one_shot: bool = False


class Tool(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One program that can record, share, watch or control a computer.

    `captures`: what it can take, the main thing first. `exe`: every base name of its
    executable. `via`: shared executables it may really be (arecord is aplay), believed only
    when the process calls itself one of `exe`. `script`, `module`: base name of a script
    run by an interpreter, or a module run with -m. `app_ids`: Flatpak, Snap or bundle ids.
    `when`: what merely running means; `never` for a tool that needs one of its `use`s.
    `generic`: the name is an ordinary word and counts only in a folder for programs.
    `about`: what it is, in a sentence for its user. `harmless`: why it is no threat.
    """

    id: str
    name: str
    category: Category
    captures: list[Kind] = []
    exe: list[str] = []
    via: list[str] = []
    script: list[str] = []
    module: list[str] = []
    app_ids: list[str] = []
    original_filename: list[str] = []
    when: When = "running"
    one_shot: bool = False
    generic: bool = False
    use: list[Use] = []
    about: str = ""
    harmless: str = ""
    source: str
    confidence: Literal["high", "medium"] = "high"


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    os: Os
    tool: list[Tool]
