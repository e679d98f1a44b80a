"""A full disk and a forbidden folder: reading goes on, nothing is lost, and writing comes back by itself."""

import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from guard.vault.journal.entry import Entry, ReadOnly, Writable
from guard.vault.journal.errors import DiskFullError, ReadOnlyError
from guard.vault.journal.journal import Journal
from tests.support.ordinary_user import NOBODY
from tests.vault.journal.helpers import KEY, all_bytes, created, entry, everything, opened

SIZE = 3 * 1024 * 1024


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 3 MB."""
    if sys.platform != "linux" or os.getuid() != 0 or not shutil.which("mount"):
        pytest.skip("only root can mount a small disk on Linux")
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", folder], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("this system lets nobody mount a disk")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def fill(folder: Path, *, leave: int = 0) -> Path:
    """Fill the disk but for about `leave` bytes."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while shutil.disk_usage(folder).free > leave:
                file.write(bytes(4096))
        except OSError:
            pass
    return filler


def add_until_full(journal: Journal, words: int) -> Iterator[Entry]:
    """Add ever more entries and yield each that was acknowledged, until the disk is full."""
    for number in itertools.count(2):
        note = entry(number, text="long " * words * number)
        try:
            journal.add(note)
        except DiskFullError:
            return
        yield note


def test_a_full_disk_makes_the_journal_read_only_until_there_is_room(small_disk: Path) -> None:
    with created(small_disk / "journal.db", entry(1)) as journal:
        filler = fill(small_disk)
        saved = {entry(1), *add_until_full(journal, 1000)}
        state = journal.state
        assert isinstance(state, ReadOnly)
        assert "full" in state.why
        assert journal.get("e1") == entry(1)
        assert everything(journal) == saved
        with pytest.raises(DiskFullError):
            journal.add(entry(5000))
        assert everything(journal) == saved
        filler.unlink()
        assert journal.state == Writable()
        journal.add(entry(5000))
        assert everything(journal) == {*saved, entry(5000)}
        journal.verify()


def test_a_journal_on_a_full_disk_opens_for_reading(small_disk: Path) -> None:
    with created(small_disk / "journal.db", entry(1)):
        pass
    filler = fill(small_disk)
    with opened(small_disk / "journal.db") as journal:
        assert everything(journal) == {entry(1)}
        with pytest.raises(DiskFullError):
            journal.add(entry(2, text="long " * 5000))
        filler.unlink()
        journal.add(entry(2))
    with opened(small_disk / "journal.db") as journal:
        assert everything(journal) == {entry(1), entry(2)}


@pytest.mark.parametrize("leave", range(0, 200_000, 20_000))
def test_running_out_of_room_anywhere_loses_nothing(small_disk: Path, leave: int) -> None:
    with created(small_disk / "journal.db", entry(1)) as journal:
        filler = fill(small_disk, leave=leave)
        saved = {entry(1), *add_until_full(journal, 100)}
        with pytest.raises(DiskFullError):
            journal.back_up(even_today=True)
        assert everything(journal) == saved
    before = all_bytes(small_disk)
    with opened(small_disk / "journal.db") as journal:
        assert everything(journal) == saved
    assert not any(name.startswith("journal.db-backups") for name in before)
    filler.unlink()
    with opened(small_disk / "journal.db") as journal:
        assert journal.verify() == len(saved)
        assert journal.back_up(even_today=True) is not None


def test_no_journal_is_made_on_a_full_disk(small_disk: Path) -> None:
    filler = fill(small_disk)
    with pytest.raises(DiskFullError):
        Journal.create(small_disk / "journal.db", KEY)
    assert not (small_disk / "journal.db").exists()
    filler.unlink()
    with created(small_disk / "journal.db", entry(1)) as journal:
        assert everything(journal) == {entry(1)}


BECOME = f"import os; os.setgroups([]); os.setresgid({NOBODY}, {NOBODY}, {NOBODY}); os.setresuid({NOBODY}, {NOBODY}, {NOBODY})"
PROGRAM = """
import sys
from datetime import date
from pathlib import Path
from guard.vault.journal.errors import JournalError
from guard.vault.journal.journal import Journal
{become}
path, key, back = Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), sys.argv[3:]
try:
    journal = Journal.open(path, key, patience=1)
except JournalError as error:
    sys.exit(type(error).__name__)
print(type(journal.state).__name__, len(journal.between(date.min, date.max)))
one = journal.newest("", 1)[0]
try:
    journal.replace(one)
    print("saved")
except JournalError as error:
    print(type(error).__name__)
sys.stdout.flush()
sys.stdin.readline()
print(type(journal.state).__name__)
try:
    journal.replace(one)
    print("saved")
except JournalError as error:
    print(type(error).__name__)
journal.close()
"""


@pytest.fixture
def readable() -> Iterator[Path]:
    """Make a journal that belongs to an ordinary user, where that user may go; yields its path."""
    if sys.platform == "win32":
        pytest.skip("Windows has no such permissions")
    with tempfile.TemporaryDirectory(prefix="guard-") as outer:
        Path(outer).chmod(0o755)
        folder = Path(outer) / "data"
        with created(folder / "journal.db", *(entry(n) for n in range(9))):
            pass
        own(folder)
        yield folder / "journal.db"
        folder.chmod(0o700)


def own(folder: Path) -> None:
    if os.getuid() == 0:
        for file in (folder, *folder.rglob("*")):
            os.chown(file, NOBODY, NOBODY)


def as_ordinary_user(path: Path, between: str = "") -> tuple[list[str], str]:
    """Use the journal as an ordinary user, with `between` done halfway; return what was said, and the error."""
    become = BECOME if os.getuid() == 0 else ""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(become=become), str(path), KEY.hex()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        said = [child.stdout.readline().strip() for _ in range(2)]
        if between == "allow":
            path.parent.chmod(0o700)
            path.chmod(0o600)
        out, err = child.communicate("\n", timeout=60)
    return [*said, *out.split("\n")[:-1]], err.strip()


def test_an_ordinary_user_may_write_their_own(readable: Path) -> None:
    assert as_ordinary_user(readable) == (["Writable 9", "saved", "Writable", "saved"], "")


@pytest.mark.parametrize(("folder_mode", "file_mode"), [(0o500, 0o600), (0o700, 0o400), (0o500, 0o400)])
def test_what_may_not_be_written_is_read_and_comes_back_by_itself(
    readable: Path, folder_mode: int, file_mode: int
) -> None:
    readable.chmod(file_mode)
    readable.parent.chmod(folder_mode)
    said, error = as_ordinary_user(readable)
    assert (said, error) == (["ReadOnly 9", "ReadOnlyError", "ReadOnly", "ReadOnlyError"], "")
    said, error = as_ordinary_user(readable, between="allow")
    assert (said, error) == (["ReadOnly 9", "ReadOnlyError", "Writable", "saved"], "")


def test_a_crashed_journal_in_a_forbidden_folder_still_shows_its_last_entries(readable: Path) -> None:
    with opened(readable) as journal:
        journal.add(entry(20))
        left = all_bytes(readable.parent)
    for name, content in left.items():
        (readable.parent / name).write_bytes(content)
    own(readable.parent)
    readable.parent.chmod(0o500)
    said, error = as_ordinary_user(readable)
    assert (said, error) == (["ReadOnly 10", "ReadOnlyError", "ReadOnly", "ReadOnlyError"], "")


def test_what_may_not_even_be_read_says_so(readable: Path) -> None:
    readable.chmod(0)
    assert as_ordinary_user(readable)[1] == "UnreadableError"
    readable.chmod(0o600)
    readable.parent.chmod(0)
    assert as_ordinary_user(readable)[1] == "UnreadableError"
    readable.parent.chmod(0o700)


def test_a_read_only_error_says_what_is_safe() -> None:
    assert "safe" in ReadOnlyError("").sentence
