"""How findings come by the name, entry and icon that the desktop's menus show."""

from guard.capture.desktop_entry import DesktopEntry, NoDesktopEntries
from guard.capture.finding import Changed, Ended, Finding, Kind, Sighting, Started, Strength
from guard.capture.identity import Identifier
from guard.capture.presentation import Presentation
from guard.capture.processes import ProcessFacts
from guard.capture.watch import Watch
from tests.capture.strategies import FakeReader, make_facts, small_catalogue
from tests.capture.watching import FakeClock, FakeSensor, Watcher, watching
from tests.support.waiting import wait_until


class Menus:
    """Entries by program file."""

    def __init__(self, **entries: DesktopEntry) -> None:
        self.entries = entries
        self.prepared = 0
        self.settled = True

    def prepare(self) -> None:
        self.prepared += 1

    def of(self, facts: ProcessFacts) -> DesktopEntry | None:
        return self.entries.get((facts.exe or "").rpartition("/")[2])


LOOKOUT = DesktopEntry("org.example.Lookout.desktop", "Lookout Tower", "lookout")


def named(entry: DesktopEntry, program: str = "lookout") -> str:
    reader = FakeReader(make_facts(program, pid=10))
    who = Identifier(small_catalogue(), reader, entries=Menus(**{program: entry})).of(10)
    assert who is not None
    return who.name


def finding(**more: int | str | None) -> Finding:
    values = {"pid": 10, "exe": "/usr/bin/lookout", "tool": None, **more}
    return Finding("f1", Kind.SCREEN, Strength.CAPTURING, "x", since=0.0, evidence=(), **values)  # type: ignore[arg-type] # the values are those of three fields


def test_an_unknown_program_is_called_what_the_menus_call_it() -> None:
    assert named(LOOKOUT) == "Lookout Tower"


def test_a_known_program_keeps_its_name() -> None:
    assert named(DesktopEntry("obs.desktop", "Beobachter", "obs"), "obs") == "Obs"


def test_an_entry_that_no_menu_shows_gives_no_name() -> None:
    assert named(DesktopEntry("lookout.desktop", "", "lookout")) == "lookout"


def test_an_entry_cannot_make_an_unknown_program_a_known_one() -> None:
    assert named(DesktopEntry("lookout.desktop", "FIREFOX", "firefox")) == "lookout"


def test_a_finding_gets_the_entry_of_its_program_also_when_that_has_gone() -> None:
    shown = Presentation(Menus(lookout=LOOKOUT))
    assert shown.learn(make_facts("lookout", pid=10)) == LOOKOUT
    dressed = shown.finding(finding(tool="x"))
    assert (dressed.desktop_entry, dressed.icon) == (LOOKOUT.id, "lookout")
    assert shown.event(Ended(1.0, finding(tool="x"))) == Ended(1.0, dressed)
    assert shown.finding(finding(pid=11)) == finding(pid=11)
    assert shown.finding(finding(pid=None, exe=None)) == finding(pid=None, exe=None)


def test_a_reused_pid_does_not_inherit_an_entry() -> None:
    menus = Menus(lookout=LOOKOUT)
    shown = Presentation(menus)
    shown.learn(make_facts("lookout", pid=10))
    menus.entries.clear()
    shown.learn(make_facts("lookout", pid=10, started=2_000.0))
    assert shown.finding(finding()) == finding()


def test_only_so_many_are_remembered_and_those_in_use_last() -> None:
    shown = Presentation(Menus(lookout=LOOKOUT))
    shown.learn(make_facts("lookout", pid=10))
    for pid in range(100, 1_000):
        shown.learn(make_facts("lookout", pid=pid))
        shown.finding(finding())
    assert shown.finding(finding()).icon == "lookout"
    assert shown.finding(finding(pid=100)).icon == ""


def test_what_is_asked_too_early_is_asked_again() -> None:
    menus = Menus()
    shown = Presentation(menus, {"obs"})
    menus.settled = False
    for pid, program in ((10, "lookout"), (11, "plain"), (12, "fake")):
        assert shown.learn(make_facts(program, pid=pid)) is None
    menus.entries |= {"lookout": LOOKOUT, "fake": DesktopEntry("fake.desktop", "OBS", "x")}
    assert shown.catch_up() == set()
    menus.settled = True
    assert shown.catch_up() == {(10, "/usr/bin/lookout"), (12, "/usr/bin/fake")}
    assert shown.catch_up() == set()
    assert shown.finding(finding()).name == "Lookout Tower"
    assert shown.finding(finding(tool="lookout")).name == "x"
    assert shown.finding(finding(pid=12, exe="/usr/bin/fake")).name == "x"


def test_the_watch_tells_an_icon_that_comes_late() -> None:
    menus = Menus()
    menus.settled = False
    seen = Sighting("x11", "a", Kind.SCREEN, Strength.CAPTURING, "It reads the screen.", 10)
    sensor = FakeSensor(first_look=lambda report: report.saw(seen))
    with watching(sensor, reader=FakeReader(make_facts("lookout", pid=10)), entries=menus) as watcher:
        watcher.ready()
        assert [found.icon for found in watcher.watch.findings] == [""]
        menus.entries["lookout"] = LOOKOUT
        menus.settled = True
        watcher.settle()
        (changed,) = watcher.told(Changed)
        assert (changed.finding.icon, changed.finding.name) == ("lookout", "Lookout Tower")
        assert watcher.watch.findings == (changed.finding,)


def test_where_there_are_no_menus_there_is_no_entry() -> None:
    nothing = NoDesktopEntries()
    nothing.prepare()
    assert nothing.of(make_facts("obs")) is None


def test_the_watch_tells_entry_and_icon_and_reads_the_menus_when_it_starts() -> None:
    reader, menus = FakeReader(make_facts("lookout", pid=10)), Menus(lookout=LOOKOUT)
    seen = Sighting("x11", "a", Kind.SCREEN, Strength.CAPTURING, "It reads the screen.", 10)
    sensor = FakeSensor(first_look=lambda report: report.saw(seen))
    watch = Watch(Identifier(small_catalogue(), reader, entries=menus), reader, [sensor], FakeClock())
    told: list[object] = []
    watch.subscribe(told.append)
    watch.start()
    try:
        wait_until(lambda: any(isinstance(event, Started) for event in told), what="the finding")
    finally:
        watch.stop()
    (started,) = (event for event in told if isinstance(event, Started))
    assert (started.finding.name, started.finding.desktop_entry) == ("Lookout Tower", LOOKOUT.id)
    assert [found.icon for found in watch.findings] == ["lookout"]
    assert menus.prepared == 1


def test_a_watch_without_menus_tells_none() -> None:
    seen = Sighting("x11", "a", Kind.SCREEN, Strength.CAPTURING, "It reads the screen.", 10)
    sensor = FakeSensor(first_look=lambda report: report.saw(seen))
    with watching(sensor, reader=FakeReader(make_facts("obs", pid=10))) as watcher:
        assert isinstance(watcher.ready(), Watcher)
        (started,) = watcher.told(Started)
    assert (started.finding.desktop_entry, started.finding.icon) == ("", "")
