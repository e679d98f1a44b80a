from collections.abc import Mapping

import pytest

from guard.capture.processes import ProcessFacts
from guard.capture.sensors.linux.pipewire.graph import Graph, Node
from guard.capture.sensors.linux.pipewire.owner import Owner, owner

SERVER, PORTAL, APP, STRANGER, RECORDER = 100, 101, 200, 2, 300
EXES = {
    SERVER: "/usr/bin/pipewire-pulse",
    PORTAL: "/usr/libexec/xdg-desktop-portal",
    APP: "/usr/lib/firefox/firefox",
    STRANGER: None,
    RECORDER: "/home/me/notes",
}
ARGUMENTS: dict[int, tuple[str, ...]] = {}


def read(pid: int) -> ProcessFacts | None:
    if pid not in EXES:
        return None
    exe = EXES[pid]
    name = exe.rpartition("/")[2] if exe else "kthreadd"
    words = ARGUMENTS.get(pid, (exe,) if exe else ())
    return ProcessFacts(pid, 1, 0.0, 0 if exe is None else 1000, name[:15], exe, words)


def whose(client: Mapping[str, str], *, pids_fit: bool = True) -> Owner:
    node = Node(7, "70", 9, 3, {"media.class": "Stream/Input/Audio", "node.name": "stream"})
    return owner(
        Graph({7: node}, {}, {9: {"pipewire.sec.uid": "1000", **client}}), node, read, pids_fit=pids_fit
    )


def claims(pid: int, binary: str = "firefox", **more: str) -> dict[str, str]:
    return {"application.process.id": str(pid), "application.process.binary": binary, **more}


PULSE = {"client.api": "pipewire-pulse", "pipewire.sec.pid": str(SERVER)}
THROUGH_PORTAL = {"pipewire.access": "portal", "pipewire.sec.pid": str(PORTAL)}


def test_the_attested_pid_beats_every_claim() -> None:
    found = whose({"pipewire.sec.pid": str(RECORDER), **claims(APP)})
    assert (found.pid, found.claimed) == (RECORDER, False)


def test_a_program_cannot_pass_for_a_pulse_client_to_blame_another() -> None:
    found = whose({**PULSE, "pipewire.sec.pid": str(RECORDER), **claims(APP)})
    assert (found.pid, found.claimed) == (RECORDER, False)


@pytest.mark.parametrize("between", [PULSE, THROUGH_PORTAL])
def test_behind_a_go_between_a_claim_that_fits_is_taken_and_marked(between: dict[str, str]) -> None:
    found = whose({**between, **claims(APP)})
    assert (found.pid, found.claimed) == (APP, True)


def test_a_program_file_that_is_gone_still_bears_its_process_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(EXES, APP, "/memfd:notes")
    assert whose({**PULSE, **claims(APP, "memfd:notes (deleted)")}).pid == APP
    assert whose({**PULSE, **claims(APP, "memfd:other (deleted)")}).pid is None


@pytest.mark.parametrize("between", [PULSE, THROUGH_PORTAL])
@pytest.mark.parametrize("claim", [claims(STRANGER), claims(APP, "chromium"), claims(999), {}])
def test_behind_a_go_between_a_claim_that_does_not_fit_names_nobody(
    between: dict[str, str], claim: dict[str, str]
) -> None:
    found = whose({**between, **claim, "application.name": "Somebody"})
    assert (found.pid, found.who, found.claimed) == (None, "Somebody", True)
    assert found.ended is (claim == claims(999))


def test_a_portal_client_is_named_by_its_app_id() -> None:
    named = {"pipewire.access.portal.app_id": "org.mozilla.firefox", "application.name": "Firefox"}
    found = whose({**THROUGH_PORTAL, **named})
    assert (found.who, found.app_id) == ("org.mozilla.firefox", "org.mozilla.firefox")
    assert whose({"pipewire.sec.pid": str(RECORDER), **named}).app_id == ""


def test_a_stream_of_the_sound_server_itself_is_its_own() -> None:
    found = whose({**PULSE, **claims(SERVER, "pipewire")})
    assert (found.pid, found.claimed, found.sound_system) == (SERVER, False, True)


def test_only_an_installed_sound_server_is_the_sound_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(EXES, SERVER, "/home/me/pipewire-pulse")
    found = whose({**PULSE, **claims(APP)})
    assert (found.pid, found.claimed, found.sound_system) == (SERVER, False, False)


def test_where_pids_are_counted_differently_nobody_is_named_by_pid() -> None:
    found = whose({"pipewire.sec.pid": str(RECORDER), "application.name": "Notes"}, pids_fit=False)
    assert (found.pid, found.who) == (None, "Notes")


def test_an_unknown_client_is_named_by_its_stream() -> None:
    node = Node(7, "70", None, 3, {"node.name": "stream"})
    assert owner(Graph({7: node}), node, read) == Owner(None, "stream", claimed=True)


@pytest.mark.parametrize("pid", ["", "-5", "12x", "²"])
def test_a_pid_that_is_no_number_is_none(pid: str) -> None:
    assert whose({"pipewire.sec.pid": pid}).pid is None


def test_the_desktops_own_recorder_records_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(EXES, RECORDER, "/usr/bin/gjs-console")
    monkeypatch.setitem(
        ARGUMENTS, RECORDER, ("gjs", "-m", "/usr/share/gnome-shell/org.gnome.Shell.Screencast")
    )
    assert whose({"pipewire.sec.pid": str(RECORDER)}).between
    monkeypatch.setitem(ARGUMENTS, RECORDER, ("gjs", "/home/me/org.gnome.Shell.Screencast"))
    assert not whose({"pipewire.sec.pid": str(RECORDER)}).between
