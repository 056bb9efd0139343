"""A daughter asks for help to see a doctor: the whole chain, from her question to the month's report, by pages alone.

Each person acts in a browser of their own and opens the links that come to their phone or mailbox. What would take
days is brought about by moving rows. Nobody reads anything private in an SMS, and nobody hears anything twice.
"""

import json
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.support.chain import (
    ASK_NOW,
    BACK,
    COMPANY,
    RIDE,
    ROOM,
    TOMORROW,
    WAYS,
    a_partner_is_asked,
    asks_for_her_mother,
    get_it_agreed,
    takes_the_ride,
    who_is_asked,
)
from tests.support.embedded import Embedded, started
from tests.support.eventually import eventually
from tests.support.people import Somebody
from tests.support.rows import change

PRIVATE = ("Nina", "Kavoliškio g", "akių", "2399", "204 kab", "Tarpininkavimas", "Посредничество", "Посередництво")
"""What no SMS may say: who, where they live and go, what they need, how to call them, and which service it is."""
BEGIN_NOW = "UPDATE requests SET starts_at = now(), ends_at = now() + (ends_at - starts_at) WHERE name = %s"
GIVE_UP_NOW = "UPDATE requests SET gives_up_at = now() WHERE name = %s"
SAMPLES = {"accompanied ru met", "accompanied ru open", "accompanied lt open", "accompanied ar unmet assistance_nobody"}
WEEKS_AGO = "UPDATE referrals SET appointment_at = appointment_at - interval '15 days' WHERE name = %s"
DUE_NOW = "UPDATE due SET due_at = now() WHERE kind = %s"


@pytest.fixture(scope="module")
def rokiskis() -> Iterator[Embedded]:
    """A system of the town's own that writes at any hour, so that the story is the same at night."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("TALKA_QUIET_HOURS", "off")
        yield from started()


@pytest.fixture(scope="module")
def asta(rokiskis: Embedded) -> Somebody:
    """The social worker of Rokiškis, at work; the sample requests are counted a moment after the start."""
    worker = Somebody(rokiskis, "lt", "asta@rokiskis.example").signs_in_as_staff()
    eventually(lambda: report(worker).keys() >= SAMPLES, seconds=30)
    return worker


def report(worker: Somebody) -> Counter[str]:
    """What the report counts: how many, and for how many minutes."""
    counted: Counter[str] = Counter()
    for row in json.loads(worker.open("/api/events/v1/reports/services").page)["items"]:
        fact = " ".join(filter(None, (row["service"], row["language"], row["outcome"], row["reason"])))
        counted += Counter({fact: row["number"], f"{fact}, minutes": row["minutes"]})
    return counted


def helps(helper: Somebody, when: str) -> None:
    """A volunteer opens the link of thanks and says on the page that they are there, and then that all is well."""
    helper.open(helper.hears("request_taken", when))
    if helper.status == 401:
        helper.signs_in_as_volunteer()
    helper.reads("Nina", WAYS["place"], "+37061239931")
    helper.send("/arrive$").send("/finish$")


def test_from_a_daughter_s_question_to_the_report(rokiskis: Embedded, asta: Somebody) -> None:
    daughter, mother = Somebody(rokiskis, "lt", "+37061239932"), Somebody(rokiskis, "ru", "+37061239931")
    clinic = Somebody(rokiskis, "lt", "registratura@poliklinika.example")
    olga, jonas = Somebody(rokiskis, "uk", "+37061200107"), Somebody(rokiskis, "lt", "+37061200108")
    before = report(asta)

    asks_for_her_mother(daughter)
    get_it_agreed(asta, clinic)
    mother.open(mother.hears("referral_answered", "Вас ждут", "10:10")).reads("Поставщик услуги согласился", ROOM)
    daughter.open(daughter.hears("referral_answered", "Jusu laukia", "10:10")).reads(ROOM)

    asked = who_is_asked(asta, daughter, mother, olga, jonas)
    jonas.open(asked[jonas, RIDE]).reads("Pavėžėjimas")
    assert not any(word in jonas.text for word in ("Nina", WAYS["place"], "2399"))  # before a yes
    back = takes_the_ride(olga, asked[olga, RIDE])
    jonas.try_to_send("/yes$").reads("Jau padeda kitas savanoris", "Ačiū")
    assert jonas.status == 409
    olga.open(back).send("/yes$")
    jonas.open(asked[jonas, COMPANY]).send("/yes$").reads("Jūs padedate")
    mother.open(mother.hears("request_assigned", "Ольга", RIDE)).reads("Ольга")
    daughter.open(daughter.hears("request_assigned", "Jonas", COMPANY)).reads("Jonas")
    jonas.hears("request_offer_withdrawn", "jau nebereikia, aciu")

    eventually(lambda: olga.counted().get("request_taken") == 2)
    olga.hears("helper_informed", "Jonas", count=2)
    change(rokiskis, "volunteers", BEGIN_NOW, "Nina")
    for helper, when in ((olga, RIDE), (olga, BACK), (jonas, COMPANY)):
        helps(helper, when)
    olga.hears("request_closed", "Дякуємо за допомогу", count=2)
    jonas.hears("request_closed", "Aciu, kad padejote")
    mother.hears("request_closed", "Помощь оказана", count=3)
    daughter.hears("request_closed", "Pagalba suteikta", count=3)

    change(rokiskis, "events", WEEKS_AGO, "Nina")
    change(rokiskis, "events", DUE_NOW, "referral_follow_up")
    daughter.hears("referral_followed_up", "Ar gavote, ko prasete")
    mother.hears("referral_followed_up", "Ответьте ДА или НЕТ")
    mother.texts_back("Да")
    eventually(lambda: report(asta)["mediation ru met"] == before["mediation ru met"] + 1)
    assert +(report(asta) - before) == {
        "mediation ru met": 1,
        "accompanied ru met": 3,
        "accompanied ru met, minutes": 40 + 40 + 170,
    }
    asta.open("/organise/reports/").reads(
        "Tarpininkavimas su pavėžėjimu ir palydėjimu", "Atlikta Nepatenkinta Atšaukta"
    )
    daughter.open(daughter.hears("referral_followed_up")).reads("Pasakėte")

    both = {"referral_answered": 1, "referral_followed_up": 1}
    both |= {"request_opened": 3, "request_assigned": 3, "request_closed": 3}
    assert (mother.counted(), daughter.counted(), clinic.counted()) == (both, both, {"referral_asked": 1})
    usual = {"request_offered": 3, "volunteer_sign_in": 1}
    hers = {"request_taken": 2, "helper_informed": 2, "request_closed": 2, "request_offer_withdrawn": 1}
    assert olga.counted() == usual | hers  # on each way she is told that Jonas comes along
    his = {"request_offered": 2, "request_taken": 1, "request_closed": 1, "request_offer_withdrawn": 1}
    assert jonas.counted() == usual | his  # nobody asks him for the way back
    for one, language in ((mother, "ru"), (daughter, "lt"), (olga, "uk"), (jonas, "lt")):
        assert {sms.language for sms in one.news()} == {language}
        assert [(sms.body, word) for sms in one.news() for word in PRIVATE if word in sms.body] == []


def test_a_provider_that_refuses_says_why_to_the_person_and_whoever_asked(rokiskis: Embedded, asta: Somebody) -> None:
    albinas, clinic = (
        Somebody(rokiskis, "lt-simple", "+37061239933"),
        Somebody(rokiskis, "lt", "kineziterapija@ligonine.example"),
    )
    before = report(asta)
    asta.knows_all()
    asta.open("/organise/mediation/new").send("/organise/mediation/new", search="konsultavimas namuose")
    asta.follow("/organise/mediation/new.service=")
    who = {"name": "Albinas", "phone": "8 612 39933", "language": "lt-simple", "need": "Kineziterapija namuose"}
    agreed: dict[str, str | list[str]]
    agreed = {"shares": ["language", "need"], "consent_how": "by_phone", "target_group": "disability"}
    asta.send("/organise/mediation/new", **who, **agreed, provider_email=clinic.reached_at)
    clinic.open(clinic.hears("referral_asked")).reads("Kineziterapija namuose")
    assert not any(word in clinic.text for word in ("Albinas", "39933"))  # to which he has not agreed
    clinic.send("/refuse$", reason="full", words="Paskambinkite po mėnesio")
    albinas.open(albinas.hears("referral_answered", "Atsakymas: dabar ne", "nera vietu"))
    albinas.reads("Paskambinkite po mėnesio")
    asta.open(asta.hears("referral_answered", "šį kartą ne", "nėra laisvų vietų"))
    assert +(report(asta) - before) == {"mediation lt-simple unmet refused_full": 1}
    assert albinas.counted() == asta.counted() == {"referral_answered": 1}


def test_when_nobody_helps_the_coordinators_are_called_and_the_person_hears_it(
    rokiskis: Embedded, asta: Somebody
) -> None:
    rania, vida = Somebody(rokiskis, "ar", "+37061239934"), Somebody(rokiskis, "lt", "vida@rokiskis.example")
    before = report(asta)
    asta.knows_all()
    asta.open("/volunteer/requests/").follow("/volunteer/requests/new")
    when = {
        "kind": "ride",
        "day": TOMORROW,
        "starts": "09:30",
        "ends": "10:10",
        "area": "Rokiškis",
        "destination": ROOM,
    }
    who = {
        "name": "Rania",
        "place": "Taikos g. 5",
        "phone": "8 612 39934",
        "language": "ar",
        "target_group": "newcomer",
    }
    asta.send("/volunteer/requests/new", **when, **who)
    change(rokiskis, "volunteers", ASK_NOW, "Rania")
    rania.open(rania.hears("request_opened")).reads("نبحث")
    for one in (asta, vida):
        one.open(one.hears("staff_alerted", "Niekas negali padėti, reikia Jūsų"))
    asta.reads("Rania", "Kas netinka ir kodėl", "neturi tinkamo automobilio")

    change(rokiskis, "volunteers", GIVE_UP_NOW, "Rania")
    change(rokiskis, "volunteers", DUE_NOW, "request_give_up")
    rania.open(rania.hears("request_closed", "لم نجد متطوعًا", "سيارة أجرة")).reads("نأسف")
    eventually(lambda: +(report(asta) - before) == {"accompanied ar unmet assistance_nobody": 1})
    asta.open("/organise/reports/").reads("Nepatenkinti poreikiai", "Neradome, kas padėtų")
    assert rania.counted() == {"request_opened": 1, "request_closed": 1}
    assert asta.counted()["staff_alerted"] == 1
    assert vida.counted() == {"staff_awaited": 1, "staff_alerted": 1}  # one mail of all that has waited within an hour


def test_before_that_a_partner_is_asked_whose_volunteer_comes_and_nobody_else_reads_whose_door_it_is(
    rokiskis: Embedded, asta: Somebody
) -> None:
    vida, ona = (Somebody(rokiskis, "lt", address) for address in ("vida@rokiskis.example", "ona@obeliai.example"))
    nino, zurab = Somebody(rokiskis, "lt", "+37061200555"), Somebody(rokiskis, "lt", "+37061239935")
    ona.open(a_partner_is_asked(asta, vida, ona, nino)).reads("gruzinų")
    seen_before = ona.page
    ona.send("/agree").reads("Klausiame Jūsų savanorių")
    change(rokiskis, "volunteers", ASK_NOW, "Zurabas")
    nino.open(nino.hears("request_offered", "Klausia: Obeliu bendruomene")).reads(
        "Obelių bendruomenė", "Kas ieško pagalbos"
    )
    seen_before += nino.page
    assert [word for word in ("Zurabas", "Taikos", "39935", ROOM) if word in seen_before] == []
    nino.texts_back("TAIP")
    nino.open(nino.hears("request_taken")).reads("Zurabas", "Taikos g. 5")
    zurab.hears("request_assigned", "Nino")
    asta.open(asta.address.partition("?")[0]).reads("padeda jų savanoris", "Nino Gelašvili")
    ona.open(ona.address).reads("Jūsų savanoris padeda")
    assert "Zurabas" not in ona.page
    assert asta.counted() == {}  # nobody had to be called


def asks_for(asta: Somebody, name: str, phone: str, clinic: Somebody) -> None:
    """The social worker asks a provider for somebody who reads Ukrainian, and whom she speaks for."""
    asta.open("/organise/mediation/new").send("/organise/mediation/new", search="konsultavimas namuose")
    asta.follow("/organise/mediation/new.service=")
    who = {"name": name, "phone": phone, "language": "uk", "need": "Kineziterapija", "target_group": "senior"}
    agreed: dict[str, str | list[str]] = {"shares": ["name", "contact", "need"], "consent_how": "by_phone"}
    asta.send("/organise/mediation/new", **who, **agreed, provider_email=clinic.reached_at)


def test_who_did_not_get_it_says_why_by_text_and_is_helped_on_until_all_is_forgotten(
    rokiskis: Embedded, asta: Somebody
) -> None:
    halyna, clinic = (
        Somebody(rokiskis, "uk", "+37061239936"),
        Somebody(rokiskis, "lt", "reabilitacija@ligonine.example"),
    )
    before = report(asta)
    asks_for(asta, "Halina", "8 612 39936", clinic)
    clinic.hears("referral_asked")
    change(rokiskis, "events", DUE_NOW, "referral_reminder")
    clinic.open(clinic.hears("referral_reminded")).send("/accept$", day=TOMORROW, time="10:10", venue=ROOM)
    halyna.hears("referral_answered", "На Вас чекають")
    change(rokiskis, "events", WEEKS_AGO, "Halina")
    change(rokiskis, "events", DUE_NOW, "referral_follow_up")
    halyna.hears("referral_followed_up")
    halyna.texts_back("Ні!")
    halyna.hears("why_not", "2 надто далеко")
    halyna.texts_back("2")
    eventually(lambda: +(report(asta) - before) == {"mediation uk unmet not_got_too_far": 1})
    asta.open("/organise/mediation/?show=call").reads("Halina", "Negavo").follow("/organise/mediation/[0-9a-f]{8}-")
    asta.reads("Žmogus šios pagalbos negavo.", "Buvo per toli").send("/called/").reads("Pažymėta, kad paskambinote.")
    assert "Žmogus šios pagalbos negavo." not in asta.text
    home = asta.address.partition("?")[0]
    change(rokiskis, "events", DUE_NOW, "referral_wiping")
    eventually(lambda: asta.open(home).reads("Ištrinta"))
    assert [word for word in ("Halina", "39936", clinic.reached_at, "Kineziterapija<") if word in asta.page] == []
    asta.reads("Buvo per toli")


def test_when_a_provider_says_nothing_all_sides_hear_that_it_is_over(rokiskis: Embedded, asta: Somebody) -> None:
    oleh, clinic = Somebody(rokiskis, "uk", "+37061239937"), Somebody(rokiskis, "lt", "tyla@ligonine.example")
    asta.knows_all()
    asks_for(asta, "Olehas", "8 612 39937", clinic)
    link = clinic.hears("referral_asked")
    change(rokiskis, "events", DUE_NOW, "referral_expiry")
    oleh.open(oleh.hears("referral_closed", "Відповіді не було"))
    clinic.hears("referral_closed", "Laikas atsakyti baigėsi")
    asta.hears("referral_closed", "Atsakymo negavome")
    clinic.open(link).reads("Laikas atsakyti baigėsi", "Rokiškio socialinės paramos centras")
    assert "Olehas" not in clinic.page
