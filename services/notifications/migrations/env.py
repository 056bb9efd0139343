"""Alembic's door to this service: all its tables."""

import services.notifications.campaigns.models
import services.notifications.channels.models
import services.notifications.messages.models
import services.notifications.notes.models
import services.notifications.privacy.models
import services.notifications.recipients.models
import services.notifications.replies.models  # noqa: F401 - the imports fill the metadata
from services.notifications.tables import Base
from shared.migrations import run

run(Base.metadata)
