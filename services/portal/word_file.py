"""A decision report as a Word file: real headings and table heads, for readers and for machines."""

import re
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from shared import clock

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LANGUAGE = "en-GB"
LONGEST_PROPERTY = 255
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def of_report(report: dict[str, Any], author: str) -> bytes:
    """`author`: name of the organisation that leads; no person is named in the file."""
    report = _readable(report)
    document = Document()
    _describe(document, report, author)
    document.add_heading(f"{report['title']} ({report['id']})", level=0)
    for section in report["sections"]:
        document.add_heading(section["heading"], level=section["level"])
        for text in section["paragraphs"]:
            document.add_paragraph(text)
        if section["table"]:
            _add_table(document, section["table"])
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _readable(value: Any) -> Any:
    """The same without signs that no XML can hold."""
    if isinstance(value, str):
        return NOT_IN_XML.sub("", value)
    if isinstance(value, dict):
        return {name: _readable(each) for name, each in value.items()}
    return [_readable(each) for each in value] if isinstance(value, list) else value


def _describe(document: Any, report: dict[str, Any], author: str) -> None:
    """Also in place of what the library's own template says of itself."""
    about, now = document.core_properties, clock.now().replace(tzinfo=None)
    about.title = report["title"][:LONGEST_PROPERTY]
    about.author = about.last_modified_by = author[:LONGEST_PROPERTY]
    about.subject, about.comments, about.keywords = report["id"], "", ""
    about.created = about.modified = now
    about.language = LANGUAGE
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), LANGUAGE)
    document.styles["Normal"].element.get_or_add_rPr().append(language)


def _add_table(document: Any, given: dict[str, Any]) -> None:
    table = document.add_table(rows=0, cols=len(given["columns"]), style="Table Grid")
    for texts in (given["columns"], *given["rows"]):
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text
    head = table.rows[0]
    for cell in head.cells:
        cell.paragraphs[0].runs[0].bold = True
    # A head that is repeated on each page is one that a screen reader knows as such.
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    head._tr.get_or_add_trPr().append(repeated)
