"""Settings in a home of their own: what captures by itself is told, what is switched off or harmless is not."""

import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection

from guard.capture.catalogue import Catalogue, Tool, Use
from guard.capture.finding import Kind, SensorMode, Sighting, Strength
from guard.capture.sensors.linux.casts.screen_cast_bus import BusError
from guard.capture.sensors.linux.preparations.sensor import Home, PreparationsSensor, from_environment
from tests.capture.sensors.reports import Notebook
from tests.support.children import running
from tests.support.waiting import wait_until

STORE = "org.freedesktop.impl.portal.PermissionStore"
STORE_PROGRAM = Path("/usr/libexec/xdg-permission-store")


def tool(name: str, category: str = "screen-recorder", **more: object) -> Tool:
    given_ = {"captures": (Kind.SCREEN,), "exe": (name,), "source": "made up", **more}
    return Tool(id=name, name=name.title(), category=category, **given_)  # type: ignore[arg-type]  # as the file would


RECORDS_WHEN_TOLD = (Use(captures=(Kind.SCREEN,), arguments=(("--startreplaybuffer",),)),)
TOOLS = Catalogue(
    [
        tool("recorder", use=RECORDS_WHEN_TOLD),
        tool("replayer", "replay-buffer", when="capturing"),
        tool("rememberer", "screen-memory", app_ids=("org.example.Memory",)),
        tool("scripted", exe=(), script=("scripted",)),
        tool("sandboxed", app_ids=("org.example.Recorder",)),
        tool("reader", "assistive", harmless="It reads the screen aloud."),
        tool("browser", "browser"),
    ]
)


@pytest.fixture
def folder(home: Path) -> Path:
    programs = home / "programs"
    programs.mkdir()
    for name in ("recorder", "replayer", "reader", "browser"):
        (programs / name).write_bytes(b"\x7fELF")
    (programs / "scripted").write_text("#!/usr/bin/env python3\nprint()\n")
    return home


def where(home: Path, **environ: str) -> Home:
    return from_environment(
        {"PATH": str(home / "programs"), "XDG_CONFIG_DIRS": str(home / "etc"), **environ}, home
    )


def autostart(folder: Path, name: str, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(f"[Desktop Entry]\nType=Application\n{text}\n")


@contextmanager
def looking(home: Home, catalogue: Catalogue = TOOLS, interval: float = 60.0) -> Iterator[Notebook]:
    notes = Notebook()
    sensor = PreparationsSensor(home, catalogue, interval=interval, limit=10)
    sensor.start(notes)
    try:
        wait_until(lambda: notes.states, what="a first state")
        yield notes
    finally:
        sensor.stop()


def told(home: Home) -> dict[str, Strength]:
    with looking(home) as notes:
        found = [value for said, value in notes.said if said == "saw"]
    assert all(isinstance(one, Sighting) and one.pid is None for one in found)
    return {str(one.who): one.strength for one in found if isinstance(one, Sighting)}


def test_an_empty_home_has_nothing_to_tell(folder: Path) -> None:
    with looking(where(folder)) as notes:
        assert notes.said == [("state", SensorMode.ON)]


def test_a_recorder_that_starts_by_itself_is_told(folder: Path) -> None:
    autostart(folder / ".config/autostart", "a.desktop", "Exec=recorder %U")
    assert told(where(folder)) == {"Recorder": Strength.INSTALLED}


def test_one_that_captures_at_once_weighs_more(folder: Path) -> None:
    autostart(folder / ".config/autostart", "a.desktop", "Exec=env A=1 recorder --startreplaybuffer")
    autostart(folder / "etc/autostart", "b.desktop", 'Exec=sh -c "sleep 5 && exec replayer -r 60"')
    assert told(where(folder)) == {"Recorder": Strength.ABLE, "Replayer": Strength.ABLE}


@pytest.mark.parametrize(
    "line", ["Hidden=true", "X-GNOME-Autostart-enabled=false", "OnlyShowIn=KDE;", "NotShowIn=GNOME;"]
)
def test_an_entry_that_is_switched_off_or_for_another_desktop_is_not_told(folder: Path, line: str) -> None:
    autostart(folder / ".config/autostart", "a.desktop", f"Exec=recorder\n{line}")
    assert told(where(folder, XDG_CURRENT_DESKTOP="ubuntu:GNOME")) == {}


def test_the_users_entry_replaces_the_systems(folder: Path) -> None:
    autostart(folder / "etc/autostart", "a.desktop", "Exec=recorder")
    autostart(folder / ".config/autostart", "a.desktop", "Hidden=true")
    assert told(where(folder)) == {}


def test_scripts_and_sandboxed_programs_are_recognised(folder: Path) -> None:
    autostart(folder / ".config/autostart", "a.desktop", "Exec=scripted")
    autostart(
        folder / ".config/autostart", "b.desktop", "Exec=flatpak run --branch=stable org.example.Recorder @@u"
    )
    assert told(where(folder)).keys() == {"Scripted", "Sandboxed"}


def test_what_is_harmless_or_meant_to_capture_only_when_asked_is_not_told(folder: Path) -> None:
    for name in ("reader", "browser", "unknown"):
        autostart(folder / ".config/autostart", f"{name}.desktop", f"Exec={name}")
    assert told(where(folder)) == {}


def unit(folder: Path, name: str, text: str, *, enabled: bool = True) -> None:
    units = folder / ".config/systemd/user"
    wants = units / "default.target.wants"
    wants.mkdir(parents=True, exist_ok=True)
    (units / name).write_text(f"[Service]\n{text}\n")
    if enabled:
        (wants / name).symlink_to(units / name)


def test_an_enabled_unit_is_told_and_one_that_is_only_there_is_not(folder: Path) -> None:
    unit(folder, "on.service", "ExecStart=-replayer \\\n  -r 60")
    unit(folder, "off.service", "ExecStart=recorder", enabled=False)
    assert told(where(folder)) == {"Replayer": Strength.ABLE}


def test_a_masked_unit_is_not_told(folder: Path) -> None:
    unit(folder, "on.service", "ExecStart=replayer")
    (folder / ".config/systemd/user/on.service").unlink()
    (folder / ".config/systemd/user/on.service").symlink_to("/dev/null")
    assert told(where(folder)) == {}


def test_screen_memory_that_is_installed_is_told_quietly(folder: Path) -> None:
    (folder / ".local/share/flatpak/app/org.example.Memory").mkdir(parents=True)
    assert told(where(folder)) == {"Rememberer": Strength.INSTALLED}


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        (
            "basic/profiles/P/basic.ini",
            "[Output]\nMode=Simple\n[SimpleOutput]\nRecRB=true\n",
            Strength.INSTALLED,
        ),
        ("basic/profiles/P/basic.ini", "[Output]\nMode=Advanced\n[AdvOut]\nRecRB=true\n", Strength.INSTALLED),
        ("user.ini", "\ufeff[BasicWindow]\nReplayBufferWhileStreaming=true\n", Strength.ABLE),
        ("basic/profiles/P/basic.ini", "[Output]\nMode=Simple\n[AdvOut]\nRecRB=true\n", None),
        ("basic/profiles/P/basic.ini", "[SimpleOutput]\nRecRB=false\n", None),
        ("user.ini", "not an ini file", None),
    ],
)
def test_obs_replay_buffers_are_read(folder: Path, file: str, text: str, expected: Strength | None) -> None:
    settings_file = folder / ".config/obs-studio" / file
    settings_file.parent.mkdir(parents=True)
    settings_file.write_text(text)
    assert told(where(folder)) == ({"OBS Studio": expected} if expected else {})


@pytest.mark.parametrize(
    ("mode", "fires"), [("turn_on_at_system_startup", True), ("dont_turn_on_automatically", False)]
)
def test_gpu_screen_recorders_replay_is_read(folder: Path, mode: str, fires: bool) -> None:  # noqa: FBT001 - a column of the table
    file = folder / ".config/gpu-screen-recorder/config_ui"
    file.parent.mkdir(parents=True)
    file.write_text(f"replay.time 60\nreplay.turn_on_replay_automatically_mode {mode}\n")
    assert told(where(folder)) == ({"GPU Screen Recorder": Strength.ABLE} if fires else {})


def test_a_change_is_told_at_the_next_look(folder: Path) -> None:
    with looking(where(folder), interval=0.02) as notes:
        autostart(folder / ".config/autostart", "a.desktop", "Exec=recorder")
        wait_until(lambda: [value for said, value in notes.said if said == "saw"], what="the entry")
        (folder / ".config/autostart/a.desktop").unlink()
        wait_until(lambda: [value for said, value in notes.said if said == "withdraw"], what="its end")
        assert notes.states[1:] == []


def test_a_mute_store_with_something_in_it_limits_the_sensor(folder: Path) -> None:
    (folder / ".local/share/flatpak/db").mkdir(parents=True)
    (folder / ".local/share/flatpak/db/screencast").write_bytes(b"x")
    with looking(where(folder)) as notes:
        assert notes.states[-1].mode is SensorMode.LIMITED
        assert any("without asking" in spot for spot in notes.states[-1].blind_spots)


@pytest.fixture
def permit(bus: str, home: Path) -> Iterator[Callable[..., None]]:
    """Run the real permission store; gives a way to allow something in it."""
    if not STORE_PROGRAM.exists():
        pytest.skip("xdg-permission-store is not installed here; CI's list of packages has it")
    with running([str(STORE_PROGRAM)]), open_dbus_connection(bus) as link:
        where_ = DBusAddress("/org/freedesktop/impl/portal/PermissionStore", STORE, STORE)

        def allow(table: str, entry: str, app: str, said: Sequence[str]) -> None:
            asked = new_method_call(where_, "SetPermission", "sbssas", (table, True, entry, app, list(said)))
            link.send_and_get_reply(asked, timeout=10)

        asked = [
            "dbus-send",
            f"--bus={bus}",
            "--print-reply",
            f"--dest={STORE}",
            "/",
            "org.freedesktop.DBus.Peer.Ping",
        ]
        wait_until(lambda: subprocess.run(asked, capture_output=True, check=False).returncode == 0, what="it")
        yield allow


def test_what_the_real_store_allows_is_told(folder: Path, bus: str, permit: Callable[..., None]) -> None:
    permit("screencast", "token-1", "org.example.Caster", ["yes"])
    permit("screencast", "token-2", "org.example.Refused", ["no"])
    permit("remote-desktop", "token-3", "", ["yes"])
    permit("devices", "camera", "org.example.Camera", ["yes"])
    permit("devices", "speakers", "org.example.Player", ["yes"])
    assert told(where(folder, DBUS_SESSION_BUS_ADDRESS=bus)) == {
        "org.example.Caster": Strength.ABLE,
        "Programs that run outside a sandbox": Strength.ABLE,
        "org.example.Camera": Strength.INSTALLED,
    }


def test_what_was_allowed_stands_while_the_store_is_mute(folder: Path) -> None:
    answers = [True]

    def ask(address: str, limit: float) -> list[object]:
        if not answers:
            raise BusError("gone")
        answers.clear()
        return []

    home = where(folder, DBUS_SESSION_BUS_ADDRESS="unix:path=/nowhere")
    notes = Notebook()
    sensor = PreparationsSensor(home, TOOLS, interval=0.01, ask_store=ask)  # type: ignore[arg-type]  # an empty list
    sensor.start(notes)
    try:
        wait_until(lambda: not answers and notes.states, what="a few looks")
    finally:
        sensor.stop()
    assert [said for said, _ in notes.said if said == "withdraw"] == []
