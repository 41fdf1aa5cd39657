"""What is in an uploaded file, whatever its name says. Pure; the file itself is not kept."""

from shared.errors import Invalid

HEAD = 512

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
