"""Whose work is compared: a list of layers, each switched on and off."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from annotator.gui.dialogs.form import FormDialog, hint, named
from annotator.gui.panels.wording import articles_words, short
from annotator.gui.plain import isolated
from annotator.model.layer import GOLD
from annotator.project.reading import LayerCount

_MOST_ROWS = 12


class LayersDialog(FormDialog):
    """Asks whose work is compared."""

    def __init__(
        self, layers: Mapping[str, LayerCount], compared: Sequence[str], parent: QWidget | None = None
    ) -> None:
        """Make the dialog.

        Args:
            layers: all there are, and how far each is.
            compared: those that are compared now.
            parent: the window it belongs to.
        """
        super().__init__(parent, "layersDialog", "Layers to compare", "&Compare")
        self.list = named(QListWidget(), "comparedLayers")
        self.list.setAccessibleName("Layers to compare")
        # What was reviewed comes first: the others are measured against it.
        for name in sorted(layers, key=lambda name: (name != GOLD, name)):
            item = QListWidgetItem(f"{isolated(short(name, 40))} – {articles_words(layers[name].done)} done")
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setCheckState(Qt.CheckState.Checked if name in compared else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.box.addWidget(hint("Space switches a layer on or off. The second of two is measured against the first."))
        self.box.addWidget(self.list, 1)
        self.finish()
        self.list.itemChanged.connect(lambda _: self._check())
        self.list.setMinimumWidth(400)
        if self.list.count():
            self.list.setCurrentRow(0)
            self.list.setMinimumHeight(self.list.sizeHintForRow(0) * min(self.list.count(), _MOST_ROWS) + 12)
        self._check()

    def result_value(self) -> tuple[str, ...]:
        """Return the layers to compare, in their order."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return tuple(
            item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() == Qt.CheckState.Checked
        )

    def _check(self) -> None:
        self.demand("" if len(self.result_value()) > 1 else "Agreement needs at least two layers.")
