"""The configuration of a brat collection (``annotation.conf``) as a tagset.

Entities and events are tags, relations and the arguments of events relation types, as their annotations come in.
"""

from collections.abc import Iterator, Sequence

import regex

from annotator.formats.brat import UNSURE
from annotator.formats.tagset_draft import TagsetDraft, attribute_of
from annotator.model.tagset import Tagset

MOST_LINES = 100_000

_SECTION = regex.compile(r"\[([a-z]{1,20})\]")
_MACRO = regex.compile(r"<([^<>\s=]{1,100})>\s*=\s*(\S{1,10000})")
_ROLE = regex.compile(r"(?P<role>[^\s:<>?*+{]{1,200})[?*+]?(?:\{[0-9,-]{0,20}\})?:(?P<types>\S+)")
_RULE = regex.compile(r"-+")


def tagset_of_configuration(text: str, called: str) -> Tagset:
    """Return what ``text`` declares.

    Raises:
        UserError: if it declares no tag.
    """
    return _Configuration(text.splitlines()[:MOST_LINES]).tagset(called)


class _Configuration:
    """The lines of a configuration by section, and the groups that they name."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._draft = TagsetDraft()
        self._lines: dict[str, list[str]] = {}
        self._groups: dict[str, list[str]] = {}
        self._macros: dict[str, str] = {}
        section = ""
        for line in lines:
            if match := _SECTION.fullmatch(line.strip()):
                section = match[1]
            elif match := _MACRO.fullmatch(line.strip()):
                self._macros[match[1]] = match[2]
            elif line.strip() and not line.lstrip().startswith("#"):
                self._lines.setdefault(section, []).append(line.rstrip())

    def tagset(self, called: str) -> Tagset:
        entities = self._types("entities")
        events = self._types("events")
        self._macros |= {
            "ENTITY": "|".join(entities), "EVENT": "|".join(events), "ANY": "|".join([*entities, *events]),
        }  # fmt: skip
        for name, arguments in self._declared("relations"):
            ends = list(arguments.values())
            if len(ends) > 1:
                self._draft.add_relation(name, ends[0], ends[1])
        for name, arguments in self._declared("events"):
            for role, types in arguments.items():
                self._draft.add_relation(role.rstrip("0123456789") or role, [name], types)
        self._attributes()
        return self._draft.tagset("", called)

    def _types(self, section: str) -> list[str]:
        """Add the types of a section as tags; those with an exclamation mark are only groups of what is below them."""
        above: list[tuple[int, str]] = []
        found = []
        for line in self._lines.get(section, []):
            depth = len(line) - len(line.lstrip())
            name = line.split()[0].partition("|")[0]
            if _RULE.fullmatch(name):
                continue
            above = [(at, group) for at, group in above if at < depth]
            if name.startswith("!"):
                above.append((depth, name[1:]))
                continue
            found.append(name)
            self._draft.add_tag(name)
            for _, group in above:
                self._groups.setdefault(group, []).append(name)
        return found

    def _attributes(self) -> None:
        for name, arguments in self._declared("attributes"):
            if name == UNSURE:
                continue
            attribute = attribute_of(name, arguments.get("Value", ()), kind="yes_no")
            for tag in arguments.get("Arg", ()):
                if tag in self._draft.tags:
                    self._draft.add_tag(tag, [attribute])

    def _declared(self, section: str) -> Iterator[tuple[str, dict[str, list[str]]]]:
        """Yield each name of a section with the types that its arguments may have, by role."""
        for line in self._lines.get(section, []):
            name, _, rest = line.strip().partition("\t") if "\t" in line.strip() else line.strip().partition(" ")
            if name.startswith(("!", "<")) or _RULE.fullmatch(name):
                continue
            matches = (_ROLE.fullmatch(part.strip()) for part in rest.split(","))
            found = {match["role"]: self._expanded(match["types"]) for match in matches if match is not None}
            yield name.partition("|")[0], found

    def _expanded(self, types: str) -> list[str]:
        found: list[str] = []
        for name in types.split("|"):
            macro = self._macros.get(name[1:-1]) if name.startswith("<") else None
            # A macro may hold groups, but no macro.
            listed = [name] if macro is None else macro.split("|")
            found += [tag for one in listed for tag in self._groups.get(one, [one])]
        return list(dict.fromkeys(found))
