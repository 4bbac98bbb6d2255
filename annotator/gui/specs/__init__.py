"""What can be done, as data: each thing once, with its name, its keys, when it is possible and what it is for."""

from annotator.gui.specs.article import ARTICLE_SPECS
from annotator.gui.specs.edit import EDIT_SPECS
from annotator.gui.specs.help import HELP_SPECS
from annotator.gui.specs.moving import MOVING_SPECS
from annotator.gui.specs.project import PROJECT_SPECS
from annotator.gui.specs.span import SPAN_SPECS
from annotator.gui.specs.spec import SUBMENUS, ActionSpec, Claim, Menu, Scope, When
from annotator.gui.specs.tags import tag_specs, tagset_specs
from annotator.gui.specs.view import VIEW_SPECS

__all__ = ["SPECS", "SUBMENUS", "ActionSpec", "Claim", "Menu", "Scope", "When", "tag_specs", "tagset_specs"]

SPECS: tuple[ActionSpec, ...] = (
    PROJECT_SPECS + EDIT_SPECS + ARTICLE_SPECS + MOVING_SPECS + SPAN_SPECS + VIEW_SPECS + HELP_SPECS
)
