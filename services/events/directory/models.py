"""Tables of the directory, made from HSDS's objects: `directory_services`, and so on; texts for people by language.

What an organisation here keeps bears its id as `keeper_id`; what all have from us (the taxonomies) has none.
"""

from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from services.events.directory.domain import (
    CONFIRMED,
    CORRECTED,
    FEWEST_MONTHS,
    MOST_MONTHS,
    OBJECTS,
    PARENTS,
    RENEWED,
    REPORT_KINDS,
    USUAL_MONTHS,
    EditState,
    Field,
    Kind,
    Object,
)
from services.events.tables import MOMENT, Base, one_of

PLURALS = {
    "service_at_location": "services_at_locations",
    "taxonomy": "taxonomies",
    "address": "addresses",
    "accessibility": "accessibilities",
    "service_capacity": "service_capacities",
    "metadata": "metadata",
    "funding": "fundings",
}
TYPES: dict[Kind, Any] = {
    Kind.TEXT: Text(),
    Kind.WORDS: JSONB(none_as_null=True),
    Kind.NUMBER: Double(),
    Kind.DAY: Date(),
    Kind.MOMENT: MOMENT,
    Kind.CLOCK: Text(),
    Kind.URI: Text(),
    Kind.EMAIL: Text(),
    Kind.ID: Uuid(),
    Kind.FLAG: Boolean(),
}


def _office() -> tuple[Column[Any], ...]:
    """Whom at the provider's we ask whether an entry still holds: known to its keeper alone."""
    return tuple(Column(f"check_{name}", Text) for name in ("email", "phone", "language"))


OWN: dict[str, tuple[Any, ...]] = {
    "service": (
        Column("words", ARRAY(Text), nullable=False, server_default=text("'{}'")),
        Column("sort_keys", ARRAY(Text), nullable=False, server_default=text("'{}'")),
        Column("check_months", Integer, nullable=False, server_default=text(str(USUAL_MONTHS))),
        Column("confirmed_at", MOMENT, nullable=False, server_default=func.now()),
        Column("is_draft", Boolean, nullable=False, server_default=text("false")),
        *_office(),
        Column("unreached_at", MOMENT),
        Column("source", Text),
        Column("left_out_at", MOMENT),
        Column("version", Integer, nullable=False, server_default=text("1")),
        Column("checks_asked", Integer, nullable=False, server_default=text("0")),
        CheckConstraint(f"check_months BETWEEN {FEWEST_MONTHS} AND {MOST_MONTHS}", name="check_months"),
    ),
    "organization": (Column("words", ARRAY(Text), nullable=False, server_default=text("'{}'")), *_office()),
}
"""What we note beside HSDS's facts: the folded words to search by, the keys to sort by (one for each
language), how fresh an entry is, and whom to ask about it.

`version` counts the changes that two editors must not make at once, `checks_asked` the messages to the provider.
`source` is what imports call the source that an entry came from, `left_out_at` since when that has it no more.
"""


def table_name(name: str) -> str:
    """The table of an object."""
    return f"directory_{PLURALS.get(name, f'{name}s')}"


def _column(each: Field, owned: set[str]) -> Column[Any]:
    ondelete = "CASCADE" if each.name in owned else None
    points = [ForeignKey(f"{table_name(each.to)}.id", ondelete=ondelete)] if each.to else []
    return Column(each.name, TYPES[each.kind], *points, nullable=not each.required)


def _table(one: Object) -> Table:
    name = table_name(one.name)
    owned = {way.column for other in OBJECTS.values() for way in other.many if way.object == one.name and way.owned}
    columns = [Column("id", Uuid, primary_key=True), *(_column(each, owned) for each in one.fields)]
    if one.kept:
        columns.append(Column("keeper_id", Uuid, ForeignKey("organisations.id")))
    looked_for = [*PARENTS[one.name], *(each.name for each in one.fields if each.name in LOOKED_FOR)]
    return Table(
        name,
        Base.metadata,
        *columns,
        *OWN.get(one.name, ()),
        *(one_of(each.name, each.values) for each in one.fields if each.values),
        *(Index(f"ix_{name}_{column}", column) for column in dict.fromkeys(looked_for)),
        *((Index(f"ix_{name}_keeper_id", "keeper_id"),) if one.kept else ()),
    )


LOOKED_FOR = ("link_id", "resource_id", "taxonomy_term_id", "taxonomy_id", "organization_id", "location_id")
TABLES = {name: _table(one) for name, one in OBJECTS.items()}
"""Object -> its table."""
SERVICES = TABLES["service"]
AT_ONCE = {"fastupdate": "off"}
"""Searching what an index has still pending takes thirty times as long as searching the index."""
WORDS = Table(
    "directory_words",
    Base.metadata,
    Column("word", Text, primary_key=True),
    Column("grams", ARRAY(Text), nullable=False),
    Index("ix_directory_words_grams", "grams", postgresql_using="gin", postgresql_with=AT_ONCE),
    comment="Every folded word of the directory with its groups of three letters",
)
Index("ix_directory_services_words", SERVICES.c.words, postgresql_using="gin", postgresql_with=AT_ONCE)
Index("ix_directory_services_last_modified_id", SERVICES.c.last_modified, SERVICES.c.id)
EDITS = Table(
    "directory_edits",
    Base.metadata,
    Column("id", Uuid, primary_key=True),
    Column("service_id", Uuid, ForeignKey("directory_services.id", ondelete="CASCADE"), nullable=False),
    Column("facts", JSONB, nullable=False),
    Column("state", Text, nullable=False),
    Column("taken", ARRAY(Text)),
    Column("reason", Text),
    Column("proposed_at", MOMENT, nullable=False, server_default=func.now()),
    Column("decided_at", MOMENT),
    one_of("state", tuple(EditState)),
    Index("ix_directory_edits_service_id", "service_id"),
    Index("uq_directory_edits_waiting", "service_id", unique=True, postgresql_where=text("state = 'waiting'")),
    comment="What providers have corrected, until somebody of the keeper has looked at it",
)
LINKS = Table(
    "directory_check_links",
    Base.metadata,
    Column("token_digest", LargeBinary, primary_key=True),
    Column("service_id", Uuid, ForeignKey("directory_services.id", ondelete="CASCADE"), nullable=False),
    Column("language", Text, nullable=False),
    Column("expires_at", MOMENT, nullable=False),
    Column("used_at", MOMENT),
    Column("answer", Text),
    Column("edit_id", Uuid, ForeignKey("directory_edits.id", ondelete="CASCADE")),
    one_of("answer", (CONFIRMED, CORRECTED, RENEWED)),
    Index("ix_directory_check_links_service_id", "service_id"),
    comment="One-use links by which providers answer; of the token only the digest is kept",
)
CONFIRMATIONS = Table(
    "directory_confirmations",
    Base.metadata,
    Column("service_id", Uuid, ForeignKey("directory_services.id", ondelete="CASCADE"), primary_key=True),
    Column("day", Date, primary_key=True),
    comment="Days in Lithuania on which entries were checked",
)
REPORTS = Table(
    "directory_reports",
    Base.metadata,
    Column("id", Uuid, primary_key=True),
    Column("service_id", Uuid, ForeignKey("directory_services.id", ondelete="CASCADE"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("said", Text, nullable=False),
    Column("contact", Text),
    Column("reported_at", MOMENT, nullable=False, server_default=func.now()),
    Column("settled_at", MOMENT),
    one_of("kind", tuple(REPORT_KINDS)),
    Index("ix_directory_reports_service_id", "service_id"),
    comment="Errors that people have found in entries; contacts go when it is settled, words 90 days later",
)
__all__ = ["CONFIRMATIONS", "EDITS", "LINKS", "REPORTS", "SERVICES", "TABLES", "WORDS", "table_name"]
