import os
import time
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard import durable
from guard.vault.recovery import agefile, files
from guard.vault.recovery.backup import open_backup, open_bytes
from guard.vault.recovery.errors import MirrorNotRenewed, RecoveryError
from guard.vault.recovery.kit import Kit, new_kit
from guard.vault.recovery.mirror import Mirror
from tests.vault.recovery.support import BOOK, KEY, OTHER_KEY, PATIENT

KIT = new_kit()


def mirror(folder: Path, kit: Kit = KIT) -> Mirror:
    days = count(1)
    return Mirror(
        folder / "state" / "recovery.age",
        kit.recipient,
        now=lambda: datetime(2026, 11, next(days), tzinfo=UTC),
    )


def test_the_kit_opens_what_was_last_mirrored_and_generations_rise(tmp_path: Path) -> None:
    mine = mirror(tmp_path)
    assert mine.copies() == ()
    mine.refresh(BOOK, KEY)
    mine.refresh(b"second", KEY)
    opened = open_backup(mine.path, KIT)
    assert (opened.book, opened.journal_key, opened.generation, opened.journal) == (b"second", KEY, 2, None)
    assert opened.made_at == datetime(2026, 11, 2, tzinfo=UTC)
    assert mine.copies() == (mine.path,)
    mirror(tmp_path).refresh(BOOK, KEY)
    assert open_backup(mine.path, KIT).generation == 3


def test_it_knows_whether_it_is_of_this_book_key_and_kit(tmp_path: Path) -> None:
    mine = mirror(tmp_path)
    assert not mine.is_current(BOOK, KEY)
    mine.refresh(BOOK, KEY)
    assert mirror(tmp_path).is_current(BOOK, KEY)
    assert not mine.is_current(b"changed", KEY)
    assert not mine.is_current(BOOK, OTHER_KEY)
    assert not mine.is_current(BOOK, None)
    assert not mirror(tmp_path, new_kit()).is_current(BOOK, KEY)


def test_a_mirror_swapped_for_an_older_one_damaged_or_gone_is_not_current(tmp_path: Path) -> None:
    mine = mirror(tmp_path)
    mine.refresh(b"old", KEY)
    old = mine.path.read_bytes()
    mine.refresh(BOOK, KEY)
    new = mine.path.read_bytes()
    for changed in (old, new[:-1], b"", new + b"x"):
        mine.path.write_bytes(changed)
        assert not mine.is_current(BOOK, KEY)
    mine.path.write_bytes(new)
    assert mine.is_current(BOOK, KEY)
    mine.path.unlink()
    assert not mine.is_current(BOOK, KEY)


@pytest.mark.parametrize("note", [b"", b"\xff", b"[]", b"{}", b'{"generation":-1}', b'{"x":' + b"[" * 50_000])
def test_a_broken_note_only_makes_the_mirror_old_and_loses_no_copy(tmp_path: Path, note: bytes) -> None:
    mine = mirror(tmp_path)
    mine.refresh(BOOK, KEY)
    next(mine.path.parent.glob("*.json")).write_bytes(note)
    assert not mine.is_current(BOOK, KEY)
    mine.refresh(b"next", KEY)
    assert mine.is_current(b"next", KEY)
    assert [open_backup(one, KIT).book for one in mine.copies()] == [b"next", BOOK]


def test_without_a_journal_key_it_works_and_nobody_can_tell_whether_it_is_current(tmp_path: Path) -> None:
    mine = mirror(tmp_path)
    mine.refresh(BOOK, None)
    mine.refresh(b"second", None)
    assert open_backup(mine.path, KIT).journal_key is None
    assert not mine.is_current(b"second", None)
    mine.refresh(b"third", KEY)
    assert mine.copies() == (mine.path,)
    assert mine.is_current(b"third", KEY)


@pytest.mark.parametrize("key", [OTHER_KEY, None])
def test_the_only_copy_of_another_journal_key_is_set_aside_and_not_written_over(
    tmp_path: Path, key: str | None
) -> None:
    mine = mirror(tmp_path)
    mine.refresh(BOOK, KEY)
    mine.refresh(BOOK, key)
    assert [open_backup(one, KIT).journal_key for one in mine.copies()] == [key, KEY]
    mine.refresh(b"again", key)
    assert len(mine.copies()) == 2
    assert mine.forget_earlier() == 1
    assert mine.copies() == (mine.path,)


def test_many_earlier_mirrors_come_newest_first(tmp_path: Path) -> None:
    mine = mirror(tmp_path)
    for number in range(12):
        mine.refresh(b"%d" % number, KEY, beginning=True)
    assert [open_backup(one, KIT).book for one in mine.copies()] == [b"%d" % n for n in range(11, -1, -1)]


def test_its_files_are_their_owners_only_and_tell_nothing(tmp_path: Path) -> None:
    mine = mirror(tmp_path)
    mine.refresh(BOOK, KEY)
    kept = list(mine.path.parent.iterdir())
    assert sorted(one.name for one in kept) == ["recovery.age", "recovery.note.json"]
    assert {one.stat().st_mode & 0o777 for one in kept} == {0o600}
    assert mine.path.parent.stat().st_mode & 0o777 == 0o700
    everything = b"".join(one.read_bytes() for one in kept)
    for told in (b"Wren", KEY.encode(), KIT.code.encode(), KIT.recipient.encode()):
        assert told not in everything
    before = next(one.read_text() for one in kept if one.suffix == ".json")
    other = mirror(tmp_path / "other")
    other.refresh(BOOK, OTHER_KEY)
    after = next(one.read_text() for one in other.path.parent.iterdir() if one.suffix == ".json")
    assert before.split('"book":')[1][:20] != after.split('"book":')[1][:20]


def test_a_mirror_that_cannot_be_written_is_told_and_the_old_one_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = mirror(tmp_path)
    mine.refresh(BOOK, KEY)
    old = mine.path.read_bytes()

    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(files.os, "fsync", full)  # type: ignore[attr-defined] # the module's own os
        with pytest.raises(MirrorNotRenewed, match="tries again"):
            mine.refresh(b"new", KEY)
    assert mine.path.read_bytes() == old
    assert len(list(mine.path.parent.iterdir())) == 2


def test_a_folder_in_the_way_or_a_useless_recipient_is_told(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    with pytest.raises(MirrorNotRenewed):
        mirror(tmp_path).refresh(BOOK, KEY)
    with pytest.raises(MirrorNotRenewed):
        Mirror(tmp_path / "m.age", "age1nobody").refresh(BOOK, KEY)
    with pytest.raises(MirrorNotRenewed):
        Mirror(tmp_path / "m.age", KIT.recipient).refresh(b"", KEY)
    assert not (tmp_path / "m.age").exists()


def test_what_a_killed_guard_left_is_swept_when_it_is_old(tmp_path: Path) -> None:
    mine = mirror(tmp_path)
    mine.refresh(BOOK, KEY)
    old, young = (mine.path.parent / f".recovery.age.{name}.new" for name in ("old", "young"))
    old.touch()
    young.touch()
    long_ago = time.time() - 2 * durable._LEFT_BEHIND_SECONDS
    os.utime(old, (long_ago, long_ago))
    mine.refresh(BOOK, KEY)
    assert (old.exists(), young.exists()) == (False, True)


LOCKED = agefile.lock(b"x" * 3000, [KIT.recipient])


def test_a_whole_file_is_told_from_a_cut_one_without_the_kit() -> None:
    for size in (0, 1, 65_535, 65_536, 65_537, 200_000):
        locked = agefile.lock(b"x" * size, [KIT.recipient])
        assert agefile.is_whole(locked, size)
        assert not agefile.is_whole(locked[:-1], size)
        assert not agefile.is_whole(locked, size + 1)
    assert not agefile.is_whole(agefile.lock(b"", [KIT.recipient, new_kit().recipient]), 0)
    assert not agefile.is_whole(b"", 0)


@PATIENT
@given(st.integers(0, len(LOCKED) - 1), st.integers(1, 255))
def test_a_changed_byte_of_an_age_file_is_always_told(where: int, by: int) -> None:
    changed = bytearray(LOCKED)
    changed[where] ^= by
    with pytest.raises(RecoveryError):
        agefile.unlock(bytes(changed), KIT.code)


@PATIENT
@given(st.integers(0, len(LOCKED) - 1))
def test_a_cut_age_file_is_always_told(end: int) -> None:
    with pytest.raises(RecoveryError):
        open_bytes(LOCKED[:end], KIT)


AGE_STARTS = [
    b"",
    b"age-encryption.org/v1\n",
    b"age-encryption.org/v1\n-> X25519 ",
    b"-----BEGIN AGE ENCRYPTED FILE-----\n",
]


@PATIENT
@given(st.sampled_from(AGE_STARTS), st.binary(max_size=500), st.sampled_from([b"", LOCKED, LOCKED[100:]]))
def test_any_bytes_are_told(start: bytes, middle: bytes, end: bytes) -> None:
    with pytest.raises(RecoveryError):
        open_bytes(start + middle + end, KIT)
