"""One finding of the guard as a card: what it is, since when, on what evidence, how it is taken."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from guard.capture.finding import Finding, Kind, Level
from guard.ui.pages import words
from guard.ui.theme import SPACE
from guard.ui.widgets import text
from guard.ui.widgets.card import Card
from guard.ui.widgets.flow import Flow
from guard.ui.widgets.pill import StatusPill
from guard.ui.widgets.program_icon import ProgramIcon

_PICTURES = {
    Kind.SCREEN: "screen",
    Kind.WINDOW: "window",
    Kind.CAMERA: "camera",
    Kind.MICROPHONE: "mic",
    Kind.SYSTEM_AUDIO: "speaker",
    Kind.INPUT: "keyboard",
    Kind.REMOTE_CONTROL: "remote",
    Kind.TERMINAL: "terminal",
}
_TONES = {Level.ALARM: "alarm", Level.NOTICE: "notice", Level.QUIET: "calm"}


class FindingCard(Card):
    """A finding at its level."""

    def __init__(self, finding: Finding, level: Level, parent: QWidget | None = None) -> None:
        super().__init__(tone=_TONES[level] if level is Level.ALARM else "plain", parent=parent)
        self.setAccessibleName(words.finding(finding))
        self.body.setSpacing(SPACE)
        head = QHBoxLayout()
        head.setSpacing(SPACE * 3 // 2)
        picture = ProgramIcon(_PICTURES[finding.kind], "alarm" if level is Level.ALARM else "text")
        picture.show_program(finding.icon)
        head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(text.section(finding.name), 1)
        self.body.addLayout(head)
        self.body.addWidget(text.body(words.finding(finding)))
        taken = QWidget()
        row = Flow(taken, spacing=SPACE * 2)
        row.addWidget(StatusPill(_TONES[level], words.level(level, finding)))
        since = text.hint(f"{words.kind(finding.kind)} · {words.since(finding)}")
        since.setWordWrap(False)
        row.addWidget(since)
        self.body.addWidget(taken)
        for line in dict.fromkeys(text.sentence(evidence.says) for evidence in finding.evidence):
            self.body.addWidget(text.hint(f"•  {line}"))
        for line in (words.confidence(finding), finding.harmless):
            if line:
                self.body.addWidget(text.hint(text.sentence(line)))
