"""Questions about what was done."""

from services.events.evidence.queries.facts import counted_services, facts, period_of

__all__ = ["counted_services", "facts", "period_of"]
