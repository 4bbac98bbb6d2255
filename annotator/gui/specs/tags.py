"""Actions that the tags of a project bring along."""

from collections.abc import Iterable

from annotator.gui.article.style import tag_styles
from annotator.gui.plain import isolated, shown, without_mnemonic
from annotator.gui.specs.relations import relation_specs
from annotator.gui.specs.spec import ActionSpec, Menu, Scope, When
from annotator.model.tagset import Tagset

_DIGITS = 9


def tag_specs(tagset: Tagset, taken: Iterable[str] = ()) -> list[ActionSpec]:
    """Describe what can be done with each tag.

    Args:
        tagset: the tags; one without a key is given the letter it is drawn with, if that is free.
        taken: letters that already mean something in the article.
    """
    styles = tag_styles(tagset)
    specs: list[ActionSpec] = []
    for number, tag in enumerate(tagset.tags, 1):
        letter = tag.key or styles[tag.name].letter
        free = len(letter) == 1 and letter.isalnum() and (tag.key or letter not in taken)
        specs += _specs_of_tag(tag.name, letter if free else "", number)
    return specs + relation_specs(tagset)


def _specs_of_tag(tag: str, letter: str, number: int) -> list[ActionSpec]:
    digit = str(number) if number <= _DIGITS and letter != str(number) else ""
    name, quoted = without_mnemonic(shown(tag)), isolated(shown(tag))
    return [
        ActionSpec(
            f"tag.{tag}", name, "tag", tuple(key for key in (letter, digit) if key), Menu.TAG, When.EDITABLE_ARTICLE,
            Scope.ARTICLE, f"Tag the selection, or else the word at the caret, as {quoted}.", argument=tag,
        ),
        ActionSpec(
            f"retag.{tag}", name, "retag", (f"Shift+{letter}",) if letter.isalpha() else (), Menu.RETAG, When.SPAN,
            Scope.ARTICLE, f"Give the current span the tag {quoted}.", argument=tag,
        ),
        ActionSpec(
            f"tag_exactly.{tag}", name, "tag_exactly", (f"Ctrl+Alt+{letter}",) if letter else (), Menu.TAG_EXACTLY,
            When.EDITABLE_ARTICLE, Scope.ARTICLE, f"Tag what is selected as {quoted}, without moving to word edges.",
            argument=tag,
        ),
    ]  # fmt: skip
