"""Short words for what an analyst does in a window."""

from annotator.gui.window import MainWindow


def put_caret(window: MainWindow, words: str) -> None:
    """Put the caret into the first place where ``words`` stand."""
    view = window.article_panel.view
    view.move_caret(view.text.index(words))


def select(window: MainWindow, words: str) -> None:
    """Select ``words``."""
    view = window.article_panel.view
    start = view.text.index(words)
    view.select(start, start + len(words))


def shown_spans(window: MainWindow) -> list[tuple[str, str]]:
    """Return what the article view shows: tags and words."""
    view = window.article_panel.view
    return [(span.tag, view.text[span.start : span.end]) for span in sorted(view.page.spans, key=lambda s: s.start)]
