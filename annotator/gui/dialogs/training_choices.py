"""What is chosen for an export for training: whose work, how it is written, and how it is split."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QSpinBox, QWidget

from annotator.gui.dialogs.form import FormDialog, hint, named
from annotator.gui.dialogs.write_choices import WriteChoices, choose_value
from annotator.gui.plain import plain_label
from annotator.jobs.training_items import TIERS, Tier
from annotator.jobs.training_plan import TrainingOptions
from annotator.model.splitting import SPLITS, Shares, Split, day_of

if TYPE_CHECKING:
    from annotator.formats.table import Format
    from annotator.jobs.training_report import TrainingReport

_MOST_SEED = 2**31 - 1
_MOST_PARTS = 100
_WIDTH_OF_NUMBERS = 18
_USUAL = TrainingOptions()
_TIERS: dict[Tier, str] = {
    "gold": "&reviewed articles: gold",
    "single": "articles of &one annotator",
    "disputed": "articles with open con&flicts: everybody’s work",
}
_LOT, _DATE, _DAYS = "lot", "date", "days"
_SPLITS = {
    _LOT: ("by lot, story by story", "Copies of one report always come into the same split."),
    _DATE: ("by date, in parts", "The earlier articles train, the later ones test. No day is torn."),
    _DAYS: ("by date, on days you name", "Dev begins on the first day, test on the second."),
}


class TrainingChoices(QObject):
    """The fields of the dialog, and what they mean together."""

    changed = Signal()

    def __init__(self, dialog: FormDialog) -> None:
        """Add the rows to ``dialog``."""
        from annotator.formats.table import FORMATS

        super().__init__(dialog)
        self._dialog = dialog
        self._formats = {known.name: known for known in FORMATS if known.write is not None}
        self._build_format()
        self._build_work()
        self._build_names()
        self._build_splits()
        for signal in (
            self.format.currentIndexChanged,
            self.split_by.currentIndexChanged,
            *(box.toggled for box in self._boxes().values()),
        ):
            signal.connect(self._follow)
        self._follow()

    @property
    def known(self) -> "Format":
        """The format that is chosen."""
        return self._formats[self.format.currentData()]

    def value(self) -> TrainingOptions:
        """Return what was chosen; the table of pseudonyms has no place yet."""
        by = self.split_by.currentData()
        return TrainingOptions(
            format=self.known.name,
            tiers=tuple(tier for tier, box in self.tiers.items() if box.isChecked()),
            guesses=self.known.attributes and self.guesses.isChecked(),
            negatives=self.negatives.isChecked(),
            pseudonyms=self.pseudonyms.isChecked(),
            pseudonym_seed=self.pseudonym_seed.value(),
            split_by="story" if by == _LOT else "date",
            shares=self._shares(),
            dates=self._days() if by == _DAYS else None,
            seed=self.seed.value(),
            write=self.writing.value(self.known),
        )

    def why_not(self) -> str:
        """Say in a sentence what is missing; nothing if nothing is."""
        if not any(box.isChecked() for box in self.tiers.values()):
            return "Choose whose work a model is to learn from."
        if self.split_by.currentData() == _DAYS:
            dev, test = self._days()
            if not (dev and test):
                return "Say on which days dev and test begin, such as 2026-11-02."
            if day_of(dev) != dev or day_of(test) != test:
                return "A day reads like 2026-11-02, a month like 2026-11."
            if test < dev:
                return "Dev has to begin before test."
        elif not self._shares().wanted:
            return "One of the splits needs a part at least."
        return ""

    def chosen(self) -> dict[str, Any]:
        """Return everything that was chosen, to be remembered."""
        return {
            "format": self.format.currentData(),
            "write": self.writing.chosen(),
            "split": self.split_by.currentData(),
            "days": list(self._days()),
            "boxes": {name: box.isChecked() for name, box in self._boxes().items()},
            "numbers": {name: number.value() for name, number in self._numbers().items()},
        }

    def choose(self, remembered: Mapping[str, Any]) -> None:
        """Choose what was chosen once."""
        choose_value(self.format, remembered.get("format"))
        choose_value(self.split_by, remembered.get("split"))
        self.writing.choose(_mapping(remembered.get("write")))
        boxes, numbers = _mapping(remembered.get("boxes")), _mapping(remembered.get("numbers"))
        for name, box in self._boxes().items():
            box.setChecked(boxes[name] is True if name in boxes else box.isChecked())
        for name, number in self._numbers().items():
            if isinstance(numbers.get(name), int):
                number.setValue(numbers[name])
        days = remembered.get("days")
        for field, day in zip(self.days.values(), days if isinstance(days, list) else (), strict=False):
            field.setText(str(day))

    def learn(self, report: "TrainingReport") -> None:
        """Propose the days on which a split in parts begins, for those who want to name them."""
        if self.split_by.currentData() == _DATE:
            for split, field in self.days.items():
                counts = report.splits.get(split)
                field.setText(counts.first if counts is not None else "")

    def _boxes(self) -> dict[str, QCheckBox]:
        return {
            **{f"tier_{tier}": box for tier, box in self.tiers.items()},
            "negatives": self.negatives,
            "guesses": self.guesses,
            "pseudonyms": self.pseudonyms,
            "table": self.table,
        }

    def _numbers(self) -> dict[str, QSpinBox]:
        shares = {f"share_{split}": field for split, field in self.shares.items()}
        return {**shares, "seed": self.seed, "pseudonym_seed": self.pseudonym_seed}

    def _build_format(self) -> None:
        self.format = named(QComboBox(), "format")
        self.format.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.format.setMinimumContentsLength(24)
        for known in self._formats.values():
            self.format.addItem(known.help, known.name)
        choose_value(self.format, _USUAL.format)
        self._dialog.add_row("For&mat", self.format)
        self.writing = WriteChoices(self._dialog, set("merofpgubyaldszcw"))
        self.writing.changed.connect(self.changed)

    def _build_work(self) -> None:
        self.tiers = {
            tier: self._box(
                text, f"tier_{tier}", on=tier in _USUAL.tiers, label="Whose work" if tier == TIERS[0] else ""
            )
            for tier, text in _TIERS.items()
        }
        self.negatives = self._box("articles that were read and found em&pty, too", "negatives", on=True)
        self.guesses = self._box("with &guesses that nobody has touched", "guesses", on=False)

    def _build_names(self) -> None:
        self.pseudonyms = self._box("annotators go by pse&udonyms", "pseudonyms", on=True)
        self.table = self._box("and who is who goes to a table &beside it", "pseudonymTable", on=False)
        self.pseudonym_seed = self._number("pseudonymSeed", "Seed of the pseudonyms", _MOST_SEED, 0)
        self._dialog.add_row("Seed of pseudon&yms", self.pseudonym_seed)

    def _build_splits(self) -> None:
        self.split_by = named(QComboBox(), "splitBy")
        for by, (text, _) in _SPLITS.items():
            self.split_by.addItem(text, by)
        self._dialog.add_row("&Split", self.split_by)
        self.keeps = hint("", "keepsTogether")
        self._dialog.form.addRow(QWidget(), self.keeps)
        self.shares: dict[Split, QSpinBox] = {
            split: self._number(f"share_{split}", f"Parts of {split}", _MOST_PARTS, Shares().of(split))
            for split in SPLITS
        }
        self._parts = _in_a_line({split: self.shares[split] for split in SPLITS})
        self._dialog.add_row("P&arts", self._parts).setBuddy(self.shares["train"])
        self.days: dict[Split, QLineEdit] = {"dev": self._day("dev"), "test": self._day("test")}
        self._from = _in_a_line({f"{split} from": field for split, field in self.days.items()})
        self._dialog.add_row("&Days", self._from).setBuddy(self.days["dev"])
        self.seed = self._number("seed", "Seed of the lot", _MOST_SEED, _USUAL.seed)
        self._dialog.add_row("Seed of the &lot", self.seed)

    def _day(self, split: Split) -> QLineEdit:
        field = named(QLineEdit(), f"day_{split}")
        field.setAccessibleName(f"The day on which {split} begins")
        field.setPlaceholderText("2026-11-02")
        field.textChanged.connect(self.changed)
        return field

    def _box(self, text: str, name: str, *, on: bool, label: str = "") -> QCheckBox:
        box = named(QCheckBox(text), name)
        box.setChecked(on)
        self._dialog.form.addRow(plain_label(label) if label else QWidget(), box)
        return box

    def _number(self, name: str, spoken: str, most: int, value: int) -> QSpinBox:
        field = named(QSpinBox(), name)
        field.setRange(0, most)
        field.setValue(value)
        # What has the focus, and what a screen reader asks, is the line inside.
        for widget in (field, field.lineEdit()):
            widget.setAccessibleName(spoken)
        field.setMaximumWidth(field.fontMetrics().averageCharWidth() * _WIDTH_OF_NUMBERS)
        field.valueChanged.connect(self.changed)
        return field

    def _shares(self) -> Shares:
        return Shares(**{split: part.value() for split, part in self.shares.items()})

    def _days(self) -> tuple[str, str]:
        return self.days["dev"].text().strip(), self.days["test"].text().strip()

    def _follow(self) -> None:
        """Show only what makes a difference, and tell that something was chosen."""
        by, form = self.split_by.currentData(), self._dialog.form
        self.keeps.setText(_SPLITS[by][1])
        self.writing.show_for(self.known)
        form.setRowVisible(self.guesses, self.known.attributes)
        form.setRowVisible(self.table, self.pseudonyms.isChecked())
        form.setRowVisible(self.pseudonym_seed, self.pseudonyms.isChecked())
        form.setRowVisible(self._parts, by != _DAYS)
        form.setRowVisible(self._from, by == _DAYS)
        form.setRowVisible(self.seed, by == _LOT)
        self.changed.emit()


def _in_a_line(fields: Mapping[str, QWidget]) -> QWidget:
    """Return fields beside one another, each behind its label."""
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    for label, field in fields.items():
        row.addWidget(plain_label(label))
        row.addWidget(field)
    row.addStretch(1)
    return line


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
