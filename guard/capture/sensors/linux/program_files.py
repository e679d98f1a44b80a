"""Looks into the program file and the script behind a process, through /proc; once for each file.

What an administrator has installed goes by its name and is not opened. Neither is what
lies on a network or FUSE mount, for such a file may never answer.
"""

import os
import stat
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from guard.capture.interpreters import JAVA, Told, is_interpreter, is_loader, language_of, told
from guard.capture.processes import ProcessFacts
from guard.capture.program_files import NOTHING, Revealed
from guard.capture.script_words import words_in
from guard.capture.sensors.linux.installed_programs import InstalledPrograms, code_mark_of, fingerprint_of
from guard.capture.sensors.linux.java_program import class_path, main_file, words_of

_INSTALLED = ("/usr/", "/bin/", "/sbin/", "/lib/", "/lib64/", "/opt/", "/snap/", "/app/", "/nix/", "/gnu/")
_NO_FILES = ("/dev/", "/proc/")  # what a process finds there is another thing for us
_MAY_HANG = ("nfs", "cifs", "smb", "9p", "afs", "ceph", "glusterfs", "ncpfs", "autofs", "fuse.", "davfs")
_MOUNTS_ARE_GOOD_FOR = 5.0
_LARGEST_SCRIPT = 262_144
_JAVA_SOURCE = ".java"
_REMEMBERED = 128

T = TypeVar("T")


class Remembered:
    """Answers about files, each asked for once; a changed or another file is asked for again."""

    def __init__(self) -> None:
        self._answers: OrderedDict[tuple[int, str], object] = OrderedDict()

    def get(self, path: str, ask: Callable[[str], T], nothing: T, *, about: str = "") -> T:
        """Return what `ask` says of the regular file at `path`; `nothing` where there is none.

        `about` is the question, where the name of `ask` does not tell.
        """
        try:
            found = os.stat(path)  # noqa: PTH116 - a Path for each would double the cost
        except (OSError, ValueError):
            return nothing
        if not stat.S_ISREG(found.st_mode):  # reading a pipe would wait for who writes into it
            return nothing
        # one number instead of four: it is kept long, and two files share it once in 2**61 times
        key = (
            hash((found.st_dev, found.st_ino, found.st_ctime_ns, found.st_size)),
            about or getattr(ask, "__name__", ""),
        )
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
        language = language_of(name)
        if runs is None:  # it reads its input, which may be a file
            return Revealed(original, words=self._words(f"{self._proc}/{facts.pid}/fd/0", language))
        if runs.is_code:
            return Revealed(original, words=words_in(language, runs.what))
        if language == JAVA:
            return Revealed(original, words=self._java_words(facts, argv, runs))
        script, words = "", frozenset[str]()
        for path in self._script_files(facts, runs):
            if self._is_no_ones_own(path):
                continue
            if not runs.is_module:
                script = script or self._original(path, path)
            words |= self._words(path, language)
        return Revealed(original, script, words)

    def _words(self, path: str, language: str) -> frozenset[str]:
        if not language:
            return frozenset()
        return self._remembered.get(path, partial(_words_of, language), frozenset[str](), about=language)

    def _java_words(self, facts: ProcessFacts, argv: tuple[str, ...], runs: Told) -> frozenset[str]:
        if runs.what.endswith(_JAVA_SOURCE):
            path = self._path(facts, runs.what)
            return frozenset() if self._is_no_ones_own(path) else self._words(path, JAVA)
        words = frozenset[str]()
        entries, main = class_path(argv, runs.what)
        for entry in (self._path(facts, entry) for entry in entries):
            if not self._is_no_ones_own(entry):
                ask = partial(_java_words, entry, main)
                words |= self._remembered.get(main_file(entry, main), ask, frozenset[str](), about=main)
        return words

    def _is_no_ones_own(self, path: str) -> bool:
        """Tell whether a file is left alone: installed, no file at all, or perhaps without an answer."""
        return path.startswith((*_INSTALLED, *_NO_FILES)) or self._may_hang(path)

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


def _words_of(language: str, path: str) -> frozenset[str]:
    try:
        with Path(path).open("rb") as file:
            return words_in(language, file.read(_LARGEST_SCRIPT).decode("utf-8", "replace"))
    except OSError:
        return frozenset()


def _java_words(entry: str, main: str, _path: str) -> frozenset[str]:
    return words_of(entry, main)
