"""What a release of open contracting data may hold: our own strict list, and the published schema.

The published schema is no part of this repository. It is looked for in the folder that OCDS_SCHEMAS
names, or in shared/data beside the checkout; our own list is held against every release anyway.
"""

import json
import os
from pathlib import Path
from typing import Any

from jsonschema import Draft4Validator, FormatChecker

ROOT = Path(__file__).parents[2]
SCHEMAS = Path(os.environ.get("OCDS_SCHEMAS") or ROOT.parent / "shared" / "data")
STANDARD = SCHEMAS / "ocds" / "release-schema.json"
UNITED_KINGDOM = SCHEMAS / "ocds_uk_extension" / "release-schema.json"

Schema = dict[str, Any]
TEXT: Schema = {"type": "string", "minLength": 1}
TRUTH: Schema = {"type": "boolean"}
NUMBER: Schema = {"type": "number"}
INSTANT: Schema = {"type": "string", "format": "date-time"}


def _object(*required: str, **fields: Schema) -> Schema:
    return {
        "type": "object",
        "properties": fields,
        "required": list(required),
        "additionalProperties": False,
        "minProperties": 1,
    }


def _some(of: Schema) -> Schema:
    return {"type": "array", "items": of, "minItems": 1}


def _named(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


def _one_of(*codes: str) -> Schema:
    return {"type": "string", "enum": list(codes)}


VALUE = _object("currency", amount=NUMBER, amountGross=NUMBER, currency=_one_of("GBP"))
PERIOD = _object(
    startDate=INSTANT, endDate=INSTANT, maxExtentDate=INSTANT, durationInMonths={"type": "integer"}
)
GROUND = _object("id", scheme=TEXT, id=TEXT, description=TEXT)
ORGANISATION = _object("id", "name", id=TEXT, name=TEXT)
DOCUMENT = _object(
    *("id", "noticeType", "language"),
    id=TEXT,
    documentType={"type": "string", "pattern": "Notice$"},
    noticeType={"type": "string", "pattern": "^UK[0-9]+$"},
    title=TEXT,
    url={"type": "string", "format": "uri"},
    datePublished=INSTANT,
    language=_one_of("en"),
)
METRIC = _object(
    *("id", "title"),
    id=TEXT,
    title=TEXT,
    description=TEXT,
    observations=_some(
        _object(
            *("id", "measureClassification"),
            id=TEXT,
            period=PERIOD,
            measure=TEXT,
            unit=_object("name", name=TEXT),
            measureClassification=_object(
                "id", id=_one_of("met", "slightlyBelow", "below", "significantlyBelow", "other")
            ),
            notes=TEXT,
        )
    ),
)
FAILURE = _object(
    *("id", "requirement", "description", "suppliers"),
    id=TEXT,
    requirement=TEXT,
    description=TEXT,
    decisionDate=INSTANT,
    penaltyDate=INSTANT,
    penaltyType=_one_of("contracted", "imposed", "negotiated"),
    penaltyValue=VALUE,
    partialTermination=TEXT,
    suppliers=_some(ORGANISATION),
    documents=_some(DOCUMENT),
)
AMENDMENT = _object(
    "id",
    id=TEXT,
    date=INSTANT,
    description=TEXT,
    rationale=TEXT,
    rationaleClassifications={**_some(GROUND), "wholeListMerge": True},
    value=VALUE,
    period=PERIOD,
    standstill=TRUTH,
    aboveThreshold=TRUTH,
    suppliersAdded=_some(ORGANISATION),
    suppliersRemoved=_some(ORGANISATION),
)
TENDER = _object(
    "id",
    id=TEXT,
    title=TEXT,
    description=TEXT,
    status=TEXT,
    value=VALUE,
    mainProcurementCategory=_one_of("goods", "services", "works"),
    procurementMethod=_one_of("open", "selective", "limited", "direct"),
    procurementMethodRationale=TEXT,
    procurementMethodRationaleLegalBasis=GROUND,
    specialRegime=_some(TEXT),
    aboveThreshold=TRUTH,
    tenderPeriod=PERIOD,
    contractPeriod=PERIOD,
    documents=_some(DOCUMENT),
)
AWARD = _object(
    "id",
    id=TEXT,
    title=TEXT,
    status=TEXT,
    date=INSTANT,
    value=VALUE,
    suppliers=_some(ORGANISATION),
    standstillPeriod=PERIOD,
    assessmentSummariesDateSent=INSTANT,
    aboveThreshold=TRUTH,
    contractPeriod=PERIOD,
    documents=_some(DOCUMENT),
)
CONTRACT = _object(
    *("id", "awardID"),
    id=TEXT,
    awardID=TEXT,
    title=TEXT,
    status=TEXT,
    period=PERIOD,
    value=VALUE,
    dateSigned=INSTANT,
    aboveThreshold=TRUTH,
    agreedMetrics=_some(METRIC),
    noAgreedMetricsRationale=TEXT,
    amendments=_some(AMENDMENT),
    proposedAmendments=_some(AMENDMENT),
    terminationRationaleClassifications=_some(GROUND),
    implementation=_object(
        metrics=_some(METRIC), performanceFailures=_some(FAILURE), documents=_some(DOCUMENT)
    ),
    documents=_some(DOCUMENT),
)
OURS = _object(
    *("ocid", "id", "date", "tag", "initiationType", "language", "parties", "buyer"),
    ocid={"type": "string", "pattern": "^ocds-h6vhtk-"},
    id={**TEXT, "omitWhenMerged": True},
    date={**INSTANT, "omitWhenMerged": True},
    tag={**_some(TEXT), "omitWhenMerged": True},
    initiationType=_one_of("tender"),
    language=_one_of("en"),
    parties=_some(
        _object(
            *("id", "name", "roles"),
            id=TEXT,
            name=TEXT,
            identifier=_object("id", "legalName", scheme=TEXT, id=TEXT, legalName=TEXT),
            roles=_some(TEXT),
        )
    ),
    buyer=ORGANISATION,
    tender=TENDER,
    awards=_some(AWARD),
    contracts=_some(CONTRACT),
)

# The extension describes parts that other extensions bring in. This says where they hang, with the
# fields of those that a draft uses, so that nothing passes only for want of a description.
METRICS: Schema = {"type": "array", "items": _named("Metric")}
WHERE_THEY_HANG: Schema = {
    "definitions": {
        "Contract": {"properties": {"agreedMetrics": METRICS}},
        "Implementation": {
            "properties": {
                "metrics": METRICS,
                "performanceFailures": {"type": "array", "items": _named("PerformanceFailure")},
            }
        },
        "Metric": {
            "type": "object",
            "properties": {
                **{name: {"type": "string"} for name in ("id", "title", "description")},
                "observations": {"type": "array", "items": _named("Observation")},
            },
        },
        "Observation": {
            "type": "object",
            "properties": {
                **{name: {"type": "string"} for name in ("id", "measure", "notes")},
                "period": _named("Period"),
                "unit": {"type": "object", "properties": {"name": {"type": "string"}}},
            },
        },
        "PerformanceFailure": {"type": "object", "properties": {"id": {"type": "string"}}},
    }
}


def published() -> Schema | None:
    """The published schema with the extension, closed to unknown fields; none where it is not."""
    if not (STANDARD.exists() and UNITED_KINGDOM.exists()):
        return None
    schema = json.loads(STANDARD.read_text(encoding="utf-8"))
    _patch(schema, json.loads(UNITED_KINGDOM.read_text(encoding="utf-8")))
    _patch(schema, WHERE_THEY_HANG)
    for definition in (schema, *schema["definitions"].values()):
        definition["additionalProperties"] = False
    return schema


def schemas() -> dict[str, Schema]:
    """Everything that a release is held against, by name; our own list at least."""
    found = {"our own list": OURS}
    if (standard := published()) is not None:
        found["the published schema"] = standard
    return found


def breaches(release: Any, schema: Schema) -> list[str]:
    """Where a release differs from a schema, and how."""
    validator = Draft4Validator(schema, format_checker=FormatChecker())
    return [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message}"
        for error in validator.iter_errors(release)
    ]


def _patch(target: Schema, patch: Schema) -> None:
    """JSON Merge Patch, as extensions are applied."""
    for name, value in patch.items():
        if isinstance(value, dict) and isinstance(target.get(name), dict):
            _patch(target[name], value)
        else:
            target[name] = value
