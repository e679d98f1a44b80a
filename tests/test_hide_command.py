"""`guard hide`, for a shortcut of the desktop, and what `guard doctor` says of secrets."""

from guard import instance, places
from guard.instance import Instance
from guard.keeping import Keeping
from guard.safekeeping import Safekeeping
from tests.support.programs import json_of, run_guard
from tests.test_safekeeping import autostart


def test_without_an_open_guard_there_is_nothing_to_hide() -> None:
    run = run_guard("hide")
    assert run.returncode == 0
    assert "not open" in run.stdout


def test_the_open_guard_is_told_to_hide() -> None:
    this = Instance(places.usual().runtime)
    assert this.acquire()
    heard: list[str] = []

    def answer(command: str) -> str:
        heard.append(command)
        return "hidden"

    this.serve(answer)
    try:
        assert "Everything is hidden." in run_guard("hide").stdout
        assert instance.tell(places.usual().runtime, "raise") == "hidden"
    finally:
        this.close()
    assert heard == ["hide", "raise"]


def test_the_doctor_names_store_kit_journal_settings_and_autostart() -> None:
    parts = {part["name"]: part for part in json_of(run_guard("doctor", "--json"))["parts"]}
    assert {"keyring", "recovery kit", "journal", "settings", "autostart"} <= set(parts)
    assert parts["keyring"]["state"] == "off"
    assert parts["settings"]["state"] == "on"


def test_a_start_is_locked_where_the_lock_has_a_passphrase() -> None:
    where = places.usual()
    safe = Safekeeping(Keeping(where, passphrase_file=False), autostart(where.state))
    before = safe.lock_set
    where.state.mkdir(parents=True)
    (where.state / "window-lock").touch()
    assert (before, safe.lock_set) == (False, True)
    safe.close()
