from collections.abc import Collection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.checkup.check import Answer, Reading
from guard.checkup.detect import NamesShown
from guard.checkup.windows.keys import Keys
from guard.checkup.windows.names import NamesLook
from tests.checkup.windows import shipped
from tests.support.registries import FakeWinreg

LOGON = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Authentication\LogonUI"
COMPUTER = NamesShown(of="computer")
USER = NamesShown(of="user")
FULL = NamesShown(of="full-name")


def look(
    keys: Keys | None, what: NamesShown, *words: str, computer: str = "DESKTOP-1", user: str = "u1"
) -> Reading:
    def hidden() -> Collection[str]:
        return words

    return NamesLook({"COMPUTERNAME": computer, "UserName": user}, keys, hidden)(what)


def signed_in(winreg: FakeWinreg, user: str, shown: str) -> None:
    winreg.set("HKLM", LOGON, "LastLoggedOnSAMUser", rf"PC\{user}")
    winreg.set("HKLM", LOGON, "LastLoggedOnDisplayName", shown)


@pytest.mark.parametrize("name", ["ANNA-PC", "pc-of-anna", "Änna-laptop", "a.n.n.a"])
def test_a_hidden_word_in_the_computers_name_is_found(keys: Keys, name: str) -> None:
    word = "änna" if "Ä" in name else "Anna"
    assert look(keys, COMPUTER, word, computer=name).answer is Answer.UNSAFE


def test_a_name_without_any_of_the_words_is_safe_and_shown(keys: Keys) -> None:
    reading = look(keys, COMPUTER, "Anna", "Schmidt")
    assert reading.answer is Answer.SAFE
    assert "DESKTOP-1" in reading.evidence[0]
    assert not any("schmidt" in line.casefold() for line in (reading.why, *reading.evidence))


def test_the_accounts_own_names_count_against_the_computers(winreg: FakeWinreg, keys: Keys) -> None:
    signed_in(winreg, "u1", "Anna Schmidt")
    assert look(keys, COMPUTER, computer="SCHMIDTS-PC").answer is Answer.UNSAFE
    assert look(keys, COMPUTER, computer="anne-7", user="anne").answer is Answer.UNSAFE
    assert look(keys, COMPUTER, computer="blue-7").answer is Answer.SAFE
    assert look(keys, USER, user="u1").answer is Answer.SAFE


def test_the_sign_in_screens_name_is_this_users_only(winreg: FakeWinreg, keys: Keys) -> None:
    signed_in(winreg, "u1", "Anna Schmidt")
    assert look(keys, FULL, "Schmidt").answer is Answer.UNSAFE
    assert look(keys, FULL, "Meier").answer is Answer.SAFE
    assert look(keys, FULL).answer is Answer.UNKNOWN
    assert look(keys, FULL, "Meier", user="other").answer is Answer.UNKNOWN


def test_without_words_without_name_and_without_rights_nothing_is_told(
    winreg: FakeWinreg, keys: Keys
) -> None:
    assert look(keys, COMPUTER, user="").answer is Answer.UNKNOWN
    assert look(keys, USER, "ab").answer is Answer.UNKNOWN
    assert look(keys, COMPUTER, "Anna", computer="").answer is Answer.UNKNOWN
    assert look(keys, USER, "Anna", user="").answer is Answer.UNKNOWN
    assert look(None, FULL, "Anna").answer is Answer.UNKNOWN
    winreg.unreadable.add(rf"HKLM\{LOGON}")
    assert look(keys, COMPUTER, "Anna").answer is Answer.UNKNOWN


@given(
    st.text(alphabet=st.characters(categories=["L", "N"]), min_size=4, max_size=20),
    st.text(max_size=10),
    st.text(max_size=10),
)
def test_a_word_inside_the_name_never_passes(word: str, before: str, after: str) -> None:
    reading = look(shipped.keys(FakeWinreg()), COMPUTER, word, computer=f"{before}{word}{after}", user="")
    assert reading.answer in (Answer.UNSAFE, Answer.UNKNOWN)
