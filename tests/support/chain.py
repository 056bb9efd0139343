"""The steps by which a mother in Rokiškis gets to her doctor, each on the page of whoever takes it."""

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.support.eventually import eventually
from tests.support.people import Somebody
from tests.support.rows import change

TOMORROW = (datetime.now(ZoneInfo("Europe/Vilnius")) + timedelta(days=1)).date().isoformat()
ROOM = "Rokiškio poliklinika, 204 kab."
WAYS = {"place": "Kavoliškio g. 3-12", "area": "Rokiškis, Kavoliškis", "starts": "09:30", "back": "11:40"}
RIDE, BACK, COMPANY = "09:30-10:10", "11:40-12:20", "09:30-12:20"
ASK_NOW = """
UPDATE due SET due_at = now() WHERE kind = 'request_wave'
AND subject_id IN (SELECT id FROM requests WHERE name = %s AND state = 'open' AND wave = 0)
AND subject_id NOT IN (SELECT request_id FROM offers)
"""
"""What was asked for at night would wait for the morning; who was asked alone is not hurried."""


def asks_for_her_mother(daughter: Somebody) -> None:
    """A daughter finds the service at the touch screen and asks for it, in her own language and her mother's name."""
    daughter.open("/kiosk/lt/").send("/kiosk/lt/search$", words="tarpininkavimas gaunant")
    daughter.follow("/kiosk/lt/services/").reads("Padedame susitarti su įstaigomis").follow("/services/[^/]+/help$")
    daughter.send(
        "/help$",
        by="relative",
        name="Nina",
        phone="8 612 39932",
        reads="lt",
        asker_name="Ona, dukra",
        their_phone="8 612 39931",
        speaks="ru",
        target="senior",
        need="Reikia pas akių gydytoją",
        kinds=["ride", "accompaniment"],
        agreed="true",
    )


def get_it_agreed(asta: Somebody, clinic: Somebody) -> None:
    """The social worker finds the request and has the clinic asked, which says when and where."""
    asta.open("/organise/mediation/").reads("Laukia mūsų").follow("/organise/mediation/[0-9a-f]{8}-")
    asta.reads("Nina", "Ona, dukra", "Lydintis žmogus").send("/confirm$", provider_email=clinic.reached_at)
    clinic.open(clinic.hears("referral_asked", "Prašome pasakyti, ar galite jį priimti"))
    clinic.reads("Nina", "akių gydytoją", "Русский").send("/accept$", day=TOMORROW, time="10:10", venue=ROOM)


def looks_for_helpers(worker: Somebody, name: str) -> list[str]:
    """The social worker says yes to all that is asked for somebody; the addresses of these requests."""
    found = []
    while ROOM in worker.open("/volunteer/requests/?state=asked").text:
        worker.follow(r"/volunteer/requests/[\w-]{36}$").reads(name).send("/approve$")
        found.append(worker.address)
    return found


def who_is_asked(
    asta: Somebody, daughter: Somebody, mother: Somebody, olga: Somebody, jonas: Somebody
) -> dict[tuple[Somebody, str], str]:
    """The daughter asks for both, Asta says yes, and sees why whom was asked; the links that came to the volunteers."""
    daughter.send("/help$", kinds=["ride", "accompaniment"], **WAYS)
    olga.knows_all()
    jonas.knows_all()
    eventually(lambda: asta.open("/volunteer/requests/?state=asked").text.count(ROOM) == 3)
    ride, _company = looks_for_helpers(asta, "Nina")
    change(asta.talka, "volunteers", ASK_NOW, "Nina")
    mother.hears("request_opened", "ищем волонтёра", count=3)
    asked = {(one, when): one.hears("request_offered", when) for one in (olga, jonas) for when in (RIDE, COMPANY)}
    asta.open(ride).reads("Ольга Петренко dar neatsakė", "moka žmogaus kalbą", "padeda būtent čia")
    asta.reads("Vytautas Šimėnas nepatikrintas tą dieną galiojantis vairuotojo pažymėjimas")
    asta.reads("Birutė Kalnietė neturi tinkamo automobilio")
    return asked


def takes_the_ride(olga: Somebody, asked: str) -> str:
    """Olga says yes to the way there, and is asked for the way back, which waits for the morning at night; the link."""
    olga.open(asked).reads("11:40").send("/yes$").reads("Ви допомагаєте")

    def for_the_way_back() -> list[str]:
        change(olga.talka, "volunteers", ASK_NOW, "Nina")
        return [one.body for one in olga.news() if one.purpose == "request_offered" and BACK in one.body]

    eventually(for_the_way_back, every=1)
    return olga.hears("request_offered", BACK)


def a_partner_is_asked(asta: Somebody, vida: Somebody, ona: Somebody, nino: Somebody) -> str:
    """Vida lets Ona's organisation take part, Nino lets it ask them, and Asta needs their Georgian; the link to Ona."""
    vida.signs_in_as_staff().open("/organise/projects/").follow(r"/organise/projects/[0-9a-f-]{36}$")
    partner = {"name": "Obelių bendruomenė", "municipality": "Rokiškis", "part": "partner", "language": "lt"}
    vida.send("/partners$", **partner, owner_name="Ona", owner_email=ona.reached_at)
    ona.signs_in_as_staff()
    about: dict[str, Any] = {
        "name": "Nino Gelašvili",
        "phone": nino.reached_at,
        "languages": ["lt", "ka"],
        "age_band": "adult",
    }
    nino.open("/volunteer/join").send("/volunteer/join", **about, language="lt")
    nino.hears("volunteer_sign_in")
    (code,) = [re.findall(r"\b\d{6}\b", one.body)[0] for one in nino.news() if one.purpose == "volunteer_sign_in"]
    nino.send("/volunteer/sign-in", code=code)
    eventually(lambda: nino.open("/volunteer/profile/help").reads("Obelių bendruomenė"))
    (whom,) = re.findall(r'value="([0-9a-f-]{36})"[^>]*>(?:\s|<[^>]*>)*Obelių bendruomenė', nino.page)
    nino.send("/volunteer/profile/help", kinds=["interpreting"], organisations=[whom])

    asta.knows_all()
    asta.open("/volunteer/requests/").follow("/volunteer/requests/new")
    errand = {"kind": "interpreting", "day": TOMORROW, "starts": "12:30", "ends": "13:10", "area": "Rokiškis"}
    who: dict[str, Any] = {"name": "Zurabas", "place": "Taikos g. 5", "phone": "8 612 39935", "languages": ["ka"]}
    asta.send("/volunteer/requests/new", **errand, **who, destination=ROOM)
    change(asta.talka, "volunteers", ASK_NOW, "Zurabas")
    return ona.hears("staff_alerted", "Klausia: Rokiškio socialinės paramos centras")
