"""Events with their occurrences, and who comes to them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "venues",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.Column("access", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_venues_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_venues"),
    )
    op.create_index("ix_venues_organisation_id", "venues", ["organisation_id"])
    op.create_table(
        "events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("summary", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column(
            "description", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column("offer_hours", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("state", sa.Text(), server_default=sa.text("'draft'"), nullable=False),
        sa.Column("reason", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "kind IN ('cultural_exchange', 'group_consultation', 'community_event', 'training', 'consultation')",
            name="kind",
        ),
        sa.CheckConstraint("state IN ('draft', 'published', 'cancelled')", name="state"),
        sa.CheckConstraint("title <> '{}'", name="title"),
        sa.CheckConstraint("offer_hours BETWEEN 0 AND 168", name="offer_hours"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_events_organisation_id"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_events_project_id"),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
    )
    op.create_index("ix_events_organisation_id_id", "events", ["organisation_id", "id"])
    op.create_table(
        "occurrences",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("venue_id", sa.Uuid(), nullable=False),
        sa.Column("starts_wall", sa.DateTime(), nullable=False),
        sa.Column("ends_wall", sa.DateTime(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("waiting", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("turns", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("state", sa.Text(), server_default=sa.text("'draft'"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("state IN ('draft', 'on', 'cancelled')", name="state"),
        sa.CheckConstraint("capacity BETWEEN 1 AND 10000", name="capacity"),
        sa.CheckConstraint("ends_at > starts_at", name="ends"),
        sa.CheckConstraint("taken BETWEEN 0 AND capacity", name="taken"),
        sa.CheckConstraint("waiting >= 0", name="waiting"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_occurrences_event_id"),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name="fk_occurrences_venue_id"),
        sa.PrimaryKeyConstraint("id", name="pk_occurrences"),
    )
    op.create_index("ix_occurrences_event_id", "occurrences", ["event_id"])
    op.create_index(
        "ix_occurrences_starts_at_id",
        "occurrences",
        ["starts_at", "id"],
        postgresql_where=sa.text("state = 'on'"),
    )
    op.create_table(
        "choices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("occurrence_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("free", sa.Integer(), nullable=False),
        sa.Column("considered", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint("cause IN ('cancelled', 'smaller_party', 'more_places', 'offer_expired')", name="cause"),
        sa.ForeignKeyConstraint(["occurrence_id"], ["occurrences.id"], name="fk_choices_occurrence_id"),
        sa.PrimaryKeyConstraint("id", name="pk_choices"),
    )
    op.create_index("ix_choices_occurrence_id_id", "choices", ["occurrence_id", "id"])
    op.create_table(
        "planned_shifts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("occurrence_id", sa.Uuid(), nullable=False),
        sa.Column("title", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("languages", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("skills", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("minutes_before", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("minutes_after", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint("minutes_before >= 0 AND minutes_after >= 0", name="minutes"),
        sa.CheckConstraint("places BETWEEN 1 AND 100", name="places"),
        sa.ForeignKeyConstraint(["occurrence_id"], ["occurrences.id"], name="fk_planned_shifts_occurrence_id"),
        sa.PrimaryKeyConstraint("id", name="pk_planned_shifts"),
    )
    op.create_index("ix_planned_shifts_occurrence_id", "planned_shifts", ["occurrence_id"])
    op.create_table(
        "registrations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("occurrence_id", sa.Uuid(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("party", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("any_hour", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("needs", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("booked_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("offer_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_by", sa.Text(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unreached", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(channel <> 'sms' OR phone <> '') AND (channel <> 'email' OR email <> '')",
            name="contact",
        ),
        sa.CheckConstraint("(state = 'cancelled') = (cancelled_by IS NOT NULL)", name="cancelled"),
        sa.CheckConstraint("(state = 'offered') = (offer_expires_at IS NOT NULL)", name="offered"),
        sa.CheckConstraint(
            "cancelled_by IN ('participant', 'organiser', 'reply', 'expiry')",
            name="cancelled_by",
        ),
        sa.CheckConstraint("channel IN ('sms', 'email', 'none')", name="channel"),
        sa.CheckConstraint("language IN ('lt', 'lt-simple', 'en', 'uk', 'ru', 'ar')", name="language"),
        sa.CheckConstraint("state IN ('confirmed', 'waiting', 'offered', 'cancelled')", name="state"),
        sa.CheckConstraint("unreached IN ('failed', 'uncertain')", name="unreached"),
        sa.CheckConstraint("party BETWEEN 1 AND 8", name="party"),
        sa.ForeignKeyConstraint(["booked_by"], ["staff.id"], name="fk_registrations_booked_by"),
        sa.ForeignKeyConstraint(["occurrence_id"], ["occurrences.id"], name="fk_registrations_occurrence_id"),
        sa.PrimaryKeyConstraint("id", name="pk_registrations"),
        sa.UniqueConstraint("code", "occurrence_id", name="uq_registrations_code_occurrence_id"),
        sa.UniqueConstraint("occurrence_id", "turn", name="uq_registrations_occurrence_id_turn"),
        sa.UniqueConstraint("token_digest", name="uq_registrations_token_digest"),
    )
    op.create_index(
        "ix_registrations_waiting",
        "registrations",
        ["occurrence_id", "turn"],
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "members",
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.CheckConstraint("number BETWEEN 1 AND 8", name="number"),
        sa.ForeignKeyConstraint(["registration_id"], ["registrations.id"], name="fk_members_registration_id"),
        sa.PrimaryKeyConstraint("registration_id", "number", name="pk_members"),
    )


def downgrade() -> None:
    op.drop_table("members")
    op.drop_table("registrations")
    op.drop_table("planned_shifts")
    op.drop_table("choices")
    op.drop_table("occurrences")
    op.drop_table("events")
    op.drop_table("venues")
