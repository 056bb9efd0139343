"""Alembic's entry: the tables of this service, run by `shared.migrations`."""

import services.volunteers.assistance.models
import services.volunteers.people.models
import services.volunteers.shifts.models  # noqa: F401 - all three make their tables known
from services.volunteers.tables import Base
from shared.migrations import run

run(Base.metadata)
