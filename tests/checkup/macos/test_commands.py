"""What the checks make of tools' words, as they were recorded, and of everything else."""

import pytest

from guard.checkup import programs
from guard.checkup.check import Answer
from guard.checkup.command import Ran
from guard.checkup.detect import Command
from guard.checkup.macos.tools import tool
from tests.checkup.macos import shipped

SAFE, UNSAFE, UNKNOWN, NOT = Answer.SAFE, Answer.UNSAFE, Answer.UNKNOWN, Answer.NOT_APPLICABLE
COMMANDS = {check.id: check.detect for check in shipped.shipped() if isinstance(check.detect, Command)}
TABLE = 'disabled services = {\n\t"com.apple.ftp-proxy" => disabled\n%s}\nlogin item associations = {\n}\n'
LOG = "2026-11-22 10:00:00.123 sysadminctl[812:9911] "
POWER = "Battery Power:\n womp                 0\n sleep 1\nAC Power:\n womp                 %s\n sleep 1\n"
BACKUPS = '{\n  "AutoBackup" => 1\n  "Destinations" => [\n%s  ]\n}\n'
DISK = '    0 => {\n      "LastKnownEncryptionState" => "%s"\n    }\n'


def services() -> list[tuple[str, str, Answer]]:
    found = []
    for check_id, label in {
        "mac-screen-sharing": "com.apple.screensharing",
        "mac-remote-login": "com.openssh.sshd",
        "mac-remote-apple-events": "com.apple.AEServer",
        "mac-file-sharing": "com.apple.smbd",
    }.items():
        for word, code, answer in [
            ("disabled", 113, SAFE),
            ("true", 113, SAFE),
            ("", 113, SAFE),
            ("enabled", 113, UNSAFE),
            ("false", 113, UNSAFE),
            ("enabled", 0, UNSAFE),
            ("disabled", 0, UNSAFE),
            ("disabled", 1, UNKNOWN),
            ("disabled", 127, UNKNOWN),
            ("", 64, UNKNOWN),
        ]:
            line = f'\t"{label}" => {word}\n' if word else ""
            found.append((check_id, f"{TABLE % line}service={code}\n", answer))
        found.append((check_id, "service=113\n", UNKNOWN))
    return found


SAID = [
    *services(),
    ("mac-lock-password", f"{LOG}screenLock delay is immediate\n", SAFE),
    ("mac-lock-password", f"{LOG}screenLock delay is 5 seconds\n", SAFE),
    ("mac-lock-password", f"{LOG}screenLock delay is 60.000000 seconds\n", SAFE),
    ("mac-lock-password", f"{LOG}screenLock delay is 61 seconds\n", UNSAFE),
    ("mac-lock-password", f"{LOG}screenLock delay is 300 seconds\n", UNSAFE),
    ("mac-lock-password", f"{LOG}screenLock delay is -1.000000 seconds\n", UNSAFE),
    ("mac-lock-password", f"{LOG}screenLock is off\n", UNSAFE),
    ("mac-lock-password", f"{LOG}Bildschirmsperre sofort\n", UNKNOWN),
    ("mac-smb-guest", f"{LOG}SMB guest access disabled.\n", SAFE),
    ("mac-smb-guest", f"{LOG}SMB guest access enabled.\n", UNSAFE),
    ("mac-guest", f"{LOG}Guest account disabled.\n", SAFE),
    ("mac-guest", f"{LOG}Guest account enabled.\n", UNSAFE),
    ("mac-guest", "usage: sysadminctl\n", UNKNOWN),
    ("mac-firewall", "Firewall is enabled. (State = 1) \n", SAFE),
    ("mac-firewall", "Firewall is blocking all non-essential incoming connections. (State = 2)\n", SAFE),
    ("mac-firewall", "Firewall is disabled. (State = 0)\n", UNSAFE),
    ("mac-firewall", "Firewall settings cannot be read\n", UNKNOWN),
    ("mac-firewall-stealth", "Firewall stealth mode is on\n", SAFE),
    ("mac-firewall-stealth", "Stealth mode enabled \n", SAFE),
    ("mac-firewall-stealth", "Firewall stealth mode is off\n", UNSAFE),
    ("mac-internet-sharing", "absent\n", SAFE),
    ("mac-internet-sharing", "0\n", SAFE),
    ("mac-internet-sharing", "1\n", UNSAFE),
    ("mac-internet-sharing", "Could not extract value, error: No value at that key path\n", UNKNOWN),
    ("mac-wake-network", POWER % 0, SAFE),
    ("mac-wake-network", POWER % 1, UNSAFE),
    ("mac-wake-network", "AC Power:\n sleep 1\n", NOT),
    ("mac-wake-network", "", UNKNOWN),
    ("mac-time-machine", BACKUPS % (DISK % "Encrypted"), SAFE),
    ("mac-time-machine", BACKUPS % (DISK % "Encrypted" + DISK % "NotEncrypted"), UNSAFE),
    ("mac-time-machine", BACKUPS % (DISK % "Encrypted" + DISK % "Unknown"), UNKNOWN),
    ("mac-time-machine", BACKUPS % (DISK % "Encrypted" + '      "NetworkURL" => "smb://a"\n'), UNKNOWN),
    ("mac-time-machine", BACKUPS % "", UNKNOWN),
    ("mac-time-machine", '{\n  "AutoBackup" => 0\n}\n', NOT),
    ("mac-time-machine", "file does not exist or is not readable or is not a regular file\n", UNKNOWN),
]  # fmt: skip


def answer(check_id: str, ran: Ran) -> Answer | None:
    return programs.command(COMMANDS[check_id], lambda _argv: ran).answer


@pytest.mark.parametrize(("check_id", "out", "expected"), SAID)
def test_recorded_words(check_id: str, out: str, expected: Answer) -> None:
    assert answer(check_id, Ran(0, out)) is expected
    if "sysadminctl" in COMMANDS[check_id].argv[0]:  # which speaks on stderr
        assert answer(check_id, Ran(0, err=out)) is expected


@pytest.mark.parametrize(
    ("check_id", "out"), [(check_id, out) for check_id, out, expected in SAID if expected is SAFE]
)
def test_a_tool_that_failed_never_passes(check_id: str, out: str) -> None:
    assert answer(check_id, Ran(1, out)) is UNKNOWN
    assert answer(check_id, Ran(None, out, why="It did not answer in time.")) is UNKNOWN


@pytest.mark.parametrize("check_id", COMMANDS)
def test_each_has_a_recorded_pass_and_a_recorded_refusal(check_id: str) -> None:
    assert {SAFE, UNSAFE, UNKNOWN} <= {expected for one, _, expected in SAID if one == check_id} | {UNKNOWN}


@pytest.mark.parametrize("check_id", COMMANDS)
@pytest.mark.parametrize("out", ["", "\n", "0", "off", "aus", "Permission denied", "zsh: command not found"])
def test_other_words_cannot_be_told(check_id: str, out: str) -> None:
    expected = SAFE if (check_id, out) == ("mac-internet-sharing", "0") else UNKNOWN
    assert answer(check_id, Ran(0, out)) is expected


def test_tools_are_macoss_own_by_their_full_path() -> None:
    started: list[list[str]] = []

    def start(argv: list[str], _environ: object) -> Ran:
        started.append(argv)
        return Ran(0)

    run = tool({}, start)
    for command in COMMANDS.values():
        assert run(command.argv).ok
    assert len(started) == len(COMMANDS)
    for other in ("sysadminctl", "/opt/bin/pmset", "/usr/bin/../../tmp/x", "./sh"):
        assert run([other]).missing
    assert len(started) == len(COMMANDS)
