"""Alembic's door to this service: all its tables."""

import services.events.board.models
import services.events.directory.models
import services.events.evidence.models
import services.events.invitations.models
import services.events.kiosk.models
import services.events.mediation.models
import services.events.organisations.models
import services.events.programme.models
import services.events.registrations.models  # noqa: F401 - the imports fill the metadata
from services.events.tables import Base
from shared.migrations import run

run(Base.metadata)
