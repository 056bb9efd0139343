"""Changes of what people text us: kept at once, followed by the worker, read by one of us where need be."""

from services.notifications.replies.operations.following import FOLLOW, Incoming, follow_text, keep_text
from services.notifications.replies.operations.reading import erase_texts, read_text, text_to_read, tick_off

__all__ = ["FOLLOW", "Incoming", "erase_texts", "follow_text", "keep_text", "read_text", "text_to_read", "tick_off"]
