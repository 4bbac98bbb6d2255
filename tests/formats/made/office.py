"""Word files, OpenDocument texts and e-books with invented words, as small as they can be."""

import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'


def packed(parts: dict[str, str | bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", packing) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def run(text: str, properties: str = "") -> str:
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*runs: str, style: str = "") -> str:
    styled = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{styled}{''.join(part if part.startswith('<') else run(part) for part in runs)}</w:p>"


def word(body: str, title: str = "", creator: str = "", **parts: str) -> bytes:
    """Return a Word file; ``parts`` are further ones of its ``word`` folder, without their ``.xml``."""
    wrapped = {name: f'<w:{_root(name)} xmlns:w="{W}">{content}</w:{_root(name)}>' for name, content in parts.items()}
    return packed(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f'<?xml version="1.0"?><w:document xmlns:w="{W}" xmlns:mc="urn:mc">'
            f"<w:body>{body}</w:body></w:document>",
            "docProps/core.xml": f"<cp:coreProperties xmlns:cp='urn:cp' {_DC}><dc:title>{escape(title)}</dc:title>"
            f"<dc:creator>{escape(creator)}</dc:creator><dcterms:created>2026-11-02T08:00:00Z</dcterms:created>"
            "</cp:coreProperties>",
            **{f"word/{name}.xml": content for name, content in wrapped.items()},
        }
    )


def _root(name: str) -> str:
    return {"header1": "hdr", "footer1": "ftr"}.get(name, name)
