import psutil
import pytest

from guard.checkup.check import Answer
from guard.checkup.detect import ConsentStore
from guard.checkup.programs import Running
from guard.checkup.windows.consent_store import ConsentLook
from guard.checkup.windows.keys import Keys
from tests.support.registries import FakeWinreg

STORE = r"SOFTWARE\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore"
WEBCAM = ConsentStore(capability="webcam")
ZOOM = r"C:\Users\a\AppData\Roaming\Zoom\bin\Zoom.exe"
TEAMS = r"C:\Program Files\WindowsApps\MSTeams_26.1.0.0_x64__8wekyb3d8bbwe\ms-teams.exe"
EXPLORER = Running("explorer.exe", 4, r"C:\Windows\explorer.exe")


def used(
    winreg: FakeWinreg, name: str, stop: object, *, start: object = 133, hive: str = "HKCU", kind: int = 11
) -> None:
    for value, data in (("LastUsedTimeStart", start), ("LastUsedTimeStop", stop)):
        winreg.set(hive, rf"{STORE}\webcam\{name}", value, data, kind)


def look(keys: Keys | None, *programs: Running) -> tuple[Answer | None, str]:
    reading = ConsentLook(keys, lambda: [EXPLORER, *programs])(WEBCAM)
    return reading.answer, " ".join((reading.why, *reading.evidence))


def test_a_desktop_program_that_holds_it_is_named(winreg: FakeWinreg, keys: Keys) -> None:
    used(winreg, rf"NonPackaged\{ZOOM.replace(chr(92), '#')}", 0)
    answer, said = look(keys, Running("Zoom.exe", 7, ZOOM.upper()))
    assert (answer, ZOOM in said) == (Answer.UNSAFE, True)


def test_a_store_app_that_holds_it_is_named(winreg: FakeWinreg, keys: Keys) -> None:
    used(winreg, "MSTeams_8wekyb3d8bbwe", 0)
    answer, said = look(keys, Running("ms-teams.exe", 7, TEAMS))
    assert (answer, "MSTeams" in said) == (Answer.UNSAFE, True)


def test_a_built_in_app_is_found_in_its_own_folder(winreg: FakeWinreg, keys: Keys) -> None:
    used(winreg, "Microsoft.Windows.CapturePicker_cw5n1h2txyewy", 0)
    path = r"C:\Windows\SystemApps\Microsoft.Windows.CapturePicker_cw5n1h2txyewy\CapturePicker.exe"
    assert look(keys, Running("CapturePicker.exe", 7, path))[0] is Answer.UNSAFE


def test_a_program_whose_path_is_hidden_counts_by_its_file_name(winreg: FakeWinreg, keys: Keys) -> None:
    used(winreg, r"NonPackaged\C:#Program Files#Cam#cam.exe", 0, hive="HKLM")
    assert look(keys, Running("Cam.EXE", 7))[0] is Answer.UNSAFE


@pytest.mark.parametrize(
    "program",
    [EXPLORER, Running("Zoom.exe", 7, r"D:\other\Zoom.exe"), Running("ms-teams.exe", 8, r"C:\t.exe")],
)
def test_an_old_note_of_a_program_that_ended_is_told_and_no_alarm(
    winreg: FakeWinreg, keys: Keys, program: Running
) -> None:
    used(winreg, rf"NonPackaged\{ZOOM.replace(chr(92), '#')}", 0)
    used(winreg, "MSTeams_8wekyb3d8bbwe", 0)
    answer, said = look(keys, program)
    assert (answer, said.count("the note is old")) == (Answer.SAFE, 2)


def test_who_stopped_or_never_began_is_not_in_use(winreg: FakeWinreg, keys: Keys) -> None:
    used(winreg, rf"NonPackaged\{ZOOM.replace(chr(92), '#')}", 134)
    used(winreg, "MSTeams_8wekyb3d8bbwe", 0, start=0)
    winreg.set("HKCU", rf"{STORE}\webcam\Asked_8wekyb3d8bbwe", "Value", "Deny")
    programs = (Running("Zoom.exe", 7, ZOOM), Running("ms-teams.exe", 8, TEAMS))
    assert look(keys, *programs) == (Answer.SAFE, "")


def test_another_device_is_another_record(winreg: FakeWinreg, keys: Keys) -> None:
    used(winreg, "MSTeams_8wekyb3d8bbwe", 0)
    winreg.set("HKCU", rf"{STORE}\microphone", "Value", "Allow")
    reading = ConsentLook(keys, lambda: [Running("t", 1, TEAMS)])(ConsentStore(capability="microphone"))
    assert reading.answer is Answer.SAFE


def test_no_record_no_registry_no_rights_and_no_process_list_cannot_be_told(
    winreg: FakeWinreg, keys: Keys
) -> None:
    assert look(None)[0] is Answer.UNKNOWN
    assert look(keys)[0] is Answer.UNKNOWN
    used(winreg, "MSTeams_8wekyb3d8bbwe", 0)

    def gone() -> list[Running]:
        raise psutil.AccessDenied

    for programs in (gone, list[Running]):
        assert ConsentLook(keys, programs)(WEBCAM).answer is Answer.UNKNOWN
    winreg.unreadable.add(rf"HKCU\{STORE}\webcam")
    assert look(keys)[0] is Answer.UNKNOWN


@pytest.mark.parametrize(("data", "kind"), [(0, 4), ("0", 1), (b"\0" * 8, 3), (None, 11)])
def test_times_of_another_kind_cannot_be_told(
    winreg: FakeWinreg, keys: Keys, data: object, kind: int
) -> None:
    used(winreg, "MSTeams_8wekyb3d8bbwe", data, kind=kind, start=data)
    assert look(keys)[0] is Answer.UNKNOWN
