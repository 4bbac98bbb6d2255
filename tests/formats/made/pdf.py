"""PDF files with invented words, drawn line by line."""

from collections.abc import Sequence

Line = tuple[float, float, str]
"""Where a line stands on a page, in points from the left and from the foot, and its words."""


def drawn(pages: Sequence[Sequence[Line]], info: str = "", size: int = 11, extra: str = "") -> bytes:
    """Return a PDF with these lines on its pages, in Helvetica."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica "
               "/Encoding /WinAnsiEncoding >>", f"<< {info} >>"]  # fmt: skip
    kids = []
    for page in pages:
        marks = "\n".join(f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({_escaped(words)}) Tj ET" for x, y, words in page)
        objects.append(f"<< /Length {len(marks.encode('cp1252'))} >>\nstream\n{marks}\nendstream")
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R {extra} "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return _assembled(objects)


def lines(*words: str, top: float = 760, left: float = 72, leading: float = 14) -> list[Line]:
    """Return lines one below the other; an empty one leaves a gap."""
    return [(left, top - leading * at, line) for at, line in enumerate(words) if line]


def _assembled(objects: Sequence[str]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
