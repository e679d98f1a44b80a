from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.checkup.check import Answer, Reading
from guard.checkup.detect import Autologin
from guard.checkup.linux.looks_login import AutologinLook, ini

UNSAFE = {
    "etc/gdm3/daemon.conf": "[daemon]\nAutomaticLoginEnable = true\nAutomaticLogin = anna\n",
    "etc/gdm3/custom.conf": "[daemon]\nTimedLoginEnable=True\nTimedLogin=anna\nTimedLoginDelay=10\n",
    "etc/gdm/custom.conf": "[daemon]\nAutomaticLoginEnable=1\nAutomaticLogin=anna\n",
    "etc/sddm.conf": "[Autologin]\nUser=anna\nSession=plasma\n",
    "etc/sddm.conf.d/kde_settings.conf": "[Autologin]\nUser=anna\n",
    "etc/plasmalogin.conf": "[Autologin]\nUser=anna\n",
    "etc/lightdm/lightdm.conf": "[Seat:*]\nautologin-user=anna\nautologin-user-timeout=0\n",
    "etc/lightdm/lightdm.conf.d/50.conf": "[SeatDefaults]\nautologin-guest=true\n",
    "etc/lxdm/lxdm.conf": "[base]\nautologin=anna\n",
    "etc/greetd/config.toml": '[initial_session]\ncommand = "sway"\nuser = "anna"\n',
    "etc/systemd/system/getty@tty1.service.d/autologin.conf": (
        "[Service]\nExecStart=\nExecStart=-/sbin/agetty --autologin anna --noclear %I $TERM\n"
    ),
}
SAFE = {
    "etc/gdm3/daemon.conf": "[daemon]\n#AutomaticLoginEnable = true\nAutomaticLogin = anna\n",
    "etc/gdm3/custom.conf": "[daemon]\nAutomaticLoginEnable=false\nAutomaticLogin=anna\n",
    "etc/sddm.conf": "[Autologin]\nUser=\nSession=plasma\n",
    "etc/lightdm/lightdm.conf": "[Seat:*]\n#autologin-user=anna\n[XDMCPServer]\nenabled=false\n",
    "etc/lxdm/lxdm.conf": "[base]\n# autologin=dgod\n",
    "etc/greetd/config.toml": '[default_session]\ncommand = "agreety --cmd /bin/sh"\nuser = "greeter"\n',
}


def put(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text)


def in_use(root: Path, service: str) -> None:
    link = root / "etc/systemd/system/display-manager.service"
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(f"/lib/systemd/system/{service}.service")


def look(root: Path) -> Reading:
    return AutologinLook(root)(Autologin())


@pytest.mark.parametrize("name", UNSAFE)
def test_one_that_logs_somebody_in_is_told_with_its_file(tmp_path: Path, name: str) -> None:
    put(tmp_path, name, UNSAFE[name])
    reading = look(tmp_path)
    assert reading.answer is Answer.UNSAFE
    assert name in reading.evidence[0]
    assert "anna" not in reading.evidence[0]


@pytest.mark.parametrize("name", SAFE)
def test_one_that_asks_is_safe(tmp_path: Path, name: str) -> None:
    put(tmp_path, name, SAFE[name])
    assert look(tmp_path).answer is Answer.SAFE


def test_a_later_file_overrules_an_earlier_one(tmp_path: Path) -> None:
    put(tmp_path, "etc/sddm.conf.d/a.conf", "[Autologin]\nUser=anna\n")
    put(tmp_path, "etc/sddm.conf", "[Autologin]\nUser=\n")
    assert look(tmp_path).answer is Answer.SAFE


def test_only_the_log_in_screen_in_use_counts(tmp_path: Path) -> None:
    put(tmp_path, "etc/sddm.conf", UNSAFE["etc/sddm.conf"])
    put(tmp_path, "etc/gdm3/daemon.conf", SAFE["etc/gdm3/daemon.conf"])
    in_use(tmp_path, "gdm3")
    assert look(tmp_path).answer is Answer.SAFE


def test_debians_own_file_names_the_one_in_use(tmp_path: Path) -> None:
    put(tmp_path, "etc/X11/default-display-manager", "/usr/sbin/lightdm\n")
    put(tmp_path, "etc/sddm.conf", UNSAFE["etc/sddm.conf"])
    assert look(tmp_path).answer is Answer.SAFE
    put(tmp_path, "etc/lightdm/lightdm.conf", UNSAFE["etc/lightdm/lightdm.conf"])
    assert look(tmp_path).answer is Answer.UNSAFE


def test_one_that_is_not_known_and_none_at_all_cannot_be_told(tmp_path: Path) -> None:
    assert look(tmp_path).answer is Answer.UNKNOWN
    in_use(tmp_path, "ly")
    assert look(tmp_path).answer is Answer.UNKNOWN


@pytest.mark.parametrize("name", ["etc/greetd/config.toml", "etc/sddm.conf"])
def test_what_cannot_be_understood_or_read_cannot_be_told(tmp_path: Path, name: str) -> None:
    if name.endswith(".toml"):
        put(tmp_path, name, "[initial_session")
    else:
        (tmp_path / name).mkdir(parents=True)
    assert look(tmp_path).answer is Answer.UNKNOWN


@given(st.text())
def test_any_text_is_read_as_sections(text: str) -> None:
    assert "" in ini(text)
    assert ini(f"{text}\n[Last]\nKey = value\n")["last"]["key"] == "value"
