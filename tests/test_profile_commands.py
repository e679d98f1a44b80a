import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.programs import copied_tree, json_of, run_guard

FIELDS = {
    "id",
    "name",
    "pronouns",
    "colour",
    "about",
    "created",
    "handles",
    "share",
    "never",
    "limits",
    "picture",
    "retired",
}


@pytest.fixture
def nobody(keyring_daemon: Mapping[str, str], tmp_path: Path) -> dict[str, str]:
    """The environment of somebody whom this computer calls Wagner."""
    home = tmp_path / "wagner"
    home.mkdir()
    names = dict.fromkeys(
        ("LOGNAME", "SUDO_USER", "EMAIL", "DEBEMAIL", "DEBFULLNAME", "GIT_CONFIG_GLOBAL"), ""
    )
    return {**keyring_daemon, **names, "HOME": str(home), "USER": "wagner"}


def test_a_profile_is_added_with_all_that_goes_with_it(nobody: dict[str, str]) -> None:
    run = run_guard(
        "profiles", "add", "Calm Heron", "--colour", "plum", "--pronouns", "they", "--about", "evenings", "--json",
        env=nobody,
    )  # fmt: skip
    assert run.stderr == ""
    added = json_of(run)
    assert set(added) == FIELDS
    assert (added["colour"], added["pronouns"], added["about"]) == ("plum", "they", "evenings")
    assert (added["handles"], added["never"], added["retired"]) == ([], [], None)
    shown = run_guard("profiles", "show", added["id"], env=nobody)
    assert shown.stdout.splitlines() == [
        "name: Calm Heron",
        f"id: {added['id']}",
        "colour: plum",
        f"made on: {added['created']}",
        "pronouns: they",
        "about: evenings",
    ]
    listed = run_guard("profiles", env=nobody)
    assert listed.stdout == f"{added['id']}  Calm Heron\n"


def test_what_leads_back_or_links_is_warned_of_and_added_all_the_same(nobody: dict[str, str]) -> None:
    run = run_guard("profiles", "add", "W4gner", "--json", env=nobody)
    assert run.returncode == 0
    assert json_of(run)["name"] == "W4gner"
    assert len(run.stderr.splitlines()) == 1
    assert "your login name" in run.stderr
    about = "long walks, old maps and quiet evenings by the sea"
    assert run_guard("profiles", "add", "Fern Hill", "--about", about, env=nobody).stderr == ""
    linked = run_guard("profiles", "add", "Owl", "--about", about, env=nobody)
    assert "Fer…" in linked.stderr
    assert "Hill" not in linked.stderr
    assert len(json_of(run_guard("profiles", "--json", env=nobody))["profiles"]) == 3


def test_only_the_exact_id_removes(nobody: dict[str, str]) -> None:
    added = json_of(run_guard("profiles", "add", "Calm Heron", "--json", env=nobody))
    for near in ("Calm Heron", added["id"][:-1], added["id"].swapcase(), f"{added['id']}x"):
        run = run_guard("profiles", "remove", near, env=nobody)
        assert run.returncode == 2
        assert len(run.stderr.splitlines()) == 1
    gone = run_guard("profiles", "remove", added["id"], "--json", env=nobody)
    assert json_of(gone) == added
    assert json_of(run_guard("profiles", "--json", env=nobody)) == {"profiles": []}


def test_a_refused_field_is_one_sentence_and_nothing_is_added(nobody: dict[str, str]) -> None:
    for words in (["--colour", "void"], ["--pronouns", "x" * 33], ["--about", "x" * 281]):
        run = run_guard("profiles", "add", "Calm Heron", *words, env=nobody)
        assert run.returncode == 2
        assert run.stdout == ""
        assert len(run.stderr.splitlines()) == 1
    assert json_of(run_guard("profiles", "--json", env=nobody)) == {"profiles": []}


@pytest.mark.parametrize(
    "words", [["list", "--colour", "plum"], ["show", "x", "--about", "y"], ["--pronouns", "it"]]
)
def test_fields_go_with_add_only(words: list[str]) -> None:
    run = run_guard("profiles", *words)
    assert run.returncode == 2
    assert len(run.stderr.splitlines()) == 1
    assert "nothing was changed" in run.stderr


def test_a_profile_is_kept_when_it_cannot_be_looked_over(nobody: dict[str, str], tmp_path: Path) -> None:
    tree = copied_tree(tmp_path)
    (tree / "resources" / "profiles" / "common.toml").write_text("words = 7\n", encoding="utf-8")
    run = run_guard("profiles", "add", "Calm Heron", source=tree, env=nobody)
    assert run.returncode == 0
    assert "is kept" in run.stderr
    assert "common.toml" in run.stderr


def test_what_could_not_be_read_of_the_user_is_told(nobody: dict[str, str]) -> None:
    os.mkfifo(Path(nobody["HOME"]) / ".gitconfig")
    run = run_guard("profiles", "add", "Calm Heron", env=nobody)
    assert run.returncode == 0
    assert "your git settings" in run.stderr
