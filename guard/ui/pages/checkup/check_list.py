"""All checks by group, limited to what somebody wants to see, built little by little."""

import time
from collections.abc import Iterator

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QWidget

from guard.checkup.check import Answer, Group
from guard.checkup.overview import GROUPS, Show, Told, shown
from guard.ui.pages.checkup import words
from guard.ui.pages.checkup.desk import CheckDesk
from guard.ui.pages.checkup.group_card import GroupCard
from guard.ui.pages.checkup.row import CheckRow
from guard.ui.theme import SPACE
from guard.ui.widgets import text
from guard.ui.widgets.card import Card
from guard.ui.widgets.column import Column
from guard.ui.widgets.fold import Fold, words_begin

_TURN_SECONDS = 0.005  # of building before the event loop has its turn
_ICONS: dict[Group, str] = {
    "lock": "lock",
    "notifications": "chat",
    "screen": "screen",
    "camera-microphone": "camera",
    "remote": "remote",
    "names": "person",
    "traces": "folder",
    "browser": "window",
    "system": "settings",
}


class CheckList(QWidget):
    """Groups of checks, then what was set aside, then what does not apply."""

    def __init__(self, desk: CheckDesk, parent: QWidget | None = None) -> None:
        """Show what `desk` knows when `show_told` is called."""
        super().__init__(parent)
        self._desk = desk
        self.groups: dict[Group, GroupCard] = {}
        self._to_make: dict[Group, tuple[tuple[Told, ...], bool]] = {}
        self._column = Column(self, spacing=SPACE * 3 // 2)
        self.aside = self._made(GroupCard(self.tr("Set aside"), "clock", desk))
        self.elsewhere = _Elsewhere()
        self._column.addWidget(self.elsewhere)
        self._more = QTimer(self, singleShot=True, interval=0)
        self._more.timeout.connect(self._go_on)

    @property
    def complete(self) -> bool:
        """Whether everything that can be seen is built."""
        return not self._to_make and all(card.complete for card in self._cards())

    def show_told(self, told: tuple[Told, ...], show: Show, search: str, keep: frozenset[str]) -> bool:
        """Show what fits; returns whether there was anything. `keep` stays in sight whatever its answer."""
        by_group = shown(told, show, search, keep)
        for group in GROUPS:
            some = by_group.get(group, ())
            opened = bool(search) or show is not Show.ALL or _has_to_do(some)
            self._to_make.pop(group, None)
            if group in self.groups:
                self.groups[group].show_told(some, opened=opened)
            elif some:
                self._to_make[group] = some, opened
                self._start()
        aside = (
            [one for one in told if one.skip is not None and one.check.id not in keep] if not search else []
        )
        self.aside.show_told(aside, words.how_many(len(aside)), opened=False)
        other = [one for one in told if one.result.answer is Answer.NOT_APPLICABLE]
        self.elsewhere.show_told(other if show is Show.ALL and not search else [])
        return bool(by_group)

    def forget_choices(self) -> None:
        """Open and close groups as usual again."""
        for card in self._cards():
            card.forget_choice()

    def open_row(self, check_id: str) -> CheckRow | None:
        """Open a check with its details; None when the list does not show it."""
        while self._to_make:
            self._make_one()
        found = (card.open_row(check_id) for card in self._cards() if not card.isHidden())
        return next((row for row in found if row is not None), None)

    def renew(self, check_id: str) -> None:
        """Show what has come of a change to a check."""
        for card in self._cards():
            card.renew(check_id)

    def _cards(self) -> Iterator[GroupCard]:
        yield from self.groups.values()
        yield self.aside

    def _make_one(self) -> bool:
        """Make the card of a group that has something to show for the first time; False when there is none."""
        if not self._to_make:
            return False
        group = next(iter(self._to_make))
        told, opened = self._to_make.pop(group)
        before = sum(other in self.groups for other in GROUPS[: GROUPS.index(group)])
        card = self._made(GroupCard(words.group(group), _ICONS[group], self._desk), before)
        self.groups[group] = card
        card.show_told(told, opened=opened)
        return True

    def _made(self, card: GroupCard, place: int = 0) -> GroupCard:
        card.work_wanted.connect(self._start)
        self._column.insert(place, card)
        return card

    def _start(self) -> None:
        if not self._more.isActive():
            self._more.start()

    def _go_on(self) -> None:
        began = time.perf_counter()
        while self._make_one() or any(card.build_one() for card in self._cards()):
            if time.perf_counter() - began > _TURN_SECONDS:
                self._more.start()
                return


class _Elsewhere(Card):
    """What does not apply here: titles and reasons, as one text."""

    def __init__(self) -> None:
        super().__init__()
        self.body.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        self.head = Fold(heading=True)
        self.head.clicked.connect(self._toggle)
        self._list = text.hint("")
        self._fit()
        self._list.hide()
        self._told: list[Told] = []
        self.body.addWidget(self.head)
        self.body.addWidget(self._list)
        self.hide()

    def show_told(self, told: list[Told]) -> None:
        self._told = told
        self.setVisible(bool(told))
        title, counts = self.tr("What does not apply here"), words.how_many(len(told))
        self.head.say(title, counts, f"{title}: {counts}", ("info", "muted"))
        self._write()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.LayoutDirectionChange}:
            self._fit()

    def _fit(self) -> None:
        edge = words_begin(self)
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left, right = (SPACE, edge) if mirrored else (edge, SPACE)
        self._list.setContentsMargins(left, 0, right, SPACE)

    def _toggle(self) -> None:
        self.head.set_open(opened=not self.head.opened)
        self._write()

    def _write(self) -> None:
        said = "\n".join(f"•  {one.result.says}" for one in self._told) if self.head.opened else ""
        self._list.setText(said)
        self._list.setVisible(bool(said))


def _has_to_do(some: tuple[Told, ...]) -> bool:
    return any(one.result.answer is Answer.UNSAFE for one in some)
