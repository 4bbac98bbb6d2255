"""What the keys say about spans, paragraphs and articles: attributes, guesses, labels, “read, nothing here”."""

from annotator.gui.commands.span_base import SpanCommandsBase
from annotator.gui.panels.fields import value_words
from annotator.gui.panels.wording import name, quoted_short, short
from annotator.model.span import Fragment
from annotator.project import describing, edits

_MOST_SAID = 4


class DescribingCommands(SpanCommandsBase):
    """Edits of what is said, not of what is marked."""

    def edit_attributes(self) -> None:
        """Go to the first attribute of the spans."""
        targets = self._targets()
        if not targets:
            return
        self._window.show_inspector()
        if self._window.inspector.edit_attributes():
            self._status.say(f"Say more about {self._called(targets)}; Esc comes back.")
        else:
            self._status.refuse("Nothing more can be said about spans with that tag.")

    def set_attribute(self, attribute: str, value: object) -> None:
        """Save an attribute of the chosen spans, or else of the current one."""
        targets = self._targets()
        keys = [span.key for span in targets]
        if targets and self._session.do(lambda p: describing.set_attribute(p, keys, attribute, value)):
            said = short(value_words(value), 40) or "–"
            self._status.say(f"{name(attribute)} of {self._called(targets)}: {name(said)} – Ctrl+Z undoes")
        else:
            self._window.inspector.show_again()

    def accept(self) -> None:
        """Draw the relation that is offered; else make the guesses about the spans the annotator's own statements."""
        if self._window.picker.active:
            self._window.commands.finish_relation()
            return
        targets = self._targets()
        guessed = [span for span in targets if span.guessed]
        if not guessed:
            if targets:
                self._status.say(f"Nothing is guessed about {self._called(targets)}.")
            return
        keys = [span.key for span in guessed]
        if self._session.do(lambda project: describing.accept_guesses(project, keys)):
            values = list(guessed[0].guessed.items())[:_MOST_SAID] if len(guessed) == 1 else []
            said = ", ".join(f"{name(key)} {name(value_words(value))}" for key, value in values)
            self._status.say(f"accepted for {self._called(guessed)}{': ' if said else ''}{said} – Ctrl+Z undoes")

    def edit_labels(self) -> None:
        """Go to what can be said about the article as a whole."""
        if not self._may_edit():
            return
        self._desk.choose(())
        self._view.set_current_span(None)
        self._window.show_inspector()
        if self._window.inspector.edit_labels():
            self._status.say("Say something about the article as a whole; Esc comes back.")
        else:
            self._status.refuse("The tagset has no labels for whole articles.")

    def set_label(self, label: str, value: object) -> None:
        """Save a label of the open article."""
        key = self._desk.key
        if key is not None and self._session.do(lambda project: edits.set_label(project, key, label, value)):
            said = short(value_words(value), 40) or "–"
            self._status.say(f"{name(label)} of this article: {name(said)} – Ctrl+Z undoes")
        else:
            self._window.inspector.show_again()

    def toggle_paragraph_read(self) -> None:
        """Say that the paragraph at the caret was read and holds nothing, or take that back; go on to the next."""
        article = self._desk.article
        if article is None or not self._may_edit():
            return
        start, end = self._view.page.map.paragraph(self._view.caret)
        if not article.text[start:end].strip():
            self._go_on_behind(end)
            self._status.say("Nothing is written here; on to the next paragraph.")
            return
        paragraph = Fragment(start, end)
        touching = self._view.page.spans.touching(start, end)
        inside = sum(any(part.start < end and start < part.end for part in span.fragments) for span in touching)
        read = paragraph not in self._desk.paragraphs
        if read and inside:
            count = "is 1 span" if inside == 1 else f"are {inside} spans"
            self._status.refuse(f"There {count} in this paragraph.")
        elif self._session.do(lambda p: edits.set_paragraph_read(p, article, paragraph, read=read)):
            words = quoted_short(article.text[start:end])
            if read:
                self._go_on_behind(end)
            self._status.say(f"{'read, nothing in' if read else 'no longer read:'} {words} – Ctrl+Z undoes")

    def _go_on_behind(self, end: int) -> None:
        """Put the caret at the next paragraph that is not blank."""
        text = self._view.text
        following = next((at for at in range(end, len(text)) if not text[at].isspace()), None)
        if following is not None:
            self._view.move_caret(following)
