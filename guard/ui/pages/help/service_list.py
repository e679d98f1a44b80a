"""Services as cards: what each does, for whom, when, and how to reach it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from guard.knowledge.places import WORLD
from guard.knowledge.services import Service
from guard.ui.pages.help import labels
from guard.ui.pages.help.desk import HelpDesk
from guard.ui.pages.help.outward import PageLine, copy_line
from guard.ui.theme import SPACE
from guard.ui.widgets import buttons, text
from guard.ui.widgets.arrange import clear, first_stop
from guard.ui.widgets.card import Card


class ServiceCard(Card):
    """One service. It promises nothing for it, and says when it was last looked at."""

    def __init__(self, service: Service, desk: HelpDesk) -> None:
        super().__init__(service.name)
        self.service = service
        self.body.addWidget(text.body(service.does))
        self._facts(
            (self.tr("For"), service.audience),
            (self.tr("Where"), self._where(service, desk)),
            (self.tr("When"), labels.known(service.hours)),
        )
        for phone in service.phones:
            self.body.addWidget(copy_line(desk, self.tr("Phone"), phone, service.name))
        if service.text:
            self.body.addWidget(copy_line(desk, self.tr("Text message"), service.text, service.name))
        if service.chat:
            self.body.addWidget(text.body(self.tr("Chat: on its web page")))
        self.body.addWidget(PageLine(desk, self.tr("Web"), service.web, service.name))
        self._facts(
            (self.tr("Languages"), ", ".join(service.languages)),
            (self.tr("Cost"), labels.known(service.cost)),
            (self.tr("Without giving a name"), self._nameless(service)),
        )
        checked = text.hint(labels.reviewed(service, desk.today()))
        if service.overdue(desk.today()):
            text.set_tone(checked, "notice")
        self.body.addWidget(checked)

    def _facts(self, *facts: tuple[str, str]) -> None:
        line = self.tr("{kind}: {words}")
        self.body.addWidget(
            text.hint("\n".join(line.format(kind=kind, words=words) for kind, words in facts))
        )

    def _nameless(self, service: Service) -> str:
        known = {"yes": self.tr("possible"), "no": self.tr("not possible")}
        return known.get(service.anonymous, self.tr("not known"))

    def _where(self, service: Service, desk: HelpDesk) -> str:
        place = desk.book.places.known.get(service.place)
        return self.tr("worldwide") if place is None or place.id == WORLD else place.name


class ServiceList(QWidget):
    """The first few services, and the rest for those who ask."""

    def __init__(self, desk: HelpDesk, few: int, parent: QWidget | None = None) -> None:
        """Show `few` cards at first."""
        super().__init__(parent)
        self._desk, self._few = desk, few
        self._left: Sequence[Service] = ()
        self._cards = QVBoxLayout()
        self._cards.setSpacing(SPACE * 3 // 2)
        self._none = text.body(self.tr("Guard knows no service for this. That does not mean there is none."))
        self._more = buttons.quiet("")
        self._more.clicked.connect(self._show_more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE * 3 // 2)
        column.addLayout(self._cards)
        column.addWidget(self._none)
        column.addWidget(self._more)

    def show_services(self, services: Sequence[Service]) -> None:
        """Show `services` in their order."""
        clear(self._cards)
        self._none.setVisible(not services)
        self._left = services
        self._add()

    def _show_more(self) -> None:
        place = self._cards.count()
        self._add()
        item = self._cards.itemAt(place)
        card = item.widget() if item is not None else None
        if isinstance(card, ServiceCard) and (stop := first_stop(card)) is not None:
            stop.setFocus()

    def _add(self) -> None:
        now, self._left = self._left[: self._few], self._left[self._few :]
        for service in now:
            self._cards.addWidget(ServiceCard(service, self._desk))
        left = len(self._left)
        self._more.setVisible(left > 0)
        self._more.setText(
            self.tr("Show 1 more") if left == 1 else self.tr("Show more ({count} left)").format(count=left)
        )
