"""What comes in and goes out: commands and queries, events of this service and of others."""

from services.commissioning_decisions.schemas.consumed import CONSUMED
from services.commissioning_decisions.schemas.events import PUBLISHED

__all__ = ["CONSUMED", "PUBLISHED"]
