"""Actions that a tagset brings along."""

from annotator.gui.article.style import tag_styles
from annotator.gui.plain import isolated, shown, without_mnemonic
from annotator.gui.specs.relations import relation_specs
from annotator.gui.specs.spec import ActionSpec, Claim, Menu, Scope, When
from annotator.model.tagset import Tagset

_DIGITS = 9


def tagset_specs(tagset: Tagset) -> list[ActionSpec]:
    """Describe everything that ``tagset`` adds to what can be done.

    A key that the tagset asks for wins over a usual key of the program, and is lost only to one that the annotator
    chose; see :mod:`annotator.gui.key_map`.
    """
    return tag_specs(tagset) + relation_specs(tagset)


def tag_specs(tagset: Tagset) -> list[ActionSpec]:
    """Describe what can be done with each tag in use.

    One without a key has the letter it is drawn with while that is free.
    """
    styles = tag_styles(tagset)
    specs: list[ActionSpec] = []
    for number, tag in enumerate(tagset.in_use, 1):
        letter = tag.key or styles[tag.name].letter
        usable = len(letter) == 1 and letter.isalnum()
        claim = Claim.TAGSET if tag.key else Claim.SPARE
        specs += _specs_of_tag(tag.name, letter if usable else "", claim, number)
    return specs


def _specs_of_tag(tag: str, letter: str, claim: Claim, number: int) -> list[ActionSpec]:
    digit = str(number) if number <= _DIGITS and letter != str(number) else ""
    keys = {key: strength for key, strength in ((letter, claim), (digit, Claim.USUAL)) if key}
    name, quoted = without_mnemonic(shown(tag)), isolated(shown(tag))
    return [
        ActionSpec(
            f"tag.{tag}", name, "tag", tuple(keys), Menu.TAG, When.EDITABLE_ARTICLE, Scope.ARTICLE,
            f"Tag the selection, or else the word at the caret, as {quoted}.", argument=tag,
            claims=tuple(keys.values()),
        ),
        ActionSpec(
            f"retag.{tag}", name, "retag", (f"Shift+{letter}",) if letter.isalpha() else (), Menu.RETAG, When.SPAN,
            Scope.ARTICLE, f"Give the current span the tag {quoted}.", argument=tag, claims=(claim,),
        ),
        ActionSpec(
            f"tag_exactly.{tag}", name, "tag_exactly", (f"Ctrl+Alt+{letter}",) if letter else (), Menu.TAG_EXACTLY,
            When.EDITABLE_ARTICLE, Scope.ARTICLE, f"Tag what is selected as {quoted}, without moving to word edges.",
            argument=tag, claims=(claim,),
        ),
    ]  # fmt: skip
