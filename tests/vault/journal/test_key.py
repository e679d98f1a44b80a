"""A key is stored and read back before there is a journal, and never made anew for one that is there."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.vault.journal.errors import (
    JournalMissingError,
    KeyFormError,
    KeyMissingError,
    KeyNotKeptError,
)
from guard.vault.journal.key import ITEM, KEY_BYTES, decode, derive, encode, ensure_key, key_for, salt_of
from guard.vault.store import is_value
from tests.vault.fakes import MemoryStore
from tests.vault.journal.helpers import KEY, OTHER_KEY, created


class ForgetfulStore(MemoryStore):
    """Takes everything and keeps nothing."""

    def write(self, item: str, value: str) -> None:
        pass


@given(st.binary(min_size=KEY_BYTES, max_size=KEY_BYTES))
def test_a_key_is_43_plain_characters_and_comes_back(key: bytes) -> None:
    assert decode(encode(key)) == key
    assert len(encode(key)) == 43
    assert is_value(encode(key))


@given(st.text(max_size=60))
def test_what_is_no_key_is_refused(text: str) -> None:
    try:
        assert len(decode(text)) == KEY_BYTES
    except KeyFormError as error:
        assert text not in error.sentence or len(text) < 3  # noqa: PT017 - either outcome is right for some texts


def test_a_new_key_is_stored_and_the_same_is_used_again() -> None:
    items: dict[str, str] = {}
    key = ensure_key(MemoryStore(items))
    assert items == {ITEM: encode(key)}
    assert ensure_key(MemoryStore(items)) == key
    assert ensure_key(MemoryStore({})) != key


def test_a_key_that_does_not_read_back_makes_no_journal() -> None:
    with pytest.raises(KeyNotKeptError):
        ensure_key(ForgetfulStore({}))


def test_missing_things_are_told_apart(place: Path) -> None:
    with pytest.raises(JournalMissingError):
        key_for(place, MemoryStore({ITEM: encode(KEY)}))
    with created(place):
        pass
    with pytest.raises(KeyMissingError):
        key_for(place, MemoryStore({}))
    with pytest.raises(KeyFormError):
        key_for(place, MemoryStore({ITEM: "short"}))
    assert key_for(place, MemoryStore({ITEM: encode(KEY)})) == KEY


def test_what_is_derived_belongs_to_one_key_and_purpose() -> None:
    assert len({derive(KEY, b"a"), derive(KEY, b"b"), derive(OTHER_KEY, b"a"), KEY}) == 4
    assert salt_of(KEY) != salt_of(OTHER_KEY)
    assert len(salt_of(KEY)) == 16
