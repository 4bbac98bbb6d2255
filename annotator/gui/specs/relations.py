"""Actions that the relation types of a project bring along."""

from annotator.gui.plain import isolated, shown, without_mnemonic
from annotator.gui.specs.spec import ActionSpec, Claim, Menu, Scope, When
from annotator.model.tagset import RelationType, Tagset


def relation_specs(tagset: Tagset) -> list[ActionSpec]:
    """Describe how a relation of each type in use is begun."""
    return [_spec_of(kind) for kind in tagset.relations if not kind.retired]


def _spec_of(kind: RelationType) -> ActionSpec:
    name = shown(kind.name)
    return ActionSpec(
        f"relation.{kind.name}", without_mnemonic(name), "begin_relation_of", (kind.key,) if kind.key else (),
        Menu.RELATION, When.SPAN, Scope.ARTICLE, argument=kind.name,
        help=f"Draw the relation {isolated(name)} from the current span: Enter takes what is offered, Tab goes on.",
        claims=(Claim.TAGSET,),
    )  # fmt: skip
