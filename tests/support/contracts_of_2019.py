"""The two contracts that the product is first shown with, as facts for tests."""

from typing import NamedTuple

SLT_CONTRACT = {
    "id": "CON-2019-01",
    "proposal_id": "JCP-2017-03",
    "title": "Speech and language therapy",
    "service_type": "speech_and_language_therapy",
    "lead": "STCCG",
    "partners": ["MBC", "STCCG"],
    "supplier": {"code": "TEESTALK", "name": "Tees Talk Community Therapies"},
    "regime": "PCR2015",
    "signed_on": "2019-01-07",
    "starts_on": "2019-04-01",
    "initial_end_on": "2022-03-31",
    "maximum_end_on": "2024-03-31",
    "annual_value_pence": 118_400_000,
    "value_maximum_pence": 592_000_000,
    "measure_set": "slt",
    "shares": [{"partner": "MBC", "bp": 4250}, {"partner": "STCCG", "bp": 5750}],
    "conditions": [
        {"partner": "STCCG", "kind": "own_cost_cap", "cap_pence": 69_000_000, "per": "year"}
    ],
    "options": [],
}

STORE_CONTRACT = {
    "id": "CON-2019-02",
    "proposal_id": "JCP-2018-07",
    "title": "Joint Tees Children's Equipment Store",
    "service_type": "children_equipment",
    "lead": "MBC",
    "partners": ["MBC", "SBC", "RCBC", "HBC", "STCCG", "HASTCCG"],
    "supplier": {"code": "MBC", "name": "Middlesbrough Council"},
    "regime": "PCR2015",
    "signed_on": "2019-08-09",
    "starts_on": "2019-09-02",
    "initial_end_on": "2022-03-31",
    "maximum_end_on": "2024-03-31",
    "annual_value_pence": 104_533_300,
    "value_maximum_pence": 522_666_500,
    "measure_set": "equipment_store",
    "shares": [
        {"partner": "MBC", "bp": 1340},
        {"partner": "SBC", "bp": 1660},
        {"partner": "RCBC", "bp": 1120},
        {"partner": "HBC", "bp": 880},
        {"partner": "STCCG", "bp": 2410},
        {"partner": "HASTCCG", "bp": 2590},
    ],
    "conditions": [
        {"partner": "RCBC", "kind": "own_cost_cap", "cap_pence": 12_000_000, "per": "year"}
    ],
    "options": [],
}

# First day, last day, day of submission, day of validation.
DAYS = {
    "2019-Q1": ("2019-04-01", "2019-06-30", "2019-07-19", "2019-07-24"),
    "2019-Q2": ("2019-07-01", "2019-09-30", "2019-10-18", "2019-10-24"),
    "2019-Q2 part": ("2019-09-02", "2019-09-30", "2019-10-18", "2019-10-24"),
    "2019-Q3": ("2019-10-01", "2019-12-31", "2020-01-21", "2020-01-28"),
    "2019-Q4": ("2020-01-01", "2020-03-31", "2020-04-23", "2020-04-29"),
}


class Cell(NamedTuple):
    """One cell of the tables of returns."""

    measure: str
    period: str
    numerator: int
    denominator: int
    shows: str | None
    rating: str


SLT_RETURNS = [
    Cell("SLT01", "2019-Q1", 251, 312, "80.4", "red"),
    Cell("SLT01", "2019-Q2", 268, 297, "90.2", "amber"),
    Cell("SLT01", "2019-Q3", 301, 318, "94.7", "green"),
    Cell("SLT01", "2019-Q4", 287, 305, "94.1", "green"),
    Cell("SLT03", "2019-Q1", 4, 4, "100.0", "grey"),
    Cell("SLT03", "2019-Q2", 0, 0, None, "grey"),
    Cell("SLT03", "2019-Q3", 5, 6, "83.3", "grey"),
    Cell("SLT03", "2019-Q4", 3, 3, "100.0", "grey"),
    Cell("SLT04", "2019-Q1", 61, 70, "87.1", "red"),
    Cell("SLT04", "2019-Q2", 66, 70, "94.3", "amber"),
    Cell("SLT04", "2019-Q3", 72, 76, "94.7", "amber"),
    Cell("SLT04", "2019-Q4", 74, 77, "96.1", "green"),
    Cell("SLT06", "2019-Q1", 83, 121, "68.6", "amber"),
    Cell("SLT06", "2019-Q2", 98, 134, "73.1", "amber"),
    Cell("SLT06", "2019-Q3", 109, 141, "77.3", "green"),
    Cell("SLT06", "2019-Q4", 112, 139, "80.6", "green"),
    Cell("SLT07", "2019-Q1", 58, 617, "9.4", "amber"),
    Cell("SLT07", "2019-Q2", 55, 640, "8.6", "amber"),
    Cell("SLT07", "2019-Q3", 48, 655, "7.3", "green"),
    Cell("SLT07", "2019-Q4", 46, 657, "7.0", "green"),
]

STORE_RETURNS = [
    Cell("EQ01", "2019-Q2 part", 171, 214, "79.9", "red"),
    Cell("EQ01", "2019-Q3", 688, 742, "92.7", "amber"),
    Cell("EQ01", "2019-Q4", 721, 751, "96.0", "green"),
    Cell("EQ02", "2019-Q2 part", 11, 12, "91.7", "red"),
    Cell("EQ02", "2019-Q3", 58, 59, "98.3", "green"),
    Cell("EQ02", "2019-Q4", 63, 64, "98.4", "green"),
    Cell("EQ04", "2019-Q2 part", 38, 61, "62.3", "red"),
    Cell("EQ04", "2019-Q3", 171, 190, "90.0", "amber"),
    Cell("EQ04", "2019-Q4", 188, 197, "95.4", "green"),
    Cell("EQ05", "2019-Q2 part", 22, 61, "36.1", "red"),
    Cell("EQ05", "2019-Q3", 118, 190, "62.1", "green"),
    Cell("EQ05", "2019-Q4", 139, 197, "70.6", "green"),
    Cell("EQ07", "2019-Q2 part", 96, 97, "99.0", "red"),
    Cell("EQ07", "2019-Q3", 101, 101, "100.0", "green"),
    Cell("EQ07", "2019-Q4", 104, 104, "100.0", "green"),
]

SLT01_RESTATED = Cell("SLT01", "2019-Q2", 259, 301, "86.0", "red")
RESTATED_ON = "2019-11-12"

STORE_ACTIVITY = [
    {"partner": "MBC", "bp": 1510},
    {"partner": "SBC", "bp": 1580},
    {"partner": "RCBC", "bp": 1090},
    {"partner": "HBC", "bp": 820},
    {"partner": "STCCG", "bp": 2600},
    {"partner": "HASTCCG", "bp": 2400},
]


def return_of(cell: Cell, contract: dict) -> dict:
    """The fields of the command that submits this cell."""
    starts_on, ends_on, submitted_on, _ = DAYS[cell.period]
    label, _, part = cell.period.partition(" ")
    return {
        "contract_id": contract["id"],
        "measure": cell.measure,
        "period": label,
        "period_kind": part or "full",
        "starts_on": starts_on,
        "ends_on": ends_on,
        "numerator": cell.numerator,
        "denominator": cell.denominator,
        "on": submitted_on,
    }
