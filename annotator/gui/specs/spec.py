"""What an action is: a description that menus, command palette, key sheet and tests read alike."""

from enum import Enum, IntEnum, auto

import msgspec


class Menu(Enum):
    """The menus, in the order in which they stand; the value is what they are called."""

    PROJECT = "&Project"
    EDIT = "&Edit"
    ARTICLE = "&Article"
    GO = "&Go"
    SPAN = "&Span"
    REVIEW = "&Review"
    TAG = "&Tag as"
    RETAG = "&Change the tag to"
    TAG_EXACTLY = "Tag e&xactly as"
    RELATION = "&Draw the relation"
    TAKE = "&Take the answer"
    VIEW = "&View"
    HELP = "&Help"

    @property
    def title(self) -> str:
        """The menu's name without the sign for its key."""
        return self.value.replace("&", "")


SUBMENUS = {
    **dict.fromkeys((Menu.TAG, Menu.RETAG, Menu.TAG_EXACTLY, Menu.RELATION), Menu.SPAN),
    Menu.TAKE: Menu.REVIEW,
}


class When(Enum):
    """What has to be the case for an action to be possible."""

    ALWAYS = auto()
    PROJECT = auto()
    """A project is open."""
    WRITABLE = auto()
    """A project is open for editing."""
    IDLE_PROJECT = auto()
    """A project is open, and no job works in it."""
    ANNOTATE = auto()
    """A project is open, and its articles are being annotated."""
    REVIEWABLE = auto()
    """There is something to review in the project that is open."""
    REVIEW = auto()
    """The project is being reviewed."""
    CONFLICT = auto()
    """The project is being reviewed, and a conflict is shown."""
    DECIDABLE = auto()
    """A conflict is shown, and the project can be edited."""
    FINISHABLE = auto()
    """An article is open, in Annotate or in Review, that can be called done."""
    EXPLORE = auto()
    """A project is open, and it is being explored."""
    ARTICLE = auto()
    """An article is open."""
    EDITABLE_ARTICLE = auto()
    """An article is open, and the layer shown is the annotator's own and can be edited."""
    SPAN = auto()
    """A span of the annotator's own layer is current, and can be edited."""
    UNDO = auto()
    REDO = auto()


class Scope(Enum):
    """Where the keys of an action work."""

    WINDOW = auto()
    ARTICLE = auto()
    """In the article view only, so that letters can be typed everywhere else."""
    REVIEW = auto()
    """In the page of Review only, where the letters of the article mean something else."""

    def meets(self, other: "Scope") -> bool:
        """Say whether one key cannot mean one thing here and another thing in ``other``."""
        return self is other or Scope.WINDOW in (self, other)


class Claim(IntEnum):
    """How strongly an action claims a key. The strongest claim has it; among equals, what is listed first."""

    SPARE = auto()
    """Nobody asked for it: the letter that a tag without a key is drawn with."""
    USUAL = auto()
    """A usual key of the program."""
    TAGSET = auto()
    """The tagset asks for it."""
    CHOSEN = auto()
    """The annotator chose it."""


class ActionSpec(msgspec.Struct, frozen=True):
    """Something that can be done: what it is called, what does it, by which keys, and when."""

    id: str
    text: str
    """As in the menu, with an ampersand before the letter that chooses it there."""
    command: str
    """The name of a method of the commands."""
    keys: tuple[str, ...] = ()
    menu: Menu = Menu.VIEW
    when: When = When.ALWAYS
    scope: Scope = Scope.WINDOW
    help: str = ""
    checkable: bool = False
    choice: str = ""
    """Of checkable actions with the same choice one is checked."""
    argument: str | None = None
    """What the method is called with, if anything."""
    begins_group: bool = False
    """Whether a line stands above it in the menu."""
    claims: tuple[Claim, ...] = ()
    """How strongly each of the keys is claimed; where nothing is said, as a usual key of the program."""

    def claim(self, number: int) -> Claim:
        """Return how strongly the key with this number is claimed."""
        return self.claims[number] if number < len(self.claims) else Claim.USUAL

    @property
    def title(self) -> str:
        """The text without the sign for its key."""
        return self.text.replace("&&", "\0").replace("&", "").replace("\0", "&")
