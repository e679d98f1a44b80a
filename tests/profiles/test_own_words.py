import os
import pwd
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.profiles.common import read_common
from guard.profiles.folding import squash
from guard.profiles.git_identity import people
from guard.profiles.here import self_words_reader
from guard.profiles.posix.identity_words import PosixSelfWords
from guard.profiles.self_words import SPOKEN, SelfWord
from guard.profiles.settings_file import MAX_BYTES, git_words, read_text
from guard.profiles.windows.identity_words import WindowsSelfWords

ENTRY = pwd.struct_passwd(("ada", "x", 1000, 1000, "Ada Wagner,,,", "/home/adahome", "/bin/sh"))


def posix(home: Path, **environment: str) -> PosixSelfWords:
    return PosixSelfWords(
        {"HOME": str(home), **environment}, account=lambda: ENTRY, host=lambda: "adas-laptop"
    )


def test_everything_that_this_computer_calls_its_user_is_found(tmp_path: Path) -> None:
    home = tmp_path / "hearth"
    home.mkdir()
    (home / ".gitconfig").write_text('[user]\n name = "Ada W."\n email = ada@own.org\n', encoding="utf-8")
    found = posix(home, SUDO_USER="adele", EMAIL="a@b.org", USER="ada").read()
    assert set(found.words) == {
        SelfWord("login", "ada"),
        SelfWord("login", "adele"),
        SelfWord("email", "a@b.org"),
        SelfWord("full-name", "Ada Wagner"),
        SelfWord("home", "adahome"),
        SelfWord("home", "hearth"),
        SelfWord("host", "adas-laptop"),
        SelfWord("git-name", "Ada W."),
        SelfWord("git-email", "ada@own.org"),
    }
    assert len(set(found.words)) == len(found.words)
    assert found.untold == ()


def test_what_cannot_be_read_is_told_and_the_rest_is_found(tmp_path: Path) -> None:
    def no_account() -> pwd.struct_passwd:
        raise KeyError

    def no_host() -> str:
        raise OSError

    os.mkfifo(tmp_path / ".gitconfig")
    found = PosixSelfWords({"HOME": str(tmp_path), "USER": "ada"}, account=no_account, host=no_host).read()
    assert SelfWord("login", "ada") in found.words
    assert len(found.untold) == 3


def test_a_computer_that_knows_nothing_is_no_trouble() -> None:
    bare = pwd.struct_passwd(("root", "x", 0, 0, "", "/", ""))
    found = PosixSelfWords({}, account=lambda: bare, host=lambda: "").read()
    assert found.words == (SelfWord("login", "root"),)


def test_the_real_reader_answers_here() -> None:
    assert any(word.kind == "login" for word in self_words_reader().read().words)


def test_windows_words_come_from_its_environment(tmp_path: Path) -> None:
    (tmp_path / ".gitconfig").write_text("[user]\nname=Ada\n", encoding="utf-8")
    found = WindowsSelfWords(
        {"USERNAME": "Ada W", "USERPROFILE": str(tmp_path)}, host=lambda: "ADAS-PC"
    ).read()
    assert SelfWord("login", "Ada W") in found.words
    assert SelfWord("host", "ADAS-PC") in found.words
    assert SelfWord("git-name", "Ada") in found.words
    assert found.untold == ("the full name of your account",)


def test_git_settings_are_looked_for_where_git_looks(tmp_path: Path) -> None:
    (tmp_path / "xdg" / "git").mkdir(parents=True)
    (tmp_path / "xdg" / "git" / "config").write_text("[user] name = One\n", encoding="utf-8")
    (tmp_path / ".gitconfig").write_text("[user] name = Two\n", encoding="utf-8")
    (tmp_path / "mine").write_text("[user] name = Three\n", encoding="utf-8")

    def names(**environment: str) -> list[str]:
        return [word.text for word in git_words(tmp_path, environment)[0]]

    assert names() == ["Two"]
    assert names(XDG_CONFIG_HOME=str(tmp_path / "xdg")) == ["One", "Two"]
    assert names(GIT_CONFIG_GLOBAL=str(tmp_path / "mine")) == ["Three"]
    assert git_words(tmp_path / "nowhere", {}) == ([], True)


def test_a_settings_file_may_be_anything(tmp_path: Path) -> None:
    assert read_text(tmp_path / "absent") == ""
    assert read_text(tmp_path) is None
    enormous = tmp_path / "enormous"
    enormous.write_bytes(b"\xff" * (MAX_BYTES * 2))
    assert len(read_text(enormous) or "") == MAX_BYTES
    assert read_text(Path("/dev/zero")) is None
    assert read_text(Path("bad\0name")) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[user]\n\tname = Ada Wagner\n\temail = a@b.org\n", [("name", "Ada Wagner"), ("email", "a@b.org")]),
        ("[USER]\nNAME=Ada ; not this\n", [("name", "Ada")]),
        ('[user] name = "Ada \\"A#1\\" W" # note\n', [("name", 'Ada "A#1" W')]),
        ("[user]\nname = Ada \\\n Wagner\n", [("name", "Ada Wagner")]),
        ("[author]\nemail = x@y.org\n[committer]\nname = C\n", [("email", "x@y.org"), ("name", "C")]),
        ("[user]\nname = A\n[core]\nname = B\n", [("name", "A")]),
        ('[user "other"]\nname = B\n', []),
        ("[user]\nsigningkey = B\nname\nname =\n", []),
        ("# [user]\n; name = A\nname = B\n", []),
    ],
)
def test_git_settings_are_read_as_git_reads_them(text: str, found: list[tuple[str, str]]) -> None:
    assert list(people(text)) == found


@given(st.text('[]user name=email"\\#;\n\tAa@', max_size=80))
def test_no_settings_are_too_strange(text: str) -> None:
    for key, value in people(text):
        assert key in {"name", "email"}
        assert value == " ".join(value.split())


def test_common_words_are_common_and_mailboxes_are_told_apart() -> None:
    common = read_common()
    assert {"root", "user", "debian", "home", "admin", "noreply"} <= common.words
    assert all(word == squash(word) for word in common.words)
    assert common.mailbox(" A.B+c@GoogleMail.com ") == "ab@gmail.com"
    assert common.mailbox("a.b@own.org") == "a.b@own.org"
    assert common.mailbox("nobody") == common.mailbox("@x.org") == common.mailbox("+x@x.org") == ""
    assert common.is_shared("users.noreply.github.com")
    assert not common.is_shared("notgmail.com")
    assert set(SPOKEN) == {"login", "host", "full-name", "home", "git-name", "git-email", "email"}
