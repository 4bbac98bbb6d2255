"""Which signal of which panel leads to which command: the wiring of the window, in one place."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.gui.window import MainWindow


def wire(window: "MainWindow") -> None:
    """Connect what was built."""
    _wire_session(window)
    _wire_panels(window)


def _wire_session(window: "MainWindow") -> None:
    window.session.opened.connect(window.showing.work)
    window.session.closed.connect(window.showing.start_page)
    window.session.closed.connect(window.commands.forget_tags)
    window.session.changed.connect(lambda changes: window.commands.check_tags() if changes.tagset else None)
    window.session.refused.connect(window.status.refuse)
    window.desk.laid.connect(window.showing.laid)
    window.desk.spans_changed.connect(window.showing.place)
    window.articles.filtered.connect(window.showing.listed)
    window.articles.search_wanted.connect(window.indexer.search)


def _wire_panels(window: "MainWindow") -> None:
    view = window.article_panel.view
    view.caretMoved.connect(window.spans.follow_caret)
    view.spanActivated.connect(lambda _: window.inspector.take_focus())
    view.selectionMade.connect(window.commands.tag_selection)
    view.menuWanted.connect(window.commands.open_menu_at)
    view.spanClicked.connect(window.commands.pick_span)
    view.spanToggled.connect(window.commands.toggle_chosen_span)
    view.relationActivated.connect(window.commands.open_relation)
    view.textSizeChanged.connect(window.commands.remember_text_size)
    window.article_panel.layers.activated.connect(lambda _: window.commands.say_layer())
    window.articles.chosen.connect(window.commands.open_article)
    window.articles.entered.connect(window.article_panel.take_focus)
    window.article_panel.feedback_wanted.connect(window.commands.show_what_changed)
    window.article_panel.said.connect(window.status.say)
    window.article_panel.import_wanted.connect(window.commands.import_files)
    window.inspector.retag_wanted.connect(window.commands.retag)
    window.inspector.unsure_wanted.connect(window.commands.set_unsure)
    window.inspector.note_written.connect(window.commands.write_note)
    window.inspector.attribute_decided.connect(window.commands.set_attribute)
    window.inspector.label_decided.connect(window.commands.set_label)
    window.inspector.relation_removal_wanted.connect(window.commands.remove_relation)
    window.inspector.span_wanted.connect(window.commands.go_to_span)
    window.inspector.left.connect(view.setFocus)
    window.inspector.form.explained.connect(window.guidelines.show_attribute)
    window.guidelines.edit_wanted.connect(window.commands.edit_guideline)
    window.guidelines.examples.opened.connect(window.commands.open_example)
    window.picker.changed.connect(window.commands.show_picking)
    window.picker.changed.connect(window.commands.explain_relation)
    window.spans.chosen.connect(window.commands.go_to_span)
    window.spans.entered.connect(view.setFocus)
    window.plain.position_entered.connect(view.move_caret)
    window.plain.span_entered.connect(window.commands.go_to_span)
    window.plain.left.connect(view.setFocus)
    window.banner.retry_wanted.connect(window.session.open_for_editing)
