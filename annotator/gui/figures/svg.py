"""A drawing as SVG: a picture of any size, which opens nothing from outside."""

from collections.abc import Iterator

import regex

from annotator.gui.figures.colours import Colours
from annotator.gui.figures.drawing import Box, Dot, Drawing, Item, Line, Words

_FORBIDDEN = regex.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML file may hold, whatever way it is written."""
_FONTS = "'Noto Sans','Segoe UI','Helvetica Neue',Arial,sans-serif"


def svg(drawing: Drawing, colours: Colours, size: float, title: str, said: str) -> str:
    """Return a drawing as an SVG file.

    Args:
        drawing: what is drawn.
        colours: its colours.
        size: the height of the letters, in pixels, that the drawing was measured with.
        title: what a screen reader calls the picture.
        said: what it says of it: all values in words.
    """
    width, height = round(drawing.width, 2), round(drawing.height, 2)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" role="img" aria-labelledby="title said" '
        f'font-family="{_FONTS}" font-size="{size:g}">',
        f'<title id="title">{_escaped(title)}</title>',
        f'<desc id="said">{_escaped(said)}</desc>',
        f'<rect width="100%" height="100%" fill="{colours.ground}"/>',
        *_elements(drawing.items, colours),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _elements(items: tuple[Item, ...], colours: Colours) -> Iterator[str]:
    for item in items:
        if isinstance(item, Box):
            fill = colours.inks[item.ink] if item.share is None else colours.of_share(item.share)
            place = f'x="{item.x:.1f}" y="{item.y:.1f}" width="{item.width:.1f}" height="{item.height:.1f}"'
            yield f'<rect {place} fill="{fill}"/>'
        elif isinstance(item, Line):
            ends = f'x1="{item.x1:.1f}" y1="{item.y1:.1f}" x2="{item.x2:.1f}" y2="{item.y2:.1f}"'
            yield f'<line {ends} stroke="{colours.inks[item.ink]}" stroke-width="{item.width:g}"/>'
        elif isinstance(item, Dot):
            place = f'cx="{item.x:.1f}" cy="{item.y:.1f}" r="{item.radius:g}"'
            yield f'<circle {place} fill="{colours.inks[item.ink]}"/>'
        else:
            yield _words(item, colours)


def _words(words: Words, colours: Colours) -> str:
    fill = colours.inks[words.ink] if words.on is None else colours.on_share(words.on)
    side = "" if words.side == "start" else f' text-anchor="{words.side}"'
    weight = ' font-weight="600"' if words.bold else ""
    return f'<text x="{words.x:.1f}" y="{words.y:.1f}" fill="{fill}"{side}{weight}>{_escaped(words.text)}</text>'


def _escaped(text: str) -> str:
    allowed = _FORBIDDEN.sub("\ufffd", text)
    return allowed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
