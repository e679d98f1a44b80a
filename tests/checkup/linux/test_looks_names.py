from pathlib import Path
from typing import Literal

import pytest

from guard.checkup.check import Answer, Reading
from guard.checkup.detect import Environment, NamesShown
from guard.checkup.linux.looks_names import EnvironmentLook, NamesLook, own_account
from guard.errors import BadInputError

Of = Literal["host", "user", "full-name", "computer"]


def look(
    of: Of,
    *hidden: str,
    host: str = "blue-fox",
    login: str = "user",
    full_name: str = "",
    machine_info: Path = Path("/nowhere/machine-info"),
) -> Reading:
    return NamesLook(
        lambda: hidden, host=lambda: host, account=lambda: (login, full_name), machine_info=machine_info
    )(NamesShown(of=of))


@pytest.mark.parametrize(
    ("host", "login", "full_name", "hidden"),
    [
        ("annas-laptop", "user", "", ("Anna",)),
        ("anna7", "anna", "", ()),
        ("PC-Müller", "user", "Jörg Müller", ()),
        ("pc-muller", "user", "Jörg Müller", ()),
        ("laptop-ann", "user", "Ann Lee", ()),
        ("annlee", "user", "", ("Ann Lee",)),
    ],
)
def test_a_name_on_the_network_that_tells_is_unsafe(
    host: str, login: str, full_name: str, hidden: tuple[str, ...]
) -> None:
    reading = look("host", *hidden, host=host, login=login, full_name=full_name)
    assert reading.answer is Answer.UNSAFE
    assert reading.evidence == (f"This computer's name on the network is “{host}”.",)


@pytest.mark.parametrize(
    ("host", "login", "full_name", "hidden"),
    [
        ("blue-fox", "anna", "Anna Lee", ()),
        ("planner", "user", "", ("Ann",)),
        ("user-laptop", "user", "", ("Anna",)),
        ("debian", "admin", "Debian Live User", ("Anna",)),
        ("localhost", "root", "root", ("Anna", "Al")),
    ],
)
def test_a_neutral_name_is_safe(host: str, login: str, full_name: str, hidden: tuple[str, ...]) -> None:
    assert look("host", *hidden, host=host, login=login, full_name=full_name).answer is Answer.SAFE


def test_without_any_name_to_compare_it_cannot_be_told() -> None:
    reading = look("host")
    assert reading.answer is Answer.UNKNOWN
    assert "which names" in reading.why


def test_the_log_in_name_is_compared_with_the_persons_names() -> None:
    assert look("user", login="anna", full_name="Anna Lee").answer is Answer.UNSAFE
    assert look("user", login="fox", full_name="Anna Lee").answer is Answer.SAFE


def test_the_full_name_is_compared_with_words_to_hide_only() -> None:
    assert look("full-name", full_name="Anna Lee").answer is Answer.UNKNOWN
    assert look("full-name", "anna", full_name="Anna Lee").answer is Answer.UNSAFE
    assert look("full-name", "anna", full_name="Fox").answer is Answer.SAFE
    assert look("full-name", "anna").answer is Answer.NOT_APPLICABLE


def test_the_spoken_name_comes_from_the_system_or_is_the_hosts(tmp_path: Path) -> None:
    info = tmp_path / "machine-info"
    assert look("computer", "anna", host="anna", machine_info=info).answer is Answer.UNSAFE
    info.write_text('PRETTY_HOSTNAME="Anna\'s laptop"\n')
    assert look("computer", "anna", machine_info=info).answer is Answer.UNSAFE
    assert look("computer", "anna", host="fox", machine_info=tmp_path).answer is Answer.UNKNOWN


def test_no_hidden_word_is_ever_printed() -> None:
    for of in ("host", "user", "computer", "full-name"):
        reading = look(of, "Secretword", full_name="Fox Blue")
        assert "ecretword" not in f"{reading.why}{reading.evidence}"


def test_words_that_cannot_be_read_now_cannot_be_told() -> None:
    def locked() -> list[str]:
        raise BadInputError("It is locked.")

    look_at = NamesLook(locked, host=lambda: "fox", account=lambda: ("u", "Anna"))
    assert look_at(NamesShown(of="host")).answer is Answer.UNKNOWN
    assert "It is locked." in look_at(NamesShown(of="host")).why
    own = NamesLook(locked, host=lambda: "annas-fox", account=lambda: ("u", "Anna"))
    assert own(NamesShown(of="host")).answer is Answer.UNSAFE


def test_an_account_that_is_not_known_cannot_be_told() -> None:
    def nobody() -> tuple[str, str]:
        raise KeyError

    assert NamesLook(lambda: ["anna"], account=nobody)(NamesShown(of="user")).answer is Answer.UNKNOWN


def test_this_account_has_a_log_in_name() -> None:
    assert own_account()[0]


def test_a_variable_is_read_or_means_what_its_absence_means() -> None:
    look_at = EnvironmentLook({"XDG_SESSION_TYPE": "wayland"})
    assert look_at(Environment(name="XDG_SESSION_TYPE")).value == "wayland"
    assert look_at(Environment(name="OTHER", missing="x")).value == "x"
    assert look_at(Environment(name="OTHER")).answer is Answer.UNKNOWN
