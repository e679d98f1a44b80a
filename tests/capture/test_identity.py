import pytest

from guard.capture.catalogue import Catalogue, Category
from guard.capture.finding import Confidence
from guard.capture.identity import Identifier, Who
from guard.capture.processes import ProcessFacts
from tests.capture.strategies import FakeReader, make_facts, make_tool, small_catalogue

GRAB = ("ffmpeg", "-f", "x11grab", "-i", ":0", "a.mp4")


def family(*processes: ProcessFacts) -> Identifier:
    return Identifier(small_catalogue(), FakeReader(*processes))


def owner(identifier: Identifier, pid: int) -> Who:
    seen = identifier.look(pid)
    assert seen is not None
    return identifier.owner_of(seen)


def test_a_helper_belongs_to_the_recorder_that_started_it() -> None:
    identifier = family(
        make_facts("peek", pid=10),
        make_facts("sh", "-c", "ffmpeg", pid=11, parent=10),
        make_facts(*GRAB, pid=12, parent=11),
    )
    assert owner(identifier, 12).tool == "peek"
    assert owner(identifier, 12).pid == 10
    assert identifier.of(12) == owner(identifier, 12)


def test_a_shell_wrapper_owns_nothing() -> None:
    identifier = family(
        make_facts("bash", "record-my-lesson.sh", pid=10), make_facts(*GRAB, pid=12, parent=10)
    )
    assert owner(identifier, 12).tool == "ffmpeg"
    assert owner(identifier, 12).pid == 12


@pytest.mark.parametrize("parent", ["firefox", "orca", "x11vnc", "asciinema", "ffmpeg"])
def test_what_runs_inside_another_world_acts_for_itself(parent: str) -> None:
    identifier = family(
        make_facts(parent, pid=10),
        make_facts("shady", pid=12, parent=10),
        make_facts("obs", pid=13, parent=10),
    )
    unknown = identifier.of(12)
    assert unknown is not None
    assert (unknown.name, unknown.tool, unknown.confidence) == ("shady", None, Confidence.MEDIUM)
    assert owner(identifier, 13).tool == "obs"


@pytest.mark.parametrize(("parent", "owns"), [("monitoring", True), ("input-recorder", False)])
def test_the_server_that_a_monitor_starts_for_itself_is_its_own(parent: Category, *, owns: bool) -> None:
    catalogue = Catalogue([*small_catalogue().tools, make_tool("parent", category=parent)])
    reader = FakeReader(make_facts("parent", pid=10), make_facts("x11vnc", pid=12, parent=10))
    assert owner(Identifier(catalogue, reader), 12).tool == ("parent" if owns else "x11vnc")


def test_a_recorder_in_its_own_right_has_no_owner() -> None:
    identifier = family(make_facts("obs", pid=10), make_facts("scrot", pid=12, parent=10))
    assert owner(identifier, 12).tool == "scrot"


def test_the_processes_of_one_program_are_one() -> None:
    identifier = family(
        make_facts("firefox", pid=10),
        make_facts("firefox", "-contentproc", pid=11, parent=10),
        make_facts("firefox", "-contentproc", pid=12, parent=11),
    )
    assert {owner(identifier, pid).pid for pid in (10, 11, 12)} == {10}


def test_a_toolkits_page_process_acts_for_the_program_that_shows_the_page() -> None:
    pages = "/usr/lib/qt5/libexec/QtWebEngineProcess"
    identifier = family(
        make_facts("bash", pid=9),
        make_facts("python3", "/usr/bin/surf", pid=10, parent=9),
        make_facts(pages, "--type=zygote", exe=pages, pid=11, parent=10),
        make_facts(pages, "--type=utility", exe=pages, pid=12, parent=11),
    )
    assert owner(identifier, 12).pid == 10
    assert owner(identifier, 12).name == "surf"
    assert owner(identifier, 10).pid == 10


def test_a_screenshot_tool_that_another_one_starts_is_part_of_it() -> None:
    tools = [
        make_tool(id_, category="screenshot", when="capturing", one_shot=True) for id_ in ("shot", "grab")
    ]
    reader = FakeReader(
        make_facts("shot", pid=10),
        make_facts("grab", pid=11, parent=10),
        make_facts("bash", pid=20),
        make_facts("grab", pid=21, parent=20),
    )
    identifier = Identifier(Catalogue(tools), reader)
    assert [owner(identifier, pid).tool for pid in (11, 21)] == ["shot", "grab"]


def test_a_reused_pid_is_no_parent() -> None:
    identifier = family(
        make_facts("peek", pid=10, started=5_000.0), make_facts(*GRAB, pid=12, parent=10, started=4_000.0)
    )
    assert owner(identifier, 12).tool == "ffmpeg"


def test_parents_in_a_loop_end() -> None:
    identifier = family(
        make_facts(*GRAB, pid=12, parent=13),
        make_facts("sh", pid=13, parent=12),
        make_facts("sh", pid=14, parent=14),
    )
    assert owner(identifier, 12).tool == "ffmpeg"
    assert owner(identifier, 14).name == "sh"


def test_a_very_deep_family_ends() -> None:
    deep = [make_facts("sh", pid=pid, parent=pid - 1) for pid in range(11, 5_000)]
    identifier = family(make_facts("peek", pid=10), *deep, make_facts(*GRAB, pid=6_000, parent=4_999))
    assert owner(identifier, 6_000).tool == "ffmpeg"


def test_gone_is_none() -> None:
    identifier = family()
    assert identifier.look(7) is None
    assert identifier.of(7) is None


def test_names_what_it_can() -> None:
    identifier = family(
        make_facts("orca", pid=10),
        make_facts("/opt/Odd App/odd", exe=None, pid=11, comm="odd"),
        make_facts(exe=None, pid=12, comm="kworker"),
        make_facts("scrot", pid=13),
    )
    named = {pid: identifier.of(pid) for pid in (10, 11, 12, 13)}
    assert [who.name for who in named.values() if who] == ["Orca", "odd", "kworker", "Scrot"]
    assert named[10] is not None
    assert named[10].harmless
    assert named[13] is not None
    assert named[13].one_shot


def test_two_runs_under_one_pid_are_two() -> None:
    reader = FakeReader(make_facts("obs", pid=10, started=1.0))
    identifier = Identifier(small_catalogue(), reader)
    first = identifier.of(10)
    reader.add(make_facts("obs", pid=10, started=2.0))
    second = identifier.of(10)
    assert first is not None
    assert second is not None
    assert first.key != second.key


def test_the_many_processes_of_an_unknown_program_are_one() -> None:
    identifier = family(
        make_facts("chat", pid=10),
        make_facts("chat", "--type=zygote", pid=11, parent=10),
        make_facts("chat", "--type=utility", pid=12, parent=11),
        make_facts("sh", pid=13, parent=12),
        make_facts("chat", "--type=other", pid=14, parent=13),
    )
    assert [owner(identifier, pid).pid for pid in (10, 11, 12, 14)] == [10, 10, 10, 14]
    assert owner(identifier, 14).started_by[-1] == owner(identifier, 10).key


@pytest.mark.parametrize(
    ("child", "pid"),
    [
        (("python3", "rec.py"), 10),
        (("python3", "-c", "from multiprocessing.spawn import spawn_main; spawn_main()"), 10),
        (("python3", "other.py"), 11),
    ],
)
def test_a_script_is_one_program_with_its_own_workers_only(child: tuple[str, ...], pid: int) -> None:
    identifier = family(make_facts("python3", "rec.py", pid=10), make_facts(*child, pid=11, parent=10))
    assert owner(identifier, 11).pid == pid
    assert owner(identifier, 11).name == ("rec.py" if pid == 10 else "other.py")


def test_what_runs_in_a_recorded_terminal_was_not_started_by_what_is_around_it() -> None:
    identifier = family(
        make_facts("asciinema", pid=10),
        make_facts("bash", pid=11, parent=10),
        make_facts("shady", pid=12, parent=11),
    )
    assert owner(identifier, 12).started_by == ((11, 1_000.0),)


def test_a_sandboxed_application_is_one_whatever_process_is_seen() -> None:
    app = {"app_id": "org.example.Chat"}
    identifier = family(
        make_facts("chat", pid=10, **app), make_facts("xdg-dbus-proxy", pid=11, parent=1, **app)
    )
    assert owner(identifier, 10).key == owner(identifier, 11).key
