"""The page Progress: what is done, by whom, how many spans, and how fast the reader is."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QTableView, QVBoxLayout, QWidget

from annotator.errors import UserError
from annotator.gui.background import Job, Runner
from annotator.gui.explore.counts import CountsModel, counts_view, fit
from annotator.gui.pace import Pace, SessionPace
from annotator.gui.panels.pane import Pane, caption, faint, named
from annotator.gui.panels.wording import short, spans_words
from annotator.gui.plain import plain_label
from annotator.gui.session import Session
from annotator.jobs.progress import Cancelled, Report
from annotator.project import reading, timing
from annotator.project.project import Project
from annotator.project.reading import LayerCount
from annotator.project.timing import DayPace, TimeSpent

_REFRESH = 400
"""Milliseconds after an edit before everything is counted anew."""
_MOST_LAYERS = 12
_MOST_DAYS = 6
"""So many rows are seen at once."""
_MARGIN = 20

_NOT_KEPT = "Since you opened the project, pauses of more than a minute left out. None of this is kept in the file."
_KEPT = (
    "The project keeps how many seconds each annotator spends on each article; everybody who has the file can see "
    "that. Project → Record time spent switches it off."
)
_NO_LONGER_KEPT = "The project no longer records the time spent, but still holds what was recorded before."


class _Counted(NamedTuple):
    session: SessionPace
    layers: dict[str, LayerCount]
    spent: TimeSpent
    recorded: bool


class ProgressPage(Pane):
    """Counted beside the window whenever the page comes into view and when something changes below it."""

    def __init__(self, session: Session, pace: Pace, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__("progressPage", "Progress", parent)
        self._session = session
        self._pace = pace
        self._runner = runner
        self._counting: Job | None = None
        self.layers_model, self.days_model = CountsModel(self), CountsModel(self)
        self.layers = counts_view(self.layers_model, "layerCounts", "Articles and spans of each layer")
        body = QWidget()
        box = QVBoxLayout(body)
        box.setContentsMargins(_MARGIN, 12, _MARGIN, 12)
        box.setSpacing(8)
        box.addWidget(caption("This session"))
        box.addLayout(self._build_session())
        box.addSpacing(10)
        box.addWidget(caption("Articles and spans"))
        box.addWidget(self.layers)
        box.addWidget(self._build_times())
        box.addStretch(1)
        self.box.addWidget(_scrolled(body), 1)
        self.set_main(self.layers)
        self._again = QTimer(self, singleShot=True, interval=_REFRESH)
        self._again.timeout.connect(self.refresh)
        session.opened.connect(self._begin)
        pace.recording_changed.connect(lambda: self.refresh() if self.isVisible() else None)
        session.changed.connect(lambda _: self._again.start() if self.isVisible() else None)

    def showEvent(self, event: QShowEvent) -> None:
        """Count anew."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Count everything anew."""
        project = self._session.project
        if project is None:
            return
        session_pace = self._pace.question()
        if self._counting is not None:
            self._counting.cancel()

        def work(_report: Report, _cancelled: Cancelled) -> _Counted:
            with project.sibling() as own:
                return _count(own, session_pace)

        def done(counted: _Counted) -> None:
            if self._session.project is project:
                self._show_session(counted.session)
                self._show_layers(counted.layers)
                self._show_times(counted.spent, recorded=counted.recorded)

        self._pace.keep()
        self._counting = self._runner.run("Counting", work, done=done, failed=self._refuse)

    def _build_session(self) -> QVBoxLayout:
        box, row = QVBoxLayout(), QHBoxLayout()
        row.setSpacing(28)
        self.spans, self.articles, self.at_work = (
            plain_label("", name=name) for name in ("sessionSpans", "sessionArticles", "sessionTime")
        )
        for label in (self.spans, self.articles, self.at_work):
            row.addWidget(label)
        row.addStretch(1)
        box.addLayout(row)
        box.addWidget(faint(plain_label(_NOT_KEPT, wrap=True)))
        return box

    def _build_times(self) -> QWidget:
        self._times = QWidget()
        box = QVBoxLayout(self._times)
        box.setContentsMargins(0, 10, 0, 0)
        box.setSpacing(8)
        self.median = plain_label("", name="medianTime")
        self.days: QTableView = counts_view(self.days_model, "dayPaces", "Own pace by day")
        self.why_kept: QLabel = faint(plain_label("", wrap=True, name="whyTimesKept"))
        self.forget = named(QPushButton("&Forget my times"), "forgetTimes", "Remove the time recorded of you")
        self.forget.setAutoDefault(True)
        self.forget.clicked.connect(self._forget)
        below = QHBoxLayout()
        below.addWidget(self.why_kept, 1)
        below.addWidget(self.forget)
        box.addWidget(caption("Your time per article"))
        box.addWidget(self.median)
        box.addWidget(self.days)
        box.addLayout(below)
        self._times.hide()
        return self._times

    def _begin(self) -> None:
        self.layers_model.fill((), ())
        self._times.hide()
        if self.isVisible():
            self.refresh()

    def _show_session(self, pace: SessionPace) -> None:
        self.spans.setText(_with_pace(spans_words(pace.spans), pace.an_hour(pace.spans)))
        done = "1 article done" if pace.articles == 1 else f"{pace.articles:,} articles done"
        self.articles.setText(_with_pace(done, pace.an_hour(pace.articles)))
        self.at_work.setText(f"{time_words(pace.seconds)} at work")

    def _show_layers(self, layers: Mapping[str, LayerCount]) -> None:
        project = self._session.project
        assert project is not None
        tags = list(dict.fromkeys([*(tag.name for tag in project.tagset.tags), *_all_tags(layers)]))
        own = self._session.annotator
        rows = [
            _layer_row(name, layers[name], tags, own=name == own)
            for name in sorted(layers, key=lambda name: (name != own, name))
        ]
        self.layers_model.fill(["Layer", "Done", "Open", "Spans", *(short(tag, 24) for tag in tags)], rows)
        fit(self.layers, _MOST_LAYERS)

    def _show_times(self, spent: TimeSpent, *, recorded: bool) -> None:
        self._times.setVisible(recorded or bool(spent.articles))
        self.forget.setVisible(bool(spent.articles) and self._session.writable)
        self.why_kept.setText(_KEPT if recorded else _NO_LONGER_KEPT)
        articles = "1 article" if spent.articles == 1 else f"{spent.articles:,} articles"
        self.median.setText(
            f"median {time_words(spent.median_seconds)} · {articles}" if spent.articles else "nothing recorded yet"
        )
        self.days_model.fill(
            ("Day", "Articles done", "Time", "Articles an hour"), [_day_row(day) for day in spent.days]
        )
        self.days.setVisible(bool(spent.days))
        fit(self.days, _MOST_DAYS)

    def _forget(self) -> None:
        self._pace.keep()
        self._session.ask(timing.forget_time)
        self.layers.setFocus()
        self.refresh()

    def _refuse(self, error: UserError) -> None:
        self._session.refused.emit(str(error))


def _count(project: Project, session_pace: Callable[[Project], SessionPace]) -> _Counted:
    layers = reading.count_layers(project)
    if project.annotator not in layers:
        layers[project.annotator] = LayerCount(0, reading.count_articles(project), {})
    return _Counted(session_pace(project), layers, timing.time_spent(project), timing.is_recorded(project))


def _scrolled(body: QWidget) -> QScrollArea:
    area = QScrollArea(widgetResizable=True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setAccessibleName("Progress")
    area.setWidget(body)
    return area


def time_words(seconds: float) -> str:
    """Return a length of time as a person would say it."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s" if whole < 600 else f"{whole // 60} min"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def _with_pace(what: str, an_hour: float | None) -> str:
    return what if an_hour is None else f"{what} · {an_hour:,.0f} an hour"


def _all_tags(layers: Mapping[str, LayerCount]) -> list[str]:
    return [tag for layer in layers.values() for tag in layer.spans]


def _layer_row(name: str, layer: LayerCount, tags: list[str], *, own: bool) -> list[str]:
    counts = [f"{layer.spans.get(tag, 0):,}" for tag in tags]
    called = short(name, 40) + (" (you)" if own else "")
    return [called, f"{layer.done:,}", f"{layer.open:,}", f"{sum(layer.spans.values()):,}", *counts]


def _day_row(day: DayPace) -> list[str]:
    an_hour = f"{day.articles * 3600 / day.seconds:,.1f}" if day.seconds else "–"
    return [day.day, f"{day.articles:,}", time_words(day.seconds), an_hour]
