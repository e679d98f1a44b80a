"""The desktop entries of real processes: theirs, and nobody else's."""

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest

from guard.capture.desktop_entry import DesktopEntry
from guard.capture.processes import ProcessFacts
from guard.capture.sensors.linux.desktop_entries import LinuxDesktopEntries, from_environment
from guard.capture.sensors.linux.desktop_index import DesktopIndex, application_folders
from guard.capture.sensors.linux.launchers import Resolver
from guard.capture.sensors.linux.procfs import ProcfsReader
from tests.capture.strategies import make_facts
from tests.support.children import running
from tests.support.waiting import wait_until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="freedesktop menus")

SLEEP = shutil.which("sleep") or "/bin/sleep"


def ask(entries: LinuxDesktopEntries, facts: ProcessFacts) -> DesktopEntry | None:
    """Ask when all there is has been read."""
    entries.prepare()
    wait_until(lambda: entries.settled, what="the entries")
    return entries.of(facts)


class Place:
    """A folder of entries, a folder only an administrator fills (so it is said), and processes."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder = folder
        self.menus = folder / "share/applications"
        self.menus.mkdir(parents=True)
        self.system = folder / "system"
        self.system.mkdir()
        self.reader = ProcfsReader()
        self._stack = stack
        self.entries = self.fresh()

    def fresh(self, *languages: str) -> LinuxDesktopEntries:
        system = (f"{self.system}/",)
        resolver = Resolver(f"{self.folder}/bin:/usr/bin:/bin", system)
        index = DesktopIndex([self.menus], languages, resolver.launcher)
        return LinuxDesktopEntries(index, self.reader.read, system=system)

    def entry(self, file_id: str, command: object, **keys: str) -> Path:
        file = self.menus / file_id
        file.parent.mkdir(exist_ok=True)
        values = {"Type": "Application", "Name": file_id, "Icon": "icon", "Exec": str(command), **keys}
        file.write_text("[Desktop Entry]\n" + "".join(f"{key}={value}\n" for key, value in values.items()))
        return file

    def program(self, name: str, script: str = "", *, system: bool = False) -> Path:
        file = (self.system if system else self.folder) / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if script:
            file.write_text(script)
            file.chmod(0o755)
        else:
            shutil.copy(SLEEP, file)
        return file

    def start(self, *command: object, env: Mapping[str, str] | None = None, exe: str = "") -> ProcessFacts:
        words = [str(word) for word in command]
        child = self._stack.enter_context(running(words, env={**os.environ, **(env or {})}))
        wanted = os.path.realpath(exe or shutil.which(words[0]) or words[0])

        def there() -> ProcessFacts | None:
            facts = self.reader.read(child.pid)
            return facts if facts and facts.argv and facts.exe == wanted else None

        return wait_until(there, what=words[0])

    def of(self, facts: ProcessFacts) -> str:
        found = ask(self.entries, facts)
        return found.id if found else ""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with ExitStack() as stack:
        yield Place(tmp_path, stack)


def test_a_program_has_the_entry_that_runs_its_file(place: Place) -> None:
    recorder = place.program("bin/recorder")
    place.entry("org.example.Recorder.desktop", "recorder %U", Name="Recorder", Icon="/a/b.png")
    assert ask(place.entries, place.start(recorder, 60)) == DesktopEntry(
        "org.example.Recorder.desktop", "Recorder", "/a/b.png"
    )


def test_a_copy_or_another_program_of_that_name_has_not(place: Place) -> None:
    place.program("bin/recorder")
    place.entry("recorder.desktop", "recorder")
    assert place.of(place.start(place.program("elsewhere/recorder"), 60)) == ""
    assert place.of(place.start(place.program("bin/recorder2"), 60)) == ""
    renamed = place.start("bash", "-c", f'exec -a "{place.folder}/bin/recorder" {SLEEP} 60', exe=SLEEP)
    assert renamed.argv[0] == f"{place.folder}/bin/recorder"
    assert place.of(renamed) == ""


def test_a_claim_in_the_environment_is_not_enough(place: Place) -> None:
    place.program("bin/recorder")
    file = place.entry("recorder.desktop", "recorder")
    script = f'GIO_LAUNCHED_DESKTOP_FILE="{file}" GIO_LAUNCHED_DESKTOP_FILE_PID=$$ exec "$0" 60'
    evil = place.program("elsewhere/evil")
    assert place.of(place.start("sh", "-c", script, evil, exe=str(evil))) == ""


def test_a_link_leads_to_the_program(place: Place) -> None:
    recorder = place.program("libexec/the-recorder")
    (place.folder / "bin").mkdir()
    (place.folder / "bin/recorder").symlink_to(recorder)
    place.entry("recorder.desktop", "env A=b recorder")
    assert place.of(place.start(place.folder / "bin/recorder", 60)) == "recorder.desktop"


def test_a_script_has_its_entry_and_its_interpreter_has_none(place: Place) -> None:
    code = "import time\ntime.sleep(60)\n"
    script = place.program("bin/tool", f"#!{sys.executable}\n{code}")
    place.entry("tool.desktop", "tool")
    place.entry("python.desktop", sys.executable)
    place.entry("module.desktop", f"{sys.executable} -m this")
    place.entry("sh.desktop", "sh -c 'sleep 60'")
    assert place.of(place.start(script, exe=sys.executable)) == "tool.desktop"
    assert place.of(place.start(sys.executable, script)) == "tool.desktop"
    other = place.program("other/tool", code)
    assert place.of(place.start(sys.executable, other)) == ""
    assert place.of(place.start(sys.executable, "-c", code)) == ""
    assert place.of(place.start(sys.executable, "-c", code, script)) == ""


def test_a_script_named_to_its_interpreter_is_told_apart_from_others(place: Place) -> None:
    one, other = (
        place.program(f"share/{name}.py", "import time\ntime.sleep(60)\n") for name in ("one", "other")
    )
    place.entry("one.desktop", f"{sys.executable} {one} --gui")
    assert place.of(place.start(sys.executable, one, "--gui")) == "one.desktop"
    assert place.of(place.start(sys.executable, other, "--gui")) == ""
    assert place.of(place.start(sys.executable, other, one)) == ""


def test_a_shell_script_leads_to_the_program_it_names(place: Place) -> None:
    real = place.program("lib/recorder/recorder-bin", system=True)
    place.program("lib/other/other-bin", system=True)
    text = f"#!/bin/sh\nAPP=recorder\nDIR={place.system}/lib/$APP\nls {place.system}/lib/other/other-bin\nexec $DIR/$APP-bin\n"
    place.program("bin/recorder", text)
    place.entry("recorder.desktop", "recorder")
    assert place.of(place.start(real, 60)) == "recorder.desktop"
    assert place.of(place.start(place.system / "lib/other/other-bin", 60)) == ""
    assert place.of(place.start(place.program("lib/recorder/recorder-bin"), 60)) == ""


def test_helpers_in_a_programs_own_folder_belong_to_it_and_not_in_shared_ones(place: Place) -> None:
    place.entry("studio.desktop", place.program("studio/studio", system=True))
    place.entry("plain.desktop", place.program("bin/plain", system=True))
    place.entry("home.desktop", place.program("downloads/home"))
    assert place.of(place.start(place.program("studio/helpers/cast", system=True), 60)) == "studio.desktop"
    assert place.of(place.start(place.program("bin/other", system=True), 60)) == ""
    assert place.of(place.start(place.program("downloads/other"), 60)) == ""


def test_hidden_not_shown_and_not_installed(place: Place) -> None:
    for name in ("hidden", "silent", "tried", "there"):
        place.program(f"bin/{name}")
    place.entry("hidden.desktop", "hidden", Hidden="true")
    place.entry("silent.desktop", "silent", NoDisplay="true")
    place.entry("tried.desktop", "tried", TryExec="not-installed-here")
    place.entry("there.desktop", "there", TryExec="there")
    os.mkfifo(place.menus / "pipe.desktop")
    (place.menus / "bytes.desktop").write_bytes(b"[Desktop Entry]\n\xff\xfe=\0")
    found = {
        name: ask(place.entries, place.start(place.folder / "bin" / name, 60))
        for name in ("hidden", "silent", "tried", "there")
    }
    assert found["hidden"] is None
    assert found["silent"] == DesktopEntry("silent.desktop", "", "icon")
    assert found["tried"] is None
    assert found["there"] is not None


def test_the_words_of_the_start_tell_entries_of_one_program_apart(place: Place) -> None:
    web = place.program("bin/web")
    place.entry("web.desktop", "web %U", Name="Web")
    place.entry("mail-app.desktop", "web --app-id=mail", Name="Mail")
    assert place.of(place.start(web, 60)) == "web.desktop"
    tool = place.program("bin/panel", "#!/bin/sh\nsleep 60\n")
    place.entry("wifi.desktop", "panel wifi")
    assert place.of(place.start(tool, "wifi", exe="/bin/sh")) == "wifi.desktop"
    assert place.of(place.start(tool, exe="/bin/sh")) == ""


def test_who_launched_it_decides_between_equals(place: Place) -> None:
    web = place.program("bin/web")
    for name in ("one", "two"):
        file = place.entry(f"{name}.desktop", "web")
    script = f'GIO_LAUNCHED_DESKTOP_FILE="{file}" GIO_LAUNCHED_DESKTOP_FILE_PID=$$ exec "$0" 60'
    assert place.of(place.start("sh", "-c", script, web, exe=str(web))) == "two.desktop"
    other = file.with_name("one.desktop")
    assert (
        place.of(place.start("sh", "-c", script.replace(str(file), str(other)), web, exe=str(web)))
        == "one.desktop"
    )


def test_a_sandboxed_program_has_its_sandboxs_entry(place: Place) -> None:
    place.entry(
        "com.example.Cast.desktop",
        "/usr/bin/flatpak run com.example.Cast",
        **{"X-Flatpak": "com.example.Cast"},
    )
    place.entry("org.example.Fake.desktop", "x", **{"X-Flatpak": "org.example.Other"})
    place.entry("cast_cast.desktop", f"env HINT=cast_cast.desktop {SLEEP}")
    flat = make_facts("cast", exe="/app/bin/cast", pid=2**22 + 1, app_id="com.example.Cast")
    assert place.of(flat) == "com.example.Cast.desktop"
    assert place.of(make_facts("x", exe="/app/bin/x", pid=2**22 + 1, app_id="org.example.Fake")) == ""
    snap = make_facts("cast", exe="/snap/cast/12/bin/cast", pid=2**22 + 1, app_id="cast")
    assert place.of(snap) == "cast_cast.desktop"
    assert place.of(make_facts("cas", exe="/snap/cas/12/cas", pid=2**22 + 1, app_id="cas")) == ""


def test_a_program_that_has_just_ended_keeps_its_entry(place: Place) -> None:
    gone = place.program("bin/shot")
    place.entry("shot.desktop", "shot")
    assert place.of(make_facts(str(gone), exe=str(gone), pid=2**22 + 1)) == "shot.desktop"


def test_the_same_path_in_a_container_is_another_file(place: Place, tmp_path: Path) -> None:
    path = place.program("bin/web")
    place.entry("web.desktop", "web")
    place.of(place.start(path, 60))
    inside = place.start(SLEEP, 60)
    pretended = make_facts(str(path), exe=str(path), pid=inside.pid)
    assert place.of(pretended) == ""


def test_new_and_changed_entries_are_seen_while_it_runs(place: Place) -> None:
    web = place.start(place.program("bin/web"), 60)
    assert place.of(web) == ""
    place.entry("sub/web.desktop", "web")
    wait_until(lambda: place.of(web) == "sub-web.desktop", what="the new entry")
    (place.menus / "sub/web.desktop").unlink()
    wait_until(lambda: place.of(web) == "", what="its going")


def test_the_more_important_folder_wins_and_can_hide(place: Place, tmp_path: Path) -> None:
    own, shared = tmp_path / "own", tmp_path / "share"
    env = {
        "XDG_DATA_HOME": str(own),
        "XDG_DATA_DIRS": f"{shared}:relative",
        "LANG": "de_DE.UTF-8",
        "PATH": "/usr/bin",
    }
    folders = application_folders(env, tmp_path)
    assert folders[:2] == (own / "applications", shared / "applications")
    assert Path("/var/lib/flatpak/exports/share/applications") in folders
    assert own / "flatpak/exports/share/applications" in folders
    web = place.start(place.program("bin/web"), 60)
    place.entry("web.desktop", web.exe, Name="Web", **{"Name[de]": "Netz"})
    found = ask(from_environment(env, tmp_path, place.reader.read), web)
    assert found == DesktopEntry("web.desktop", "Netz", "icon")
    (own / "applications").mkdir(parents=True)
    (own / "applications/web.desktop").write_text("[Desktop Entry]\nHidden=true\n")
    assert ask(from_environment(env, tmp_path, place.reader.read), web) is None


def test_nothing_there_is_nothing_found(tmp_path: Path) -> None:
    entries = from_environment(
        {"XDG_DATA_HOME": str(tmp_path), "XDG_DATA_DIRS": str(tmp_path)}, tmp_path, lambda _: None
    )
    entries.prepare()
    assert entries.of(make_facts(exe=None)) is None
    assert entries.of(make_facts("web")) is None


def test_the_entries_of_this_computer_can_be_read() -> None:
    reader = ProcfsReader()
    entries = from_environment(os.environ, Path.home(), reader.read)
    entries.prepare()
    for pid in reader.pids():
        facts = reader.read(pid)
        if facts is not None:
            entries.of(facts)
