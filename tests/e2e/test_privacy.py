"""Somebody of whom all three services know has it shown to her and erased, by pages alone, over the running system."""

import re

import psycopg

from deploy.embedded.folder import Folder
from deploy.embedded.postgres import Postgres
from tests.support.embedded import Embedded
from tests.support.eventually import eventually
from tests.support.people import Somebody
from tests.support.rows import change

NAME, PHONE = "Liudmila-Praksedija", "+37061239977"
DUE_NOW = "UPDATE due SET due_at = now() WHERE kind = %s"
COLUMNS = (
    "SELECT c.table_name, c.column_name FROM information_schema.columns AS c JOIN information_schema.tables AS t "
    "USING (table_schema, table_name) WHERE table_schema = 'public' AND t.table_type = 'BASE TABLE'"
)


def found(talka: Embedded, *words: str) -> set[str]:
    """Every column of the three databases in which one of the words stands."""
    folder, places = Folder(talka.var), set()
    server = Postgres(folder.postgres, folder.log("postgresql.log"), folder.secret("postgres"))
    for service in ("events", "volunteers", "notifications"):
        url = server.url("postgres", folder.secret("postgres"), service)
        with psycopg.connect(url, autocommit=True) as connection:
            for table, column in connection.execute(COLUMNS).fetchall():
                holds = f'SELECT EXISTS (SELECT FROM "{table}" WHERE position(%s IN "{column}"::text) > 0)'  # noqa: S608
                if any(connection.execute(holds.encode(), [word]).fetchone() == (True,) for word in words):
                    places.add(f"{service}.{table}.{column}")
    return places


def asks_for_a_service_and_joins(woman: Somebody) -> None:
    """She asks for a service in the directory, and becomes a volunteer."""
    woman.open("/directory/").send("^/directory/$", search="tarpininkavimas gaunant")
    woman.follow("^/directory/services/").follow("/help$")
    mine = {"name": NAME, "phone": "8 612 39977", "language": "lt", "target_group": "senior", "need": "Reikia gydytojo"}
    woman.send("/help$", by="person", agreed="true", **mine)
    woman.open("/volunteer/join")
    woman.send("/volunteer/join", name=NAME, phone="8 612 39977", languages="lt", age_band="adult")
    woman.hears("volunteer_sign_in")
    (code,) = re.findall(r"\b\d{6}\b", woman.news()[-1].body)
    woman.send("/volunteer/sign-in", code=code)


def test_all_that_is_kept_is_shown_and_then_erased(talka: Embedded) -> None:
    woman = Somebody(talka, "lt", PHONE)
    asks_for_a_service_and_joins(woman)
    known = eventually(lambda: found(talka, NAME, PHONE))
    assert {place.partition(".")[0] for place in known} == {"events", "volunteers", "notifications"}

    woman.open("/privacy").follow("^/messages/privacy/$").send("^/messages/privacy/$", contact="8 612 39977")
    woman.hears("privacy_code", "Niekam jo nesakykite")
    (code,) = [re.findall(r"\b\d{6}\b", one.body)[0] for one in woman.news() if one.purpose == "privacy_code"]
    woman.send("/messages/privacy/", code=code)

    eventually(lambda: "Dar laukiame" not in woman.open("/messages/privacy/yours").text, seconds=30)
    woman.reads("Prašymai gauti paslaugą 1", "Jūsų savanorystė 1")
    assert NAME not in woman.text
    woman.open("/messages/privacy/print").reads(NAME, "Reikia gydytojo")
    assert f'"name": "{NAME}"' in woman.open("/messages/privacy/file").page

    woman.open("/messages/privacy/yours").send("/messages/privacy/yours", sure="true")
    eventually(lambda: woman.open("/messages/privacy/yours").reads("Jūsų duomenys ištrinti"), seconds=30)
    woman.reads("Atšaukta", "Kas lieka ir kodėl", "Tik kaip skaičius, nesusietas su žmogumi.")
    woman.hears("privacy_done", "Tai paskutin")
    change(talka, "notifications", DUE_NOW, "privacy_last_words")
    last = {"notifications.mailbox.address"}  # the built-in phone, which stands for her own

    def nowhere() -> bool:
        left = found(talka, NAME, PHONE)
        assert left == last
        return True

    eventually(nowhere, seconds=30, every=0.5)
