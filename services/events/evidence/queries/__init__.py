"""Questions about what was done."""

from services.events.evidence.queries.facts import counted_services, facts, period_of
from services.events.evidence.queries.spread import shown_by, spread

__all__ = ["counted_services", "facts", "period_of", "shown_by", "spread"]
