"""All pseudonyms as cards: those in use by name, those at rest in a quiet group behind them."""

import time
from collections.abc import Callable, Mapping

from PySide6.QtCore import QCollator, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from guard.profiles.profile import Profile
from guard.ui.pages.keyring_notice import KeyringNotice
from guard.ui.pages.linking import linked
from guard.ui.pages.profile_card import Glance, ProfileCard
from guard.ui.pages.pseudonyms import Pseudonyms
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import Bending, tab_as_read
from guard.ui.widgets.empty import EmptyState
from guard.ui.widgets.page import Page

_TURN_SECONDS = 0.012  # of building before the event loop has its turn
_MANY = 8  # cards from which on it is worth searching


class ProfileList(Page):
    """Builds its cards little by little, and keeps them: a change touches only the card that it is about."""

    opened = Signal(str)
    new_wanted = Signal()
    copy_wanted = Signal(str, object)
    """A text to copy, and the `Profile` that it is from."""
    settled = Signal()
    """Every card is there and up to date."""

    def __init__(self, desk: Pseudonyms, platforms: Mapping[str, str], parent: QWidget | None = None) -> None:
        """`platforms` are names by id."""
        super().__init__("", parent=parent)
        self._desk = desk
        self._platforms = platforms
        self._cards: dict[str, ProfileCard] = {}
        self._order: list[Profile] = []
        self._names: dict[str, str] = {}
        self._to_build: list[Profile] = []
        self._to_show: list[Profile] = []
        self._wish = ""
        self.title.setText(self.tr("Profiles"))
        self.setAccessibleName(self.tr("Profiles"))
        self.subtitle.show()
        self.column.addWidget(KeyringNotice(desk))
        self.column.addWidget(self._head())
        self._used = self._group()
        self._rest_heading = text.section(self.tr("Retired"))
        self._rest_hint = text.hint(self.tr("Kept for you, and no longer offered for sessions."))
        self.column.addWidget(self._rest_heading)
        self.column.addWidget(self._rest_hint)
        self._rest = self._group()
        self._nothing = text.hint(self.tr("Nobody here has these letters in the name, the note or a handle."))
        self.column.addWidget(self._nothing)
        self._empty = self._nobody()
        self.column.addWidget(self._empty)
        self.column.addStretch(1)
        self._more = QTimer(self, singleShot=True, interval=0)
        self._more.timeout.connect(self._go_on)
        desk.changed.connect(self.refresh)
        desk.counsel.linked.connect(self._show_all)
        self.refresh()

    @property
    def complete(self) -> bool:
        """Whether every card is there."""
        return not self._to_build and not self._to_show

    def cards(self) -> list[ProfileCard]:
        """Return the cards in reading order, as far as they are built."""
        return [self._cards[each.id] for each in self._order if each.id in self._cards]

    def focus_card(self, profile_id: str) -> None:
        """Bring the keyboard to a profile's card as soon as it is there; to the way to a new one when it is gone."""
        self._wish = profile_id
        card = self._cards.get(profile_id)
        if card is not None:
            self._wish = ""
            self._step_to(card)
        elif not any(each.id == profile_id for each in self._order):
            self._wish = ""
            stop = self._first if self._empty.isVisibleTo(self) else self.new
            stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's own signature
        """Go on in reading order, also through what was added later."""
        tab_as_read(self)
        return super().focusNextPrevChild(forward)

    def _where(self) -> str:
        if self._desk.by_file:
            return self.tr("Your pseudonyms. They are kept in your passphrase file and nowhere else.")
        return self.tr("Your pseudonyms. They are kept in this computer's keyring and nowhere else.")

    def refresh(self) -> None:
        """Show what the desk knows now."""
        self.subtitle.setText(self._where())
        known = self._desk.known or ()
        if list(known) != self._order:
            names = QCollator()
            names.setNumericMode(True)
            key: Callable[[Profile], object] = lambda each: names.sortKey(each.name)  # noqa: E731 - a short key
            self._order = sorted(known, key=key)  # type: ignore[arg-type] # Qt's keys compare with each other
            self._order.sort(key=lambda each: each.retired is not None)
            self._names = {each.id: each.name for each in known}
            self._match()
        self._show_parts()

    def _head(self) -> QWidget:
        head = Bending()
        self.new = buttons.primary(self.tr("New pseudonym"), "plus")
        self.new.clicked.connect(self.new_wanted)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Find"))
        self.search.setAccessibleName(self.tr("Find a pseudonym"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._show_all)
        head.row.addWidget(self.new)
        head.row.addStretch(1)
        head.row.addWidget(self.search, 1)
        return head

    def _group(self) -> QVBoxLayout:
        group = QVBoxLayout()
        group.setSpacing(SPACE)
        self.column.addLayout(group)
        return group

    def _nobody(self) -> QWidget:
        self._first = buttons.primary(self.tr("Make the first one"), "plus")
        self._first.clicked.connect(self.new_wanted)
        return EmptyState(
            "people",
            self.tr("Nobody here yet"),
            self.tr(
                "A pseudonym is who you are in these conversations: a name of its own, with nothing in it that leads to you."
            ),
            self._first,
        )

    def _match(self) -> None:
        """Let cards of profiles that are gone go, and put the others where they belong."""
        wanted = {each.id for each in self._order}
        for gone in [each for each in self._cards if each not in wanted]:
            self._let_go(self._cards.pop(gone))
        self._to_build = [each for each in self._order if each.id not in self._cards]
        self._place()
        self._show_all()

    def _let_go(self, card: ProfileCard) -> None:
        if card.isAncestorOf(QApplication.focusWidget() or self):
            self.new.setFocus()
        for group in (self._used, self._rest):
            group.removeWidget(card)
        card.hide()
        card.deleteLater()

    def _place(self) -> None:
        """Put every card that is built into its group and its place there."""
        places = {id(self._used): 0, id(self._rest): 0}
        for profile in self._order:
            card = self._cards.get(profile.id)
            if card is None:
                continue
            group = self._rest if profile.retired is not None else self._used
            item = group.itemAt(places[id(group)])
            if item is None or item.widget() is not card:
                group.insertWidget(places[id(group)], card)
            places[id(group)] += 1

    def _go_on(self) -> None:
        """Build and bring up to date what can be done in one turn."""
        began = time.perf_counter()
        built: list[Profile] = []
        while (self._to_build or self._to_show) and time.perf_counter() - began < _TURN_SECONDS:
            if self._to_show:
                self._show_card(self._to_show.pop(0))
            else:
                built.append(self._to_build.pop(0))
                self._build(built[-1])
        if built:
            self._place()
        for profile in built:
            self._cards[profile.id].setVisible(self._is_wanted(profile))
        if self._to_build or self._to_show:
            self._more.start()
        else:
            self.settled.emit()
        self._show_parts()
        if self._wish in self._cards:
            self.focus_card(self._wish)

    def _build(self, profile: Profile) -> None:
        card = ProfileCard(self._glance(profile), self.column.parentWidget())
        card.resize(card.sizeHint())  # it may be painted before the layout has seen it
        card.clicked.connect(lambda: self.opened.emit(profile.id))
        card.stepped.connect(lambda way: self._step(card, way))
        card.copy_wanted.connect(lambda words: self.copy_wanted.emit(words, card.glance.profile))
        self._cards[profile.id] = card

    def _show_card(self, profile: Profile) -> None:
        card = self._cards.get(profile.id)
        if card is not None:
            glance = self._glance(profile)
            if glance != card.glance:
                card.show_glance(glance)
            card.setVisible(self._is_wanted(profile))

    def _glance(self, profile: Profile) -> Glance:
        desk = self._desk
        colour = desk.palette.get(profile.colour)
        places = tuple(self._platforms.get(each.platform, each.platform) for each in profile.handles)
        says = linked(desk.counsel.links_of(profile.id), self._names)
        return Glance(profile, desk.shades(profile), colour.name if colour else "", places, says)

    def _show_all(self) -> None:
        """Bring every card up to date: the first ones now, the others while the event loop goes on."""
        self._to_show = [each for each in self._order if each.id in self._cards]
        if self._to_show or not self._to_build:
            self._go_on()
        else:
            self._more.start()

    def _is_wanted(self, profile: Profile) -> bool:
        words = self.search.text().casefold().split()
        handles = [part for each in profile.handles for part in (each.handle, each.email, each.platform)]
        said = " ".join([profile.name, profile.pronouns, profile.about, *handles]).casefold()
        return all(word in said for word in words)

    def _show_parts(self) -> None:
        """Show headings, search and empty words as far as they have a meaning, and one stop for Tab."""
        shown = [each for each in self._order if self._is_wanted(each)]
        resting = any(each.retired is not None for each in shown)
        self._rest_heading.setVisible(resting)
        self._rest_hint.setVisible(resting)
        self.search.setVisible(len(self._order) > _MANY or bool(self.search.text()))
        self._nothing.setVisible(bool(self._order) and not shown)
        self.new.setVisible(bool(self._order))
        self._empty.setVisible(self._desk.known == ())
        visible = [card for card in self.cards() if not card.isHidden()]
        if visible and not any(card.focusPolicy() & Qt.FocusPolicy.TabFocus for card in visible):
            self._set_stop(visible[0])

    def _step(self, card: ProfileCard, way: int) -> None:
        visible = [each for each in self.cards() if not each.isHidden()]
        place = visible.index(card) + way
        if 0 <= place < len(visible):
            self._step_to(visible[place])

    def _step_to(self, card: ProfileCard) -> None:
        self._set_stop(card)
        card.setFocus(Qt.FocusReason.TabFocusReason)
        self.ensureWidgetVisible(card)

    def _set_stop(self, card: ProfileCard) -> None:
        for each in self._cards.values():
            each.set_stop(stop=each is card)
