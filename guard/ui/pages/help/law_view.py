"""What the law of a place says, subject by subject, and what Guard could not confirm."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from guard.knowledge.law import Answer, Law
from guard.ui.pages.help import labels
from guard.ui.pages.help.desk import HelpDesk
from guard.ui.pages.help.outward import PageLine, opens_browser
from guard.ui.pages.help.place_picker import PlacePicker
from guard.ui.pages.help.view import View
from guard.ui.pages.marked_line import MarkedLine
from guard.ui.theme import SPACE
from guard.ui.widgets import text
from guard.ui.widgets.arrange import clear
from guard.ui.widgets.card import Card


class LawView(View):
    """Information, and never that something is allowed."""

    def __init__(self, desk: HelpDesk, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.title.setText(self.tr("What the law says"))
        self.setAccessibleName(self.title.text())
        self.subtitle.setText(self.tr("Short summaries to know what to ask about."))
        self.subtitle.show()
        self._desk = desk
        notes = Card(self.tr("Information, not advice"), tone="notice")
        for words in desk.book.laws.note:
            notes.body.addWidget(text.body(words))
        self.column.addWidget(notes)
        self.column.addWidget(text.hint(opens_browser()))
        self.column.addWidget(PlacePicker(desk))
        self._answers = QVBoxLayout()
        self._answers.setSpacing(SPACE * 3 // 2)
        self.column.addLayout(self._answers)
        self.end()
        self._show_answers()
        desk.whereabouts.changed.connect(self._show_answers)

    def _show_answers(self) -> None:
        clear(self._answers)
        for answer in self._desk.book.laws.at(self._desk.whereabouts.place):
            self._add(answer)

    def _add(self, answer: Answer) -> None:
        heading = text.section(labels.subject(answer.subject))
        heading.setContentsMargins(0, SPACE, 0, 0)
        self._answers.addWidget(heading)
        if answer.gap:
            gap = MarkedLine()
            gap.show_line("info", "muted", self._gap(answer))
            self._answers.addWidget(gap)
        for law in answer.laws:
            self._answers.addWidget(self._card(law))

    def _gap(self, answer: Answer) -> str:
        if self._desk.place is None:
            return self.tr("This differs from place to place. Choose one above to see what Guard knows.")
        return self.tr("{gap} There may well be a law.").format(gap=answer.gap)

    def _card(self, law: Law) -> Card:
        card, today = Card(), self._desk.today()
        card.setAccessibleName(law.statute)
        place = self._desk.book.places.known.get(law.place)
        card.body.addWidget(text.body(law.summary))
        name = place.name if place is not None and place.within else self.tr("Worldwide")
        facts = (
            self.tr("{place}: {statute}").format(place=name, statute=law.statute),
            labels.in_force(law, today),
            labels.confidence(law),
        )
        card.body.addWidget(text.hint("\n".join(facts)))
        card.body.addWidget(PageLine(self._desk, self.tr("Source"), law.url, law.source, law.source))
        checked = text.hint(labels.reviewed(law, today))
        if law.overdue(today):
            text.set_tone(checked, "notice")
        card.body.addWidget(checked)
        return card
