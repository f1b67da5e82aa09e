"""Files as office programs write them, with as little in them as makes them one."""

import io
import zipfile

from vaknet.kit.documents import MEDIA_TYPES

MAIN = {kind: f"{MEDIA_TYPES[kind]}.main+xml" for kind in ("docx", "xlsx", "pptx")}


def _zipped(*members: tuple[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return file.getvalue()


def office(kind: str, *more: tuple[str, str], says: str = "") -> bytes:
    types = says or f'<Types><Override PartName="/x" ContentType="{MAIN[kind]}"/></Types>'
    return _zipped(("[Content_Types].xml", types), ("word/document.xml", "<w/>"), *more)


def open_document(kind: str, *more: tuple[str, str]) -> bytes:
    return _zipped(("mimetype", MEDIA_TYPES[kind]), ("content.xml", "<o/>"), *more)


def pdf(more: bytes = b"") -> bytes:
    return b"%PDF-1.7\n1 0 obj << /Type /Catalog " + more + b" >> endobj\n%%EOF\n"
