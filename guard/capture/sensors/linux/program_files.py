"""Looks into the program file and the script behind a process, through /proc; once for each file.

What an administrator has installed goes by its name and is not opened. Neither is what
lies on a network or FUSE mount, for such a file may never answer.
"""

import os
import stat
import time
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from guard.capture.interpreters import Told, is_interpreter, is_loader, is_python, told
from guard.capture.processes import ProcessFacts
from guard.capture.program_files import NOTHING, Revealed
from guard.capture.script_words import script_words
from guard.capture.sensors.linux.installed_programs import InstalledPrograms, code_mark_of, fingerprint_of

_INSTALLED = ("/usr/", "/bin/", "/sbin/", "/lib/", "/lib64/", "/opt/", "/snap/", "/app/", "/nix/", "/gnu/")
_NO_FILES = ("/dev/", "/proc/")  # what a process finds there is another thing for us
_MAY_HANG = ("nfs", "cifs", "smb", "9p", "afs", "ceph", "glusterfs", "ncpfs", "autofs", "fuse.", "davfs")
_MOUNTS_ARE_GOOD_FOR = 5.0
_LARGEST_SCRIPT = 262_144
_REMEMBERED = 128

T = TypeVar("T")


class Remembered:
    """Answers about files, each asked for once; a changed or another file is asked for again."""

    def __init__(self) -> None:
        self._answers: OrderedDict[tuple[int, str], object] = OrderedDict()

    def get(self, path: str, ask: Callable[[str], T], nothing: T) -> T:
        """Return what `ask` says of the regular file at `path`; `nothing` where there is none."""
        try:
            found = os.stat(path)  # noqa: PTH116 - a Path for each would double the cost
        except (OSError, ValueError):
            return nothing
        if not stat.S_ISREG(found.st_mode):  # reading a pipe would wait for who writes into it
            return nothing
        # one number instead of four: it is kept long, and two files share it once in 2**61 times
        key = (hash((found.st_dev, found.st_ino, found.st_ctime_ns, found.st_size)), ask.__name__)
        if key not in self._answers:
            self._answers[key] = ask(path)
            if len(self._answers) > _REMEMBERED:
                self._answers.popitem(last=False)
        else:
            self._answers.move_to_end(key)
        answer: T = self._answers[key]  # type: ignore[assignment] # the key names the question, and so the type
        return answer


class LinuxProgramFiles:
    """`ProgramFiles` over /proc; `installed` knows the programs that copies are made of."""

    def __init__(
        self,
        installed: InstalledPrograms,
        *,
        proc: str = "/proc",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._installed = installed
        self._proc = proc
        self._clock = clock
        self._remembered = Remembered()
        self._slow: tuple[str, ...] = ()
        self._slow_until = float("-inf")
        self._asked = False

    def reveal(self, facts: ProcessFacts) -> Revealed:
        """Return what the files behind `facts` give away."""
        if not self._asked:  # a watch asks first about what runs already: no recorder waits for the index
            self._asked = True
            self._installed.called("")
        if facts.exe is None:
            return NOTHING
        name, argv = facts.exe.rpartition("/")[2], facts.argv
        original = ""
        if not facts.exe.startswith(_INSTALLED):
            original = self._original(f"{self._proc}/{facts.pid}/exe", facts.exe)
        elif is_loader(name) and (loaded := told(name, argv)):
            argv = (loaded.what, *loaded.arguments)
            original = self._original(self._path(facts, loaded.what), self._path(facts, loaded.what))
            name = loaded.what.rpartition("/")[2]
        name = original or name
        if not is_interpreter(name):
            return Revealed(original=original) if original else NOTHING
        return self._script(facts, name, argv, original)

    def _script(self, facts: ProcessFacts, name: str, argv: tuple[str, ...], original: str) -> Revealed:
        runs = told(name, argv)
        if runs is None:  # it reads its input, which may be a file
            stdin = f"{self._proc}/{facts.pid}/fd/0" if is_python(name) else ""
            return Revealed(original, words=self._remembered.get(stdin, _words_of, frozenset[str]()))
        if runs.is_code:
            return Revealed(original, words=script_words(runs.what) if is_python(name) else frozenset())
        script, words = "", frozenset[str]()
        for path in self._script_files(facts, runs):
            if path.startswith((*_INSTALLED, *_NO_FILES)) or self._may_hang(path):
                continue
            if not runs.is_module:
                script = script or self._original(path, path)
            if is_python(name):
                words |= self._remembered.get(path, _words_of, frozenset[str]())
        return Revealed(original, script, words)

    def _script_files(self, facts: ProcessFacts, runs: Told) -> tuple[str, ...]:
        """Where the script lies: a file, a folder with a main file, or a module beside the process."""
        if runs.is_module:
            path = self._path(facts, runs.what.replace(".", "/"))
            return (f"{path}.py", f"{path}/__main__.py")
        path = self._path(facts, runs.what)
        return (path, f"{path}/__main__.py")

    def _path(self, facts: ProcessFacts, path: str) -> str:
        """The absolute path of what the process calls `path`."""
        if path.startswith("/"):
            return path
        try:
            folder = os.readlink(f"{self._proc}/{facts.pid}/cwd")  # noqa: PTH115 - see Remembered
        except OSError:
            folder = ""
        return f"{folder}/{path}"

    def _original(self, file: str, lies_at: str) -> str:
        if self._may_hang(lies_at):
            return ""
        mark = self._remembered.get(file, fingerprint_of, "")
        if not mark:
            return ""
        return self._installed.called(mark) or self._by_code(file)

    def _by_code(self, file: str) -> str:
        code = self._remembered.get(file, code_mark_of, "")
        return self._installed.with_code(code) if code else ""

    def _may_hang(self, path: str) -> bool:
        now = self._clock()
        if now >= self._slow_until:
            self._slow = _slow_mounts(f"{self._proc}/self/mountinfo")
            self._slow_until = now + _MOUNTS_ARE_GOOD_FOR
        return path.startswith(self._slow)


def _slow_mounts(file: str) -> tuple[str, ...]:
    """Folders whose files may not answer: proc_pid_mountinfo(5)."""
    try:
        lines = Path(file).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ()
    found = []
    for line in lines:
        mount, _, kind = line.partition(" - ")
        folder = mount.split(" ")[4:5]
        if folder and folder != ["/"] and kind.startswith(_MAY_HANG):
            found.append(f"{folder[0]}/".replace("\\040", " "))
    return tuple(found)


def _words_of(path: str) -> frozenset[str]:
    try:
        with Path(path).open("rb") as file:
            return script_words(file.read(_LARGEST_SCRIPT).decode("utf-8", "replace"))
    except OSError:
        return frozenset()
