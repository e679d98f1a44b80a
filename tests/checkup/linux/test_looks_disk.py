import errno
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.checkup.check import Answer, Reading
from guard.checkup.detect import DiskEncryption
from guard.checkup.linux.looks_disk import DiskLook, folder_flags, mount_of


def no_flags(_: Path) -> int:
    raise OSError(errno.ENOTTY, "no such attribute")


class Machine:
    """A computer's tables of mounts and devices."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home/anna"
        self.home.mkdir(parents=True)
        self.lines = ["22 1 0:5 / / rw,relatime shared:1 - ext4 /dev/guard-root rw"]

    def mount(self, source: str, kind: str = "ext4", point: str | None = None) -> None:
        spelled = (point or str(self.folder)).replace(" ", "\\040")
        self.lines.append(f"30 22 0:9 / {spelled} rw,relatime shared:2 master:1 - {kind} {source} rw")

    def device(self, name: str, *below: str, uuid: str = "") -> None:
        block = self.folder / "sys/class/block" / name
        for slave in below:
            (block / "slaves" / slave).mkdir(parents=True)
        block.mkdir(parents=True, exist_ok=True)
        if uuid:
            (block / "dm").mkdir()
            (block / "dm/uuid").write_text(f"{uuid}\n")

    def look(self, flags: Callable[[Path], int] = no_flags) -> Reading:
        mounts = self.folder / "mountinfo"
        mounts.write_text("\n".join(self.lines) + "\n")
        look = DiskLook(self.home, mounts=mounts, sys=self.folder / "sys", flags=flags)
        return look(DiskEncryption())


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_folder_on_an_encrypted_device_is_safe(machine: Machine) -> None:
    machine.mount("/dev/guard-dm-1")
    machine.device("guard-dm-1", "guard-dm-0", uuid="LVM-xyz")
    machine.device("guard-dm-0", "guard-sda3", uuid="CRYPT-LUKS2-xyz-luks")
    machine.device("guard-sda3")
    assert machine.look().answer is Answer.SAFE


def test_a_folder_on_a_bare_partition_is_not(machine: Machine) -> None:
    machine.mount("/dev/guard-sda3")
    machine.device("guard-sda3")
    reading = machine.look()
    assert reading.answer is Answer.UNSAFE
    assert "/dev/guard-sda3" in reading.evidence[0]


def test_one_bare_part_is_enough(machine: Machine) -> None:
    machine.mount("/dev/guard-md0")
    machine.device("guard-md0", "guard-dm-0", "guard-sdb1")
    machine.device("guard-dm-0", uuid="CRYPT-LUKS2-x")
    machine.device("guard-sdb1")
    assert machine.look().answer is Answer.UNSAFE


def test_every_device_of_btrfs_counts(machine: Machine) -> None:
    machine.mount("/dev/guard-dm-0", "btrfs")
    machine.device("guard-dm-0", uuid="CRYPT-LUKS2-x")
    machine.device("guard-sdb1")
    for name in ("guard-dm-0", "guard-sdb1"):
        (machine.folder / "sys/fs/btrfs/uuid/devices" / name).mkdir(parents=True)
    assert machine.look().answer is Answer.UNSAFE


@pytest.mark.parametrize("name", ["vda2", "xvda1", "loop0", "nbd0"])
def test_a_virtual_disk_cannot_be_told(machine: Machine, name: str) -> None:
    machine.mount("/dev/guard-dm-0")
    machine.device("guard-dm-0", name, uuid="LVM-x")
    machine.device(name)
    assert machine.look().answer is Answer.UNKNOWN


@pytest.mark.parametrize(
    ("source", "kind"), [("overlay", "overlay"), ("host:/home", "nfs4"), ("rpool/home", "zfs")]
)
def test_a_file_system_without_devices_cannot_be_told(machine: Machine, source: str, kind: str) -> None:
    machine.mount(source, kind)
    assert machine.look().answer is Answer.UNKNOWN


@pytest.mark.parametrize("kind", ["ecryptfs", "fuse.gocryptfs", "fuse.encfs"])
def test_a_file_system_that_encrypts_is_safe(machine: Machine, kind: str) -> None:
    machine.mount("/home/.ecryptfs/anna", kind, str(machine.home))
    assert machine.look().answer is Answer.SAFE


def test_a_folder_that_is_encrypted_itself_is_safe(machine: Machine) -> None:
    machine.mount("/dev/guard-sda3")
    machine.device("guard-sda3")
    assert machine.look(lambda _: 0x800).answer is Answer.SAFE
    assert machine.look(lambda _: 0x80000).answer is Answer.UNSAFE


def test_what_is_not_there_or_turns_in_a_circle_cannot_be_told(machine: Machine) -> None:
    machine.mount("/dev/guard-sda3")
    assert machine.look().answer is Answer.UNKNOWN
    machine.device("guard-sda3", "guard-sda3")
    assert machine.look().answer is Answer.UNKNOWN
    machine.lines = ["nonsense"]
    assert machine.look().answer is Answer.UNKNOWN
    machine.home.rmdir()
    assert machine.look().answer is Answer.UNKNOWN


def test_the_deepest_mount_counts_and_the_last_of_two(machine: Machine) -> None:
    machine.mount("/dev/guard-one")
    machine.mount("/dev/guard-two")
    machine.mount("/dev/guard-other", point=f"{machine.folder}/home/anna2")
    assert mount_of(str(machine.home), "\n".join(machine.lines)).source == "/dev/guard-two"


def test_spaces_in_a_mount_are_read(tmp_path: Path) -> None:
    line = r"30 22 0:9 / /a\040b rw - ext4 /dev/mapper/x\040y rw"
    assert mount_of("/a b/c", line).source == "/dev/mapper/x y"


def test_this_computer_gives_an_answer(tmp_path: Path) -> None:
    reading = DiskLook(tmp_path)(DiskEncryption())
    assert reading.answer in {Answer.SAFE, Answer.UNSAFE, Answer.UNKNOWN}
    assert reading.why or reading.evidence


def test_a_folders_attributes_are_read_or_refused(tmp_path: Path) -> None:
    with suppress(OSError):  # many file systems have none
        assert folder_flags(tmp_path) >= 0


@given(st.text())
def test_any_table_is_read_or_refused(text: str) -> None:
    with suppress(ValueError):
        assert mount_of("/home/anna", text).point
