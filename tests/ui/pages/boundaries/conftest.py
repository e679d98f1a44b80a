from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from PySide6.QtWidgets import QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from guard.profiles.profile import Profile
from guard.session import topics
from guard.session.boundaries import Channel, Level
from guard.session.keeper import SessionKeeper
from guard.session.model import Begin, GateChanged, GetReady, Plan, PlanChosen
from guard.session.topics import Topics
from guard.ui.limits import LimitsDesk
from guard.ui.pages.boundaries.desk import BoundariesDesk
from guard.ui.pages.boundaries.page import BoundariesPage
from guard.ui.pages.boundaries.topic_row import TopicRow
from guard.ui.pages.pseudonyms import Pseudonyms
from tests.ui.pages.stand_ins import Clock, Immediately, MemoryKeeper, NoMarker, Patient

ALL = list(Channel)
PLAN = Plan("p1", "Juniper", "signal", ())


class Days:
    """A local time that passes only when told; it begins in the evening."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 21, 30)  # noqa: DTZ001 - local time, as people read it

    def __call__(self) -> datetime:
        return self.now

    def pass_hours(self, hours: float) -> None:
        self.now += timedelta(hours=hours)


@dataclass
class Limiting:
    """Limits with a real session machine and pseudonyms that stay in memory."""

    limits: LimitsDesk
    keeper: SessionKeeper
    pseudonyms: Pseudonyms
    keyring: MemoryKeeper
    worker: Patient
    days: Days
    sentences: list[str] = field(default_factory=list)

    def kept(self, profile_id: str = "p1") -> dict[tuple[str, str], str]:
        """What the keyring holds, after everything that was asked of it."""
        self.save()
        profile = next(each for each in self.keyring.kept if each.id == profile_id)
        return {(each.topic, each.channel): each.level for each in profile.limits}

    def save(self) -> None:
        self.limits.saving._soon.stop()
        self.limits.saving._keep()
        self.worker.finish()

    def level(self, topic: str, channel: Channel = Channel.LIVE, profile_id: str = "p1") -> Level | None:
        return self.limits.standing(profile_id).decided(topic, channel)

    def decide(self, topic: str, level: Level | None, profile_id: str = "p1") -> bool:
        return self.limits.decide(profile_id, topic, [Channel.LIVE], level)

    def agree(self) -> None:
        self.keeper.do(PlanChosen(PLAN))
        self.keeper.do(GateChanged(open=True))
        self.keeper.do(GetReady())

    def begin(self) -> None:
        self.agree()
        self.keeper.do(Begin())


@pytest.fixture
def limiting(qtbot: QtBot, desk: Pseudonyms, keyring: MemoryKeeper, worker: Patient) -> Limiting:
    desk.load()
    worker.finish()
    keeper = SessionKeeper(Clock(), NoMarker())
    days = Days()
    made = Limiting(LimitsDesk(desk, keeper, now=days, parent=desk), keeper, desk, keyring, worker, days)
    made.limits.refused.connect(made.sentences.append)
    return made


@dataclass
class Opened:
    """The page on screen, in something that it can cover."""

    page: BoundariesPage
    around: QStackedWidget
    it: Limiting
    topics: Topics
    copied: list[tuple[str, Profile | None]]
    gone_to: list[str]

    def row(self, topic: str) -> TopicRow:
        overview = self.page.overview
        for group in overview.groups:
            if any(each.id == topic for each in self.topics.of(group._group.id)):
                group.open(opened=True)
        return next(row for row in overview.rows if row.topic == topic)


@pytest.fixture
def opened(qtbot: QtBot, limiting: Limiting) -> Opened:
    known = topics.load()
    copied: list[tuple[str, Profile | None]] = []
    gone_to: list[str] = []
    around = QStackedWidget()
    desk = BoundariesDesk(
        limits=limiting.limits,
        pseudonyms=limiting.pseudonyms,
        topics=known,
        worker=Immediately(),
        copy=lambda text, profile: copied.append((text, profile)),
        cover=_cover(around),
        go_to=gone_to.append,
    )
    page = BoundariesPage(desk)
    around.addWidget(page)
    qtbot.addWidget(around)
    around.resize(900, 700)
    around.show()
    qtbot.waitExposed(around)
    around.activateWindow()
    return Opened(page, around, limiting, known, copied, gone_to)


def _cover(around: QStackedWidget) -> Callable[[QWidget | None], None]:
    def cover(front: QWidget | None) -> None:
        if front is None:
            around.setCurrentIndex(0)
        else:
            around.addWidget(front)
            around.setCurrentWidget(front)

    return cover
