"""How the article is read: column, lines, font, size, and alone in the window."""

from annotator.gui.article.metrics import DEFAULT_TEXT_SIZE, LARGEST_TEXT, SMALLEST_TEXT
from annotator.gui.commands.base import CommandsBase
from annotator.gui.commands.project import open_dialog


class ReadingCommands(CommandsBase):
    """What changes the look of the article's text, and nothing in it."""

    def larger_text(self) -> None:
        """Make the article's text larger."""
        self._view.set_text_size(self._view.reading.text_size + 1)
        self.say_text_size()

    def smaller_text(self) -> None:
        """Make the article's text smaller."""
        self._view.set_text_size(self._view.reading.text_size - 1)
        self.say_text_size()

    def reset_text(self) -> None:
        """Give the article's text its usual size."""
        self._view.set_text_size(DEFAULT_TEXT_SIZE)
        self.say_text_size()

    def remember_text_size(self, points: float) -> None:
        """Keep how large the reader has made the text, and say it."""
        self._window.settings.text_size = points
        self.say_text_size()

    def say_text_size(self) -> None:
        """Say how large the article’s text is."""
        size = self._view.reading.text_size
        most = {LARGEST_TEXT: ", the largest", SMALLEST_TEXT: ", the smallest", DEFAULT_TEXT_SIZE: ", as usual"}
        self._status.say(f"text size {size:g}{most.get(size, '')}")

    def choose_reading(self) -> None:
        """Choose column, line distance, font and size, with the article as the example."""
        from annotator.gui.dialogs.reading import ReadingDialog

        dialog = ReadingDialog(self._view.reading, self._window)
        dialog.tried.connect(self._view.read_as)
        dialog.accepted.connect(self._keep_reading)
        open_dialog(dialog)

    def toggle_focus_mode(self) -> None:
        """Leave the article alone in the window, or bring everything back."""
        if not self.end_focus_mode():
            self._window.focus_mode.enter()
            keys = self._keys("view.focus", "span.cancel")
            self._status.say(f"Only the article is shown{f' – {keys} brings everything back' if keys else ''}")

    def end_focus_mode(self) -> bool:
        """Bring everything back, and say whether anything was away."""
        if not self._window.focus_mode.on:
            return False
        self._window.focus_mode.leave()
        self._status.say("Everything is back.")
        return True

    def _keep_reading(self) -> None:
        self._window.settings.reading = self._view.reading
        self._window.settings.save()
        reading = self._view.reading
        self._status.say(
            f"The column is {reading.column_characters} characters wide, the text has {reading.text_size:g} points."
        )
