"""What a person means by a text they send back: a word that answers, or why they did not get what was promised."""

from services.notifications.replies.domain.reasons import WHY_NOT, numbered, why_not
from services.notifications.replies.domain.words import Answer, Reply, reply

__all__ = ["WHY_NOT", "Answer", "Reply", "numbered", "reply", "why_not"]
