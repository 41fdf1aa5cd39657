"""The envelope of every event: CloudEvents 1.0, structured JSON, built and read in this one place.

Wire form: content type `application/cloudevents+json`; `type` is `uk.jc.<name>.v<major>`, where
<name> (`proposal.stage_changed`) is also the routing key. Extension attributes are lower case, as
CloudEvents demands.
"""

import json
import re
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from shared.errors import Invalid

CONTENT_TYPE = "application/cloudevents+json"
TYPE = re.compile(r"uk\.jc\.(?P<name>[a-z0-9_]+\.[a-z0-9_]+)\.v(?P<version>[1-9]\d*)")

Classification = Literal["public", "partner", "restricted"]


@dataclass(frozen=True)
class Event:
    """One fact. `subject_version` is gap-free per (source, subject): the newest state wins."""

    id: str  # UUID
    name: str  # noun, dot, past participle: `proposal.stage_changed`
    version: int  # major version of the shape of `data`
    source: str  # /jc/<area>/<service>
    subject: str  # identifier of the aggregate that changed
    subject_version: int  # 1, 2, 3 ... without gaps for this subject in this source
    time: datetime  # instant at which it was recorded, UTC
    data: dict[str, Any]
    correlation_id: str  # the request or story it belongs to
    causation_id: str | None = None  # the event that led to it
    classification: Classification = "partner"
    effective_date: date | None = None  # legal day on which it takes effect
    legal_regime: str | None = None
    partner: str | None = None  # organisation code, when it concerns one partner only
    feed_position: int | None = None  # place in the partner feed; only what left it has one

    @property
    def service(self) -> str:
        return self.source.rsplit("/", 1)[-1]

    @property
    def area(self) -> str:
        return self.source.split("/")[2]

    def to_wire(self) -> dict[str, Any]:
        """The CloudEvents document; absent optional attributes are left out, never null."""
        document: dict[str, Any] = {
            "specversion": "1.0",
            "id": self.id,
            "type": f"uk.jc.{self.name}.v{self.version}",
            "source": self.source,
            "subject": self.subject,
            "time": self.time.isoformat().replace("+00:00", "Z"),
            "datacontenttype": "application/json",
            "dataschema": f"urn:jc:contract:{self.service}:{self.name}:v{self.version}",
            "aggregateversion": self.subject_version,
            "correlationid": self.correlation_id,
            "causationid": self.causation_id,
            "tenant": self.area,
            "partner": self.partner,
            "classification": self.classification,
            "effectivedate": self.effective_date.isoformat() if self.effective_date else None,
            "legalregime": self.legal_regime,
            "feedposition": self.feed_position,
            "data": self.data,
        }
        return {name: value for name, value in document.items() if value is not None}

    def to_json(self) -> str:
        return json.dumps(self.to_wire(), ensure_ascii=False, separators=(",", ":"))


def read(body: bytes | str) -> Event:
    """The event in a message body; `malformed_event` names what is wrong with it."""
    try:
        document = json.loads(body)
    except (ValueError, UnicodeDecodeError) as wrong:
        raise Invalid("malformed_event", "The message body is not JSON.") from wrong
    if not isinstance(document, dict):
        raise Invalid("malformed_event", "The message body is not a JSON object.")
    return from_wire(document)


def from_wire(document: dict[str, Any]) -> Event:
    """The event in a CloudEvents document; `malformed_event` names what is wrong with it."""
    try:
        kind = TYPE.fullmatch(document["type"])
        if document["specversion"] != "1.0" or kind is None:
            raise ValueError("not a CloudEvents 1.0 event of type uk.jc.<name>.v<major>")
        effective = document.get("effectivedate")
        version = document["aggregateversion"]
        if not isinstance(version, int) or isinstance(version, bool) or version < 1:
            raise ValueError("aggregateversion is not a positive whole number")
        if not isinstance(document["data"], dict):
            raise ValueError("data is not a JSON object")
        time = datetime.fromisoformat(document["time"])
        if time.tzinfo is None:
            raise ValueError("time has no time zone")
        return Event(
            id=str(uuid.UUID(document["id"])),
            name=kind["name"],
            version=int(kind["version"]),
            source=str(document["source"]),
            subject=str(document["subject"]),
            subject_version=version,
            time=time,
            data=document["data"],
            correlation_id=str(document["correlationid"]),
            causation_id=document.get("causationid"),
            classification=document["classification"],
            effective_date=date.fromisoformat(effective) if effective else None,
            legal_regime=document.get("legalregime"),
            partner=document.get("partner"),
            feed_position=document.get("feedposition"),
        )
    except KeyError as missing:
        raise Invalid("malformed_event", f"The event has no {missing.args[0]}.") from missing
    except (ValueError, TypeError, AttributeError) as wrong:
        raise Invalid("malformed_event", f"The event cannot be read: {wrong}.") from wrong
