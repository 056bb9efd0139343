"""The directory of services: HSDS 3.1, with the taxonomies that every installation has."""

from collections.abc import Iterable
from uuid import UUID, uuid5

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

NAMESPACE = UUID("5ca1ab1e-7a1a-5000-8000-7a1ca0000000")
"""Ids are made from it and `taxonomy:code`, so they are the same in every installation."""
LANGUAGES = ("lt", "lt-simple", "en", "uk", "ru", "ar")
TAXONOMIES = {
    "spis": (
        "SPIS",
        "SPIS",
        "SPIS",
        "SPIS",
        "SPIS",
        "SPIS",
    ),
    "target": (
        "Tikslinė grupė",
        "Kam skirta",
        "Target group",
        "Цільова група",
        "Целевая группа",
        "الفئة المستهدفة",
    ),
    "rokiskis": (
        "Rokiškio aštuonetas",
        "Aštuonios Rokiškio paslaugos",
        "The eight services of Rokiškis",
        "Вісім послуг Рокішкіса",
        "Восемь услуг Рокишкиса",
        "خدمات روكيشكيس الثماني",
    ),
}
ABOUT = {
    "spis": (
        "Socialinių paslaugų katalogo bendrosios paslaugos su SPIS kodais",
        "Socialinių paslaugų sąrašas",
        "Services of the Lithuanian Catalogue of Social Services with their SPIS codes",
        "Послуги литовського Каталогу соціальних послуг із кодами SPIS",
        "Услуги литовского Каталога социальных услуг с кодами SPIS",
        "خدمات الدليل الليتواني للخدمات الاجتماعية مع رموز SPIS",
    ),
    "target": (
        "Kam paslauga skirta",
        "Kam skirta ši pagalba",
        "Whom a service is for",
        "Для кого призначена послуга",
        "Для кого предназначена услуга",
        "لمن تُقدَّم الخدمة",
    ),
    "rokiskis": (
        "Aštuonios išplėstos paslaugos, kurias teikia Rokiškio projektas",
        "Aštuonios paslaugos Rokiškyje",
        "The eight extended services of the project in Rokiškis",
        "Вісім розширених послуг проєкту в Рокішкісі",
        "Восемь расширенных услуг проекта в Рокишкисе",
        "الخدمات الثماني الموسّعة لمشروع روكيشكيس",
    ),
}
TERMS = (
    (
        "spis",
        "200",
        "Kitos bendrosios paslaugos",
        "Kita pagalba",
        "Other general services",
        "Інші загальні послуги",
        "Другие общие услуги",
        "خدمات عامة أخرى",
    ),
    (
        "spis",
        "201",
        "Informavimas",
        "Informacija",
        "Information",
        "Інформування",
        "Информирование",
        "تقديم المعلومات",
    ),
    (
        "spis",
        "202",
        "Konsultavimas",
        "Patarimai",
        "Consultation",
        "Консультування",
        "Консультирование",
        "الاستشارة",
    ),
    (
        "spis",
        "203",
        "Tarpininkavimas ir atstovavimas",
        "Pagalba kalbantis su įstaigomis",
        "Mediation and representation",
        "Посередництво та представництво",
        "Посредничество и представительство",
        "الوساطة والتمثيل",
    ),
    (
        "spis",
        "204",
        "Maitinimo organizavimas",
        "Maistas",
        "Meals",
        "Організація харчування",
        "Организация питания",
        "تنظيم الوجبات",
    ),
    (
        "spis",
        "206",
        "Transporto organizavimas",
        "Pavėžėjimas",
        "Transport",
        "Організація транспорту",
        "Организация транспорта",
        "تنظيم النقل",
    ),
    (
        "spis",
        "207",
        "Sociokultūrinės paslaugos",
        "Bendravimas ir laisvalaikis",
        "Social and cultural services",
        "Соціокультурні послуги",
        "Социокультурные услуги",
        "خدمات اجتماعية وثقافية",
    ),
    (
        "spis",
        "208",
        "Asmeninės higienos ir priežiūros paslaugų organizavimas",
        "Pagalba prausiantis ir skalbiant",
        "Personal hygiene and care",
        "Організація особистої гігієни та догляду",
        "Организация личной гигиены и ухода",
        "تنظيم خدمات النظافة الشخصية والرعاية",
    ),
    (
        "spis",
        "222",
        "Laikinas apnakvindinimas",
        "Vieta pernakvoti",
        "Temporary overnight stay",
        "Тимчасова ночівля",
        "Временный ночлег",
        "مبيت مؤقت",
    ),
    (
        "spis",
        "310",
        "Pagalba į namus",
        "Pagalba namuose",
        "Help at home",
        "Допомога вдома",
        "Помощь на дому",
        "المساعدة في المنزل",
    ),
    (
        "spis",
        "320",
        "Socialinių įgūdžių ugdymas ir palaikymas",
        "Mokymasis gyventi savarankiškai",
        "Developing and keeping social skills",
        "Розвиток і підтримка соціальних навичок",
        "Развитие и поддержание социальных навыков",
        "تنمية المهارات الاجتماعية والحفاظ عليها",
    ),
    (
        "spis",
        "350",
        "Intensyvi krizių įveikimo pagalba",
        "Skubi pagalba ištikus krizei",
        "Intensive help in a crisis",
        "Інтенсивна допомога в кризі",
        "Интенсивная помощь в кризис",
        "مساعدة مكثفة في الأزمات",
    ),
    (
        "spis",
        "370",
        "Nakvynės namai, krizių centrai",
        "Nakvynės namai",
        "Shelters and crisis centres",
        "Притулки, кризові центри",
        "Ночлежки, кризисные центры",
        "دور الإيواء ومراكز الأزمات",
    ),
    (
        "target",
        "senior",
        "Senjorai",
        "Vyresni žmonės",
        "Seniors",
        "Літні люди",
        "Пожилые люди",
        "كبار السن",
    ),
    (
        "target",
        "disability",
        "Asmenys su negalia",
        "Žmonės su negalia",
        "People with disabilities",
        "Люди з інвалідністю",
        "Люди с инвалидностью",
        "الأشخاص ذوو الإعاقة",
    ),
    (
        "target",
        "large_family",
        "Gausi šeima",
        "Šeima, kurioje daug vaikų",
        "Large families",
        "Багатодітні родини",
        "Многодетные семьи",
        "الأسر الكبيرة",
    ),
    (
        "target",
        "single_parent",
        "Vieno tėvo ar motinos šeima",
        "Vaikus augina vienas tėtis ar viena mama",
        "Single-parent families",
        "Родини з одним із батьків",
        "Семьи с одним родителем",
        "أسر الوالد الوحيد",
    ),
    (
        "target",
        "on_support",
        "Gaunantys socialinę paramą",
        "Gauna socialinę paramą",
        "People on social support",
        "Отримувачі соціальної допомоги",
        "Получатели социальной помощи",
        "متلقو الدعم الاجتماعي",
    ),
    (
        "target",
        "newcomer",
        "Pabėgėliai ir kiti naujakuriai",
        "Neseniai atvykę žmonės",
        "Refugees and other newcomers",
        "Біженці та інші новоприбулі",
        "Беженцы и другие приезжие",
        "اللاجئون وغيرهم من الوافدين الجدد",
    ),
    (
        "rokiskis",
        "screen",
        "Informacinis stendas",
        "Ekranas mieste",
        "Information screen",
        "Інформаційний екран",
        "Информационный экран",
        "شاشة المعلومات",
    ),
    (
        "rokiskis",
        "screen_help",
        "Pagalba prie stendo",
        "Pagalba prie ekrano",
        "Help at the screen",
        "Допомога біля екрана",
        "Помощь у экрана",
        "المساعدة عند الشاشة",
    ),
    (
        "rokiskis",
        "informing",
        "Informavimas apie paslaugas",
        "Pasakome apie paslaugas",
        "Informing about services",
        "Інформування про послуги",
        "Информирование об услугах",
        "التعريف بالخدمات",
    ),
    (
        "rokiskis",
        "websites",
        "Informavimas svetainėse",
        "Informacija internete",
        "Information on websites",
        "Інформування на сайтах",
        "Информирование на сайтах",
        "المعلومات على المواقع",
    ),
    (
        "rokiskis",
        "at_home",
        "Informavimas, konsultavimas, tarpininkavimas namuose",
        "Pagalba jūsų namuose",
        "Informing, consulting and mediating at home",
        "Інформування, консультування та посередництво вдома",
        "Информирование, консультирование и посредничество на дому",
        "المعلومات والاستشارة والوساطة في المنزل",
    ),
    (
        "rokiskis",
        "mediation",
        "Tarpininkavimas",
        "Padedame gauti paslaugą",
        "Mediation",
        "Посередництво",
        "Посредничество",
        "الوساطة",
    ),
    (
        "rokiskis",
        "accompanied",
        "Tarpininkavimas su pavėžėjimu ir palydėjimu",
        "Nuvežame ir palydime",
        "Mediation with transport and accompaniment",
        "Посередництво з підвезенням і супроводом",
        "Посредничество с подвозом и сопровождением",
        "الوساطة مع النقل والمرافقة",
    ),
    (
        "rokiskis",
        "spreading",
        "Informacijos sklaida",
        "Skleidžiame žinias",
        "Spreading information",
        "Поширення інформації",
        "Распространение информации",
        "نشر المعلومات",
    ),
)


def seed() -> None:
    """The taxonomies that every installation has."""
    taxonomies = sa.table("directory_taxonomies", *map(sa.column, ("id", "name", "description", "version")))
    terms = sa.table(
        "directory_taxonomy_terms",
        *map(sa.column, ("id", "code", "name", "description", "taxonomy", "taxonomy_id", "language")),
    )
    for code, names in TAXONOMIES.items():
        facts = {"name": texts(names), "description": texts(ABOUT[code]), "version": "1"}
        op.execute(taxonomies.insert().values(id=id_of(code), **facts))
    for taxonomy, code, *names in TERMS:
        facts = {"name": texts(names), "description": texts(names), "taxonomy": TAXONOMIES[taxonomy][0]}
        facts |= {"code": code, "taxonomy_id": id_of(taxonomy), "language": "lt"}
        op.execute(terms.insert().values(id=id_of(f"{taxonomy}:{code}"), **facts))


def id_of(name: str) -> sa.Cast[UUID]:
    return sa.cast(str(uuid5(NAMESPACE, name)), sa.Uuid())


def texts(names: Iterable[str]) -> sa.Cast[dict[str, str]]:
    return sa.cast(dict(zip(LANGUAGES, names, strict=True)), postgresql.JSONB())


def upgrade() -> None:  # noqa: PLR0915 - one table after the other
    op.create_table(
        "directory_metadata",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("resource_id", sa.Uuid(), nullable=False),
        sa.Column("resource_type", sa.Text(), nullable=False),
        sa.Column("last_action_date", sa.Date(), nullable=False),
        sa.Column("last_action_type", sa.Text(), nullable=False),
        sa.Column("field_name", sa.Text(), nullable=False),
        sa.Column("previous_value", sa.Text(), nullable=False),
        sa.Column("replacement_value", sa.Text(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_directory_metadata"),
    )
    op.create_index("ix_directory_metadata_resource_id", "directory_metadata", ["resource_id"])
    op.create_table(
        "directory_words",
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("grams", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("word", name="pk_directory_words"),
        comment="Every folded word of the directory with its groups of three letters",
    )
    op.create_index("ix_directory_words_grams", "directory_words", ["grams"], postgresql_using="gin")
    op.create_table(
        "directory_organizations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", postgresql.JSONB(), nullable=False),
        sa.Column("alternate_name", postgresql.JSONB(), nullable=True),
        sa.Column("description", postgresql.JSONB(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("website", sa.Text(), nullable=True),
        sa.Column("tax_status", sa.Text(), nullable=True),
        sa.Column("tax_id", sa.Text(), nullable=True),
        sa.Column("year_incorporated", sa.Double(), nullable=True),
        sa.Column("legal_status", sa.Text(), nullable=True),
        sa.Column("logo", sa.Text(), nullable=True),
        sa.Column("uri", sa.Text(), nullable=True),
        sa.Column("parent_organization_id", sa.Uuid(), nullable=True),
        sa.Column("keeper_id", sa.Uuid(), nullable=True),
        sa.Column("words", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.ForeignKeyConstraint(["keeper_id"], ["organisations.id"], name="fk_directory_organizations_keeper_id"),
        sa.PrimaryKeyConstraint("id", name="pk_directory_organizations"),
    )
    op.create_index("ix_directory_organizations_keeper_id", "directory_organizations", ["keeper_id"])
    op.create_table(
        "directory_taxonomies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", postgresql.JSONB(), nullable=False),
        sa.Column("description", postgresql.JSONB(), nullable=False),
        sa.Column("uri", sa.Text(), nullable=True),
        sa.Column("version", sa.Text(), nullable=True),
        sa.Column("keeper_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["keeper_id"], ["organisations.id"], name="fk_directory_taxonomies_keeper_id"),
        sa.PrimaryKeyConstraint("id", name="pk_directory_taxonomies"),
    )
    op.create_index("ix_directory_taxonomies_keeper_id", "directory_taxonomies", ["keeper_id"])
    op.create_table(
        "directory_units",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=True),
        sa.Column("identifier", sa.Text(), nullable=True),
        sa.Column("uri", sa.Text(), nullable=True),
        sa.Column("keeper_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["keeper_id"], ["organisations.id"], name="fk_directory_units_keeper_id"),
        sa.PrimaryKeyConstraint("id", name="pk_directory_units"),
    )
    op.create_index("ix_directory_units_keeper_id", "directory_units", ["keeper_id"])
    op.create_table(
        "directory_locations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("location_type", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("name", postgresql.JSONB(), nullable=True),
        sa.Column("alternate_name", postgresql.JSONB(), nullable=True),
        sa.Column("description", postgresql.JSONB(), nullable=True),
        sa.Column("transportation", postgresql.JSONB(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("external_identifier", sa.Text(), nullable=True),
        sa.Column("external_identifier_type", sa.Text(), nullable=True),
        sa.Column("keeper_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "location_type IN ('physical', 'postal', 'virtual')", name=op.f("ck_directory_locations_location_type")
        ),
        sa.ForeignKeyConstraint(["keeper_id"], ["organisations.id"], name="fk_directory_locations_keeper_id"),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["directory_organizations.id"], name="fk_directory_locations_organization_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_directory_locations"),
    )
    op.create_index("ix_directory_locations_keeper_id", "directory_locations", ["keeper_id"])
    op.create_index("ix_directory_locations_organization_id", "directory_locations", ["organization_id"])
    op.create_table(
        "directory_organization_identifiers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("identifier_scheme", sa.Text(), nullable=True),
        sa.Column("identifier_type", sa.Text(), nullable=False),
        sa.Column("identifier", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["directory_organizations.id"],
            name="fk_directory_organization_identifiers_organization_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_directory_organization_identifiers"),
    )
    op.create_index(
        "ix_directory_organization_identifiers_organization_id",
        "directory_organization_identifiers",
        ["organization_id"],
    )
    op.create_table(
        "directory_programs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("name", postgresql.JSONB(), nullable=False),
        sa.Column("alternate_name", postgresql.JSONB(), nullable=True),
        sa.Column("description", postgresql.JSONB(), nullable=False),
        sa.Column("keeper_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["keeper_id"], ["organisations.id"], name="fk_directory_programs_keeper_id"),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["directory_organizations.id"], name="fk_directory_programs_organization_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_directory_programs"),
    )
    op.create_index("ix_directory_programs_keeper_id", "directory_programs", ["keeper_id"])
    op.create_index("ix_directory_programs_organization_id", "directory_programs", ["organization_id"])
    op.create_table(
        "directory_taxonomy_terms",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("name", postgresql.JSONB(), nullable=False),
        sa.Column("description", postgresql.JSONB(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("taxonomy", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("taxonomy_id", sa.Uuid(), nullable=True),
        sa.Column("term_uri", sa.Text(), nullable=True),
        sa.Column("keeper_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["keeper_id"], ["organisations.id"], name="fk_directory_taxonomy_terms_keeper_id"),
        sa.ForeignKeyConstraint(
            ["taxonomy_id"], ["directory_taxonomies.id"], name="fk_directory_taxonomy_terms_taxonomy_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_directory_taxonomy_terms"),
    )
    op.create_index("ix_directory_taxonomy_terms_keeper_id", "directory_taxonomy_terms", ["keeper_id"])
    op.create_index("ix_directory_taxonomy_terms_taxonomy_id", "directory_taxonomy_terms", ["taxonomy_id"])
    op.create_table(
        "directory_accessibilities",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("description", postgresql.JSONB(), nullable=True),
        sa.Column("details", postgresql.JSONB(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["location_id"],
            ["directory_locations.id"],
            name="fk_directory_accessibilities_location_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_directory_accessibilities"),
    )
    op.create_index("ix_directory_accessibilities_location_id", "directory_accessibilities", ["location_id"])
    op.create_table(
        "directory_addresses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("attention", sa.Text(), nullable=True),
        sa.Column("address_1", sa.Text(), nullable=False),
        sa.Column("address_2", sa.Text(), nullable=True),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("state_province", sa.Text(), nullable=False),
        sa.Column("postal_code", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("address_type", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "address_type IN ('physical', 'postal', 'virtual')", name=op.f("ck_directory_addresses_address_type")
        ),
        sa.ForeignKeyConstraint(
            ["location_id"], ["directory_locations.id"], name="fk_directory_addresses_location_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_directory_addresses"),
    )
    op.create_index("ix_directory_addresses_location_id", "directory_addresses", ["location_id"])
    op.create_table(
        "directory_attributes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("link_entity", sa.Text(), nullable=False),
        sa.Column("taxonomy_term_id", sa.Uuid(), nullable=False),
        sa.Column("link_type", sa.Text(), nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("label", postgresql.JSONB(), nullable=True),
        sa.ForeignKeyConstraint(
            ["taxonomy_term_id"], ["directory_taxonomy_terms.id"], name="fk_directory_attributes_taxonomy_term_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_directory_attributes"),
    )
    op.create_index("ix_directory_attributes_link_id", "directory_attributes", ["link_id"])
    op.create_index("ix_directory_attributes_taxonomy_term_id", "directory_attributes", ["taxonomy_term_id"])
    op.create_table(
        "directory_services",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=True),
        sa.Column("name", postgresql.JSONB(), nullable=False),
        sa.Column("alternate_name", postgresql.JSONB(), nullable=True),
        sa.Column("description", postgresql.JSONB(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("interpretation_services", postgresql.JSONB(), nullable=True),
        sa.Column("application_process", postgresql.JSONB(), nullable=True),
        sa.Column("fees_description", postgresql.JSONB(), nullable=True),
        sa.Column("wait_time", sa.Text(), nullable=True),
        sa.Column("fees", sa.Text(), nullable=True),
        sa.Column("accreditations", postgresql.JSONB(), nullable=True),
        sa.Column("eligibility_description", postgresql.JSONB(), nullable=True),
        sa.Column("minimum_age", sa.Double(), nullable=True),
        sa.Column("maximum_age", sa.Double(), nullable=True),
        sa.Column("assured_date", sa.Date(), nullable=True),
        sa.Column("assurer_email", sa.Text(), nullable=True),
        sa.Column("licenses", sa.Text(), nullable=True),
        sa.Column("alert", postgresql.JSONB(), nullable=True),
        sa.Column("last_modified", sa.DateTime(timezone=True), nullable=True),
        sa.Column("keeper_id", sa.Uuid(), nullable=True),
        sa.Column("words", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("check_months", sa.Integer(), server_default=sa.text("6"), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("is_draft", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.CheckConstraint(
            "status IN ('active', 'inactive', 'defunct', 'temporarily closed')",
            name=op.f("ck_directory_services_status"),
        ),
        sa.ForeignKeyConstraint(["keeper_id"], ["organisations.id"], name="fk_directory_services_keeper_id"),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["directory_organizations.id"], name="fk_directory_services_organization_id"
        ),
        sa.ForeignKeyConstraint(["program_id"], ["directory_programs.id"], name="fk_directory_services_program_id"),
        sa.PrimaryKeyConstraint("id", name="pk_directory_services"),
    )
    op.create_index("ix_directory_services_keeper_id", "directory_services", ["keeper_id"])
    op.create_index("ix_directory_services_last_modified_id", "directory_services", ["last_modified", "id"])
    op.create_index("ix_directory_services_organization_id", "directory_services", ["organization_id"])
    op.create_index("ix_directory_services_words", "directory_services", ["words"], postgresql_using="gin")
    op.create_table(
        "directory_cost_options",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("option", postgresql.JSONB(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("amount", sa.Double(), nullable=True),
        sa.Column("amount_description", postgresql.JSONB(), nullable=True),
        sa.ForeignKeyConstraint(
            ["service_id"], ["directory_services.id"], name="fk_directory_cost_options_service_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_directory_cost_options"),
    )
    op.create_index("ix_directory_cost_options_service_id", "directory_cost_options", ["service_id"])
    op.create_table(
        "directory_fundings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("service_id", sa.Uuid(), nullable=True),
        sa.Column("source", postgresql.JSONB(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["directory_organizations.id"],
            name="fk_directory_fundings_organization_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["directory_services.id"], name="fk_directory_fundings_service_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_directory_fundings"),
    )
    op.create_index("ix_directory_fundings_organization_id", "directory_fundings", ["organization_id"])
    op.create_index("ix_directory_fundings_service_id", "directory_fundings", ["service_id"])
    op.create_table(
        "directory_required_documents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("document", postgresql.JSONB(), nullable=True),
        sa.Column("uri", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["directory_services.id"],
            name="fk_directory_required_documents_service_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_directory_required_documents"),
    )
    op.create_index("ix_directory_required_documents_service_id", "directory_required_documents", ["service_id"])
    op.create_table(
        "directory_service_capacities",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("available", sa.Double(), nullable=False),
        sa.Column("maximum", sa.Double(), nullable=True),
        sa.Column("description", postgresql.JSONB(), nullable=True),
        sa.Column("updated", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["directory_services.id"],
            name="fk_directory_service_capacities_service_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["directory_units.id"], name="fk_directory_service_capacities_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_directory_service_capacities"),
    )
    op.create_index("ix_directory_service_capacities_service_id", "directory_service_capacities", ["service_id"])
    op.create_table(
        "directory_services_at_locations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("description", postgresql.JSONB(), nullable=True),
        sa.ForeignKeyConstraint(
            ["location_id"], ["directory_locations.id"], name="fk_directory_services_at_locations_location_id"
        ),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["directory_services.id"],
            name="fk_directory_services_at_locations_service_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_directory_services_at_locations"),
    )
    op.create_index(
        "ix_directory_services_at_locations_location_id", "directory_services_at_locations", ["location_id"]
    )
    op.create_index("ix_directory_services_at_locations_service_id", "directory_services_at_locations", ["service_id"])
    op.create_table(
        "directory_urls",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("service_id", sa.Uuid(), nullable=True),
        sa.Column("label", postgresql.JSONB(), nullable=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["directory_organizations.id"],
            name="fk_directory_urls_organization_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["directory_services.id"], name="fk_directory_urls_service_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_directory_urls"),
    )
    op.create_index("ix_directory_urls_organization_id", "directory_urls", ["organization_id"])
    op.create_index("ix_directory_urls_service_id", "directory_urls", ["service_id"])
    op.create_table(
        "directory_contacts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("service_id", sa.Uuid(), nullable=True),
        sa.Column("service_at_location_id", sa.Uuid(), nullable=True),
        sa.Column("location_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("title", postgresql.JSONB(), nullable=True),
        sa.Column("department", postgresql.JSONB(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["location_id"], ["directory_locations.id"], name="fk_directory_contacts_location_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["directory_organizations.id"],
            name="fk_directory_contacts_organization_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["service_at_location_id"],
            ["directory_services_at_locations.id"],
            name="fk_directory_contacts_service_at_location_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["directory_services.id"], name="fk_directory_contacts_service_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_directory_contacts"),
    )
    op.create_index("ix_directory_contacts_location_id", "directory_contacts", ["location_id"])
    op.create_index("ix_directory_contacts_organization_id", "directory_contacts", ["organization_id"])
    op.create_index("ix_directory_contacts_service_at_location_id", "directory_contacts", ["service_at_location_id"])
    op.create_index("ix_directory_contacts_service_id", "directory_contacts", ["service_id"])
    op.create_table(
        "directory_schedules",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=True),
        sa.Column("location_id", sa.Uuid(), nullable=True),
        sa.Column("service_at_location_id", sa.Uuid(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("dtstart", sa.Date(), nullable=True),
        sa.Column("timezone", sa.Double(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("count", sa.Double(), nullable=True),
        sa.Column("wkst", sa.Text(), nullable=True),
        sa.Column("freq", sa.Text(), nullable=True),
        sa.Column("interval", sa.Double(), nullable=True),
        sa.Column("byday", sa.Text(), nullable=True),
        sa.Column("byweekno", sa.Text(), nullable=True),
        sa.Column("bymonthday", sa.Text(), nullable=True),
        sa.Column("byyearday", sa.Text(), nullable=True),
        sa.Column("description", postgresql.JSONB(), nullable=True),
        sa.Column("opens_at", sa.Text(), nullable=True),
        sa.Column("closes_at", sa.Text(), nullable=True),
        sa.Column("schedule_link", sa.Text(), nullable=True),
        sa.Column("attending_type", sa.Text(), nullable=True),
        sa.Column("notes", postgresql.JSONB(), nullable=True),
        sa.Column("x_open_on_holidays", sa.Boolean(), nullable=True),
        sa.CheckConstraint("freq IN ('WEEKLY', 'MONTHLY')", name=op.f("ck_directory_schedules_freq")),
        sa.CheckConstraint(
            "wkst IN ('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU')", name=op.f("ck_directory_schedules_wkst")
        ),
        sa.ForeignKeyConstraint(
            ["location_id"], ["directory_locations.id"], name="fk_directory_schedules_location_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["service_at_location_id"],
            ["directory_services_at_locations.id"],
            name="fk_directory_schedules_service_at_location_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["directory_services.id"], name="fk_directory_schedules_service_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_directory_schedules"),
    )
    op.create_index("ix_directory_schedules_location_id", "directory_schedules", ["location_id"])
    op.create_index("ix_directory_schedules_service_at_location_id", "directory_schedules", ["service_at_location_id"])
    op.create_index("ix_directory_schedules_service_id", "directory_schedules", ["service_id"])
    op.create_table(
        "directory_service_areas",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=True),
        sa.Column("service_at_location_id", sa.Uuid(), nullable=True),
        sa.Column("name", postgresql.JSONB(), nullable=True),
        sa.Column("description", postgresql.JSONB(), nullable=True),
        sa.Column("extent", sa.Text(), nullable=True),
        sa.Column("extent_type", sa.Text(), nullable=True),
        sa.Column("uri", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "extent_type IN ('geojson', 'topojson', 'kml', 'text')", name=op.f("ck_directory_service_areas_extent_type")
        ),
        sa.ForeignKeyConstraint(
            ["service_at_location_id"],
            ["directory_services_at_locations.id"],
            name="fk_directory_service_areas_service_at_location_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["directory_services.id"], name="fk_directory_service_areas_service_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_directory_service_areas"),
    )
    op.create_index(
        "ix_directory_service_areas_service_at_location_id", "directory_service_areas", ["service_at_location_id"]
    )
    op.create_index("ix_directory_service_areas_service_id", "directory_service_areas", ["service_id"])
    op.create_table(
        "directory_phones",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=True),
        sa.Column("service_id", sa.Uuid(), nullable=True),
        sa.Column("organization_id", sa.Uuid(), nullable=True),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("service_at_location_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("extension", sa.Double(), nullable=True),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("description", postgresql.JSONB(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["directory_contacts.id"], name="fk_directory_phones_contact_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["location_id"], ["directory_locations.id"], name="fk_directory_phones_location_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["directory_organizations.id"],
            name="fk_directory_phones_organization_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["service_at_location_id"],
            ["directory_services_at_locations.id"],
            name="fk_directory_phones_service_at_location_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["directory_services.id"], name="fk_directory_phones_service_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_directory_phones"),
    )
    op.create_index("ix_directory_phones_contact_id", "directory_phones", ["contact_id"])
    op.create_index("ix_directory_phones_location_id", "directory_phones", ["location_id"])
    op.create_index("ix_directory_phones_organization_id", "directory_phones", ["organization_id"])
    op.create_index("ix_directory_phones_service_at_location_id", "directory_phones", ["service_at_location_id"])
    op.create_index("ix_directory_phones_service_id", "directory_phones", ["service_id"])
    op.create_table(
        "directory_schedule_exceptions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("schedule_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("opens_at", sa.Text(), nullable=True),
        sa.Column("closes_at", sa.Text(), nullable=True),
        sa.Column("reason", postgresql.JSONB(), nullable=True),
        sa.ForeignKeyConstraint(
            ["schedule_id"],
            ["directory_schedules.id"],
            name="fk_directory_schedule_exceptions_schedule_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_directory_schedule_exceptions"),
    )
    op.create_index("ix_directory_schedule_exceptions_schedule_id", "directory_schedule_exceptions", ["schedule_id"])
    op.create_table(
        "directory_languages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=True),
        sa.Column("location_id", sa.Uuid(), nullable=True),
        sa.Column("phone_id", sa.Uuid(), nullable=True),
        sa.Column("name", postgresql.JSONB(), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("note", postgresql.JSONB(), nullable=True),
        sa.ForeignKeyConstraint(
            ["location_id"], ["directory_locations.id"], name="fk_directory_languages_location_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["phone_id"], ["directory_phones.id"], name="fk_directory_languages_phone_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["directory_services.id"], name="fk_directory_languages_service_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_directory_languages"),
    )
    op.create_index("ix_directory_languages_location_id", "directory_languages", ["location_id"])
    op.create_index("ix_directory_languages_phone_id", "directory_languages", ["phone_id"])
    op.create_index("ix_directory_languages_service_id", "directory_languages", ["service_id"])
    seed()


def downgrade() -> None:
    op.drop_table("directory_languages")
    op.drop_table("directory_schedule_exceptions")
    op.drop_table("directory_phones")
    op.drop_table("directory_service_areas")
    op.drop_table("directory_schedules")
    op.drop_table("directory_contacts")
    op.drop_table("directory_urls")
    op.drop_table("directory_services_at_locations")
    op.drop_table("directory_service_capacities")
    op.drop_table("directory_required_documents")
    op.drop_table("directory_fundings")
    op.drop_table("directory_cost_options")
    op.drop_table("directory_services")
    op.drop_table("directory_attributes")
    op.drop_table("directory_addresses")
    op.drop_table("directory_accessibilities")
    op.drop_table("directory_taxonomy_terms")
    op.drop_table("directory_programs")
    op.drop_table("directory_organization_identifiers")
    op.drop_table("directory_locations")
    op.drop_table("directory_units")
    op.drop_table("directory_taxonomies")
    op.drop_table("directory_organizations")
    op.drop_table("directory_words")
    op.drop_table("directory_metadata")
