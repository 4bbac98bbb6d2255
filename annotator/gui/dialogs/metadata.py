"""Editing what is known about an article. Its text never changes."""

from datetime import date

import msgspec
from PySide6.QtWidgets import QLineEdit, QWidget

from annotator.gui.dialogs.form import FormDialog, hint, named
from annotator.gui.plain import shown
from annotator.model.article import META_FIELDS, Article, Meta, MetaField

_LABELS: dict[MetaField, str] = {
    "title": "&Title",
    "source": "&Source",
    "byline": "&Byline",
    "published": "&Published",
    "url": "Address (&URL)",
    "language": "&Language",
    "story": "St&ory",
}
_EXAMPLES: dict[MetaField, str] = {
    "published": "2026-11-02, or as much as is known",
    "language": "en, ar, fr …",
    "story": "a name that near-copies of the same report share",
}
_PARTS_OF_DATE = 3


class MetadataDialog(FormDialog):
    """Shows the metadata of an article and lets it be changed; a field that nobody touches stays exactly as it is."""

    def __init__(self, article: Article, parent: QWidget | None = None) -> None:
        super().__init__(parent, "metadataDialog", "Metadata", "Sa&ve")
        self._meta = article.meta
        self.fields: dict[MetaField, QLineEdit] = {}
        for name in META_FIELDS:
            field = named(QLineEdit(getattr(article.meta, name)), name)
            field.setPlaceholderText(_EXAMPLES.get(name, ""))
            field.setCursorPosition(0)
            field.textChanged.connect(self._check)
            self.add_row(_LABELS[name], field)
            self.fields[name] = field
        self.add_form()
        self.hidden = hint("", "hiddenCharacters")
        self.box.addWidget(self.hidden)
        self.box.addStretch(1)
        self.finish()
        self.setMinimumWidth(560)
        self._check()

    def result_value(self) -> Meta:
        """Return the metadata as it shall be."""
        # A line edit rewrites line ends and hidden characters, so only what was typed is taken from it.
        typed = {name: field.text().strip() for name, field in self.fields.items() if field.isModified()}
        return msgspec.structs.replace(self._meta, **typed)

    def _check(self) -> None:
        self.demand(_remark_on_date(self.fields["published"].text().strip()), refuse=False)
        hiding = [_LABELS[name].replace("&", "") for name, field in self.fields.items() if _hides(field.text())]
        self.hidden.setText(f"There are hidden characters in: {', '.join(hiding)}." if hiding else "")
        self.hidden.setVisible(bool(hiding))


def _hides(text: str) -> bool:
    return shown(text) != text


def _remark_on_date(text: str) -> str:
    parts = text[:10].split("-")
    padded = "-".join([*parts, "01", "01"][:_PARTS_OF_DATE])
    try:
        date.fromisoformat(padded)
    except ValueError:
        return "" if not text else "The date is kept as it is; lists sort by it only if it reads like 2026-11-02."
    return ""
