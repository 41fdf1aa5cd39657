"""Tables that people paste or upload, and files that are not what they say."""

import pytest

from services.portal import tables, uploads
from services.portal.tables import Column
from shared.errors import Invalid

COLUMNS = (
    Column("code", "Code"),
    Column("numerator", "Numerator", "whole", required=False),
    Column("value", "Value", required=False),
)


@pytest.mark.parametrize(
    "text",
    [
        "code,numerator\nN07,212\nN08,5",
        "Code;Numerator\r\nN07;212\r\n\r\nN08;5\r\n",
        "code\tnumerator\nN07\t 212 \nN08\t5",
        'code,numerator\n"N07","212"\nN08,5',
    ],
)
def test_rows_in_the_ways_that_spreadsheets_write_them(text):
    assert tables.read_text(text, COLUMNS) == [
        {"code": "N07", "numerator": 212},
        {"code": "N08", "numerator": 5},
    ]


def test_thousands_may_be_set_apart_and_empty_cells_are_left_out():
    text = "code;numerator;value\nN07;1,203;\nN08;;78.8"
    assert tables.read_text(text, COLUMNS) == [
        {"code": "N07", "numerator": 1203},
        {"code": "N08", "value": "78.8"},
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "names of the columns"),
        ("code", "names of the columns"),
        ("code,colour\nN07,red", "No column is called colour"),
        ("numerator\n5", "These columns are missing: code"),
        ("code,numerator\nN07,many", "Row 2: numerator must be a whole number."),
        ("code,numerator\nN07,5\n,6", "Row 3: code is missing."),
        ("code,numerator\n" + "N07,x\n" * 8, "And 3 more."),
        ("code\n" + "N07\n" * 2001, "Load 2000 at most"),
    ],
)
def test_what_is_wrong_is_said_with_its_row(text, said):
    with pytest.raises(Invalid, match="table_unreadable") as refused:
        tables.read_text(text, COLUMNS)
    assert said in refused.value.message


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04....", "a Word, Excel or other Office file"),
        (b"\x89PNG\r\n", "a PNG picture"),
        (b"MZ\x90\x00", "a program"),
        (b"  <html>", "a web page"),
        (b"code\x00numerator", "something that is no text"),
        ("größe;1".encode("latin-1"), "another encoding"),
    ],
)
def test_a_file_that_is_called_a_table_and_is_none_is_refused(content, found):
    with pytest.raises(Invalid, match="upload_is_something_else") as refused:
        uploads.table_text("figures.csv", content)
    assert refused.value.details["found"] == found


def test_the_mark_that_spreadsheets_put_before_a_text_is_taken_off():
    assert uploads.table_text("figures.csv", "\ufeffcode\nN07".encode()) == "code\nN07"
