"""One guide: what to do right now, then the rest, what to avoid, and who helps with it."""

from itertools import groupby

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from guard.knowledge.guides import Guide
from guard.ui.pages.help import labels
from guard.ui.pages.help.desk import HelpDesk
from guard.ui.pages.help.outward import PageLine, opens_browser
from guard.ui.pages.help.place_picker import PlacePicker
from guard.ui.pages.help.service_list import ServiceList
from guard.ui.pages.help.view import View, numbered
from guard.ui.pages.marked_line import MarkedLine
from guard.ui.widgets import buttons, text
from guard.ui.widgets.card import Card

_FEW = 3


class GuideView(View):
    """Steps in words only; nothing here is ticked, counted or kept."""

    everyone_wanted = Signal()

    def __init__(self, guide: Guide, desk: HelpDesk, parent: QWidget | None = None) -> None:
        super().__init__(guide.title, guide.opening, parent)
        self._guide, self._desk = guide, desk
        self._add_steps()
        self._add_avoid()
        helps = self.part(self.tr("Who can help with this"))
        helps.addWidget(text.hint(opens_browser()))
        helps.addWidget(PlacePicker(desk))
        self.services = ServiceList(desk, _FEW)
        helps.addWidget(self.services)
        everyone = buttons.link(self.tr("All services for this place"))
        everyone.clicked.connect(self.everyone_wanted)
        helps.addWidget(everyone)
        self._add_source()
        self.end()
        self._show_services()
        desk.whereabouts.changed.connect(self._show_services)

    def _add_steps(self) -> None:
        number = 0
        for when, steps in groupby(self._guide.step, lambda step: step.when):
            card = Card(labels.when(when), tone="calm" if when == "right-now" else "plain")
            for step in steps:
                number += 1
                card.body.addWidget(numbered(number, step.text))
            self.column.addWidget(card)

    def _add_avoid(self) -> None:
        card = Card(self.tr("What tends to make it worse"), tone="notice")
        for words in self._guide.avoid:
            line = MarkedLine()
            line.show_line("hand", "notice", words)
            card.body.addWidget(line)
        self.column.addWidget(card)

    def _add_source(self) -> None:
        guide, today = self._guide, self._desk.today()
        inside = self.part(self.tr("Where this comes from"))
        inside.addWidget(PageLine(self._desk, self.tr("Source"), guide.url, guide.source, guide.source))
        checked = text.hint(f"{labels.confidence(guide)} {labels.reviewed(guide, today)}")
        if guide.overdue(today):
            text.set_tone(checked, "notice")
        inside.addWidget(checked)

    def _show_services(self) -> None:
        found = self._desk.book.services.for_any(self._desk.whereabouts.place, self._guide.needs)
        self.services.show_services(found)
