"""What is in an uploaded file, whatever its name says: a table's text, a paper's fingerprint. Pure.

The file itself is not kept.
"""

import hashlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import BinaryIO

from shared.errors import Invalid

HEAD, CHUNK = 512, 1 << 16

OFFICE, OLD_OFFICE = "a Word, Excel or other Office file", "an older Word or Excel file"
# How files begin, and what such a file is called.
BEGINNINGS = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", OFFICE),
    (b"\xd0\xcf\x11\xe0", OLD_OFFICE),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"{\\rtf", "an RTF text"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
)
# What a name promises. A name that is not here promises nothing.
PROMISES: Mapping[str, str] = MappingProxyType(
    {
        "pdf": "a PDF",
        **dict.fromkeys(("docx", "xlsx", "pptx", "odt", "ods", "odp"), OFFICE),
        **dict.fromkeys(("doc", "xls", "ppt"), OLD_OFFICE),
        "png": "a PNG picture",
        **dict.fromkeys(("jpg", "jpeg"), "a JPEG picture"),
        "rtf": "an RTF text",
        **dict.fromkeys(("txt", "csv", "md"), "plain text"),
    }
)


def kind_of(head: bytes) -> str:
    """What a file is, by its first bytes, in words."""
    for beginning, name in BEGINNINGS:
        if head.startswith(beginning):
            return name
    if head.lstrip()[:1] == b"<":
        return "a web page"
    return "something that is no text" if b"\x00" in head else "plain text"


def table_text(name: str, content: bytes) -> str:
    """The text of a CSV file."""
    found = kind_of(content[:HEAD])
    if found != "plain text":
        raise Invalid(
            "upload_is_something_else",
            f"{name} is {found}, not a table in CSV. Save the table as “CSV UTF-8” and choose that "
            "file.",
            {"promised": "a table in CSV", "found": found},
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid(
            "upload_is_something_else",
            f"{name} is not written in UTF-8. Save the table as “CSV UTF-8” and choose that file.",
            {"promised": "text in UTF-8", "found": "another encoding"},
        ) from None


def fingerprint(name: str, file: BinaryIO) -> str:
    """SHA-256 of a paper that is what its name says."""
    head = file.read(HEAD)
    if not head:
        raise Invalid("upload_empty", f"{name} is empty. Choose the finished paper.")
    promised, found = PROMISES.get(name.rpartition(".")[2].lower()), kind_of(head)
    if promised is not None and promised != found:
        raise Invalid(
            "upload_is_something_else",
            f"{name} is called like {promised}, but it is {found}. Choose the paper itself.",
            {"promised": promised, "found": found},
        )
    digest = hashlib.sha256(head)
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()
