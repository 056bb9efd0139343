"""Stands where no gateway is configured for a channel: what would need it fails at once, and is shown."""

from uuid import UUID

from services.notifications.channels.domain.gateway import Outcome, OutgoingMail, OutgoingSms, Refused


class NoGateway:
    """Refuses everything."""

    name = "none"
    connections = 1

    def send(self, message: OutgoingSms | OutgoingMail) -> Outcome:
        """Refuse."""
        return self.look_up(message.message_id)

    def close(self) -> None:
        """Nothing is open."""

    def look_up(self, message_id: UUID) -> Outcome:
        """It cannot have been handed over."""
        return Refused("no_gateway", f"no gateway is configured to send {message_id}")
