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
    styled = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{styled}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


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


_ODF = (
    'xmlns:office="urn:office" xmlns:text="urn:text" xmlns:table="urn:table" xmlns:draw="urn:draw" '
    'xmlns:meta="urn:meta" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:style="urn:style"'
)


def open_document(body: str, **parts: str) -> bytes:
    """Return an OpenDocument text; ``parts`` are further ones, without their ``.xml``."""
    wrapped = {f"{name}.xml": f"<office:document {_ODF}>{content}</office:document>" for name, content in parts.items()}
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {_ODF}><office:body><office:text>"
            f"{body}</office:text></office:body>"
            "</office:document-content>",
            **wrapped,
        }
    )


def e_book(*chapters: str | bytes, metadata: str = "", manifest: str = "", spine: str = "") -> bytes:
    """Return an e-book; ``manifest`` and ``spine`` are added to what the chapters make of them."""
    items = "".join(
        f'<item id="c{n}" href="c%20{n}.xhtml" media-type="application/xhtml+xml"/>' for n in range(len(chapters))
    )
    order = "".join(f'<itemref idref="c{number}"/>' for number in range(len(chapters)))
    return packed(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container xmlns="c"><rootfiles><rootfile '
            'full-path="OPS/book.opf"/></rootfiles></container>',
            "OPS/book.opf": f'<package xmlns="opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>{metadata}</metadata>'
            f"<manifest>{items}{manifest}</manifest><spine>{order}{spine}</spine></package>",
            **{f"OPS/c {number}.xhtml": chapter for number, chapter in enumerate(chapters)},
        }
    )
