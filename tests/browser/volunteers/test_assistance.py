"""The pages of help to one person in a browser: no barrier, on the smallest phone, in both directions."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from services.volunteers.app import create_app
from services.volunteers.assistance.domain.requests import OFFER, REQUEST, Links
from services.volunteers.assistance.models import Offer, PartnerAsk, Request
from services.volunteers.assistance.operations.calling import call_for_help
from services.volunteers.assistance.operations.choosing import block, choose
from services.volunteers.assistance.operations.claims import accept
from services.volunteers.assistance.operations.repeating import repeat
from services.volunteers.assistance.operations.telling import sound_alarm
from services.volunteers.assistance.operations.visits import end_unsaid, report
from services.volunteers.assistance.operations.waves import ask_wave
from services.volunteers.people.models import Volunteer
from services.volunteers.shifts.operations.opening import follow_event
from shared.database import Database
from shared.settings import Settings
from shared.web.served import Talka
from shared.web.tokens import COOKIES, Principal, issue
from tests.support.chromium import barriers, runs_out, served, too_wide
from tests.support.factories.assistance import COORDINATOR, LINKS, ROKISKIS, a_helper, a_request, ahead, asked, begun
from tests.support.factories.partners import CARITAS, partners
from tests.support.factories.volunteers import an_event
from tests.support.postgres import Postgres
from tests.support.services import environment, signing_key
from tests.support.tongues import unmarked


@dataclass(frozen=True)
class Town:
    """Where the service is, whose cookies there are, and the pages of each."""

    address: str
    cookies: dict[str, str]
    pages: dict[str, list[str]]


@pytest.fixture(scope="module")
def town(postgres: Postgres, migrated: Callable[[str], str]) -> Iterator[Town]:
    """The service on a port of its own, with requests in several states."""
    url = postgres.create("assistance_browser", migrated("volunteers"))
    settings = Settings.from_env("volunteers", environment("volunteers", url))
    app = create_app(settings)
    talka: Talka = app.extensions["talka"]
    helper, pages = prepare(talka.service.database)
    volunteer = Principal(kind="volunteer", id=helper.id, name=helper.name, language="lt")
    worker = Principal(
        kind="staff", id=uuid7(), name="Rasa", language="lt", roles=dict.fromkeys((ROKISKIS, CARITAS), "owner")
    )
    cookies = {
        COOKIES["volunteer"]: issue(str(settings.volunteer_private_key), volunteer),
        COOKIES["staff"]: issue(signing_key("staff")[0], worker),
    }
    with served(app) as address:
        yield Town(address, cookies, pages)
    talka.service.database.close()


def watched(session: Session, visit: Request, promised: Offer) -> Request:
    """A rule speaks against the helper by now, who reports something and is not alone; one shall not come again.

    The other, whose visit this is, calls for help.
    """
    report(session, LINKS, promised.id, promised.volunteer_id, "Durys buvo atrakintos, niekas neatidarė iš karto")
    other = a_helper(session, name="Ona Niekada", kinds=["interpreting"], languages=["ru", "lt"])
    beside = a_request(session, kind="interpreting", languages=["ru", "lt"])
    (offer,) = [one for one in asked(session, beside) if one.volunteer_id == other.id]
    accept(session, LINKS, offer.id, "volunteer")
    begun(session, beside)
    call_for_help(session, LINKS, offer.id, other.id)
    unwanted = a_helper(session, name="Petras Daugiau-Niekada")
    block(session, LINKS, COORDINATOR, visit.id, unwanted.id, [ROKISKIS])
    visit.target_group = "large_family"
    session.flush()
    sound_alarm(session, LINKS, visit, "helper_unfit")
    return beside


def prepare(database: Database) -> tuple[Volunteer, dict[str, list[str]]]:
    """A helper with a visit under way, a question that waits, a stranger's request and an alarm."""
    with database.transaction() as session:
        follow_event(session, an_event(organisation_id=ROKISKIS, organisation="Rokiškio socialinės paramos centras"), 1)
        helper = a_helper(session, name="Ольга Ilgapavardė-Ilgapavardienė", languages=["lt", "ru"])
        a_helper(session, vehicle="none", name="Be Mašinos")
        visit = a_request(
            session, kind="home_visit", note="Skambinti du kartus", wheelchair=True, languages=["ru", "lt"]
        )
        (promised,) = [one for one in asked(session, visit) if one.volunteer_id == helper.id]
        accept(session, LINKS, promised.id, "volunteer")
        begun(session, visit)
        beside = watched(session, visit, promised)
        ride = a_request(session, starts_at=ahead(3), appointment_at=ahead(3), return_at=ahead(3, 11))
        (question,) = asked(session, ride)
        sound_alarm(session, LINKS, ride, "nobody_helps")
        back = session.scalars(select(Request).where(Request.leg_of == ride.id)).one()
        sound_alarm(session, LINKS, back, "way_there_missed")
        stranger = a_request(session, entered_here=False, by="relative", starts_at=ahead(4))
        weekly = a_request(session, starts_at=ahead(6), weekly_until=ahead(40).date())
        repeat(session, LINKS, weekly.id)
        week = session.scalars(select(Request).where(Request.repeat_of == weekly.id).limit(1)).one()
        partners(session, CARITAS)
        a_helper(session, organisations=[CARITAS], languages=["ka"])
        elsewhere = a_request(session, kind="interpreting", languages=["ka"], wheelchair=True, starts_at=ahead(5))
        ask_wave(session, LINKS, elsewhere.id)
        (ask,) = session.scalars(select(PartnerAsk.id))
        unsaid = a_request(session, kind="interpreting", starts_at=ahead(8))
        choose(session, LINKS, COORDINATOR, unsaid.id, helper.id, [ROKISKIS], said_yes=True)
        begun(session, unsaid, minutes=300)
        end_unsaid(session, LINKS, unsaid.id)
        theirs = session.scalars(select(Offer.id).where(Offer.request_id == unsaid.id)).one()
    links = Links(LINKS.secret_key, "")
    return helper, {
        "nobody": [
            *("help", f"requests/{links.token(REQUEST, visit.id)}", f"requests/{links.token(REQUEST, ride.id)}"),
            *(f"requests/{links.token(REQUEST, one.id)}" for one in (stranger, weekly, week, unsaid)),
            f"offers/{links.token(OFFER, question.id)}",
        ],
        "volunteer": [
            *(
                "requests/mine",
                f"requests/mine/{promised.id}",
                f"requests/mine/{question.id}",
                f"requests/mine/{theirs}",
            ),
            "profile/help",
        ],
        "staff": [
            *("requests/", "requests/new", f"requests/{visit.id}", f"requests/{ride.id}", f"requests/{stranger.id}"),
            f"requests/{ride.id}/correct",
            *(f"helpers/{helper.id}", f"requests/{elsewhere.id}", f"partners/{ask}", f"requests/{back.id}"),
            *(f"requests/{week.id}", f"requests/{week.id}/correct", f"requests/{unsaid.id}", f"requests/{beside.id}"),
        ],
    }


def visit(page: Page, town: Town, who: str, path: str) -> None:
    name = COOKIES.get(who, "nobody")
    cookie = {"name": name, "value": town.cookies.get(name, ""), "url": town.address}
    page.context.add_cookies([cookie])  # type: ignore[list-item]  # a cookie by its address, as documented
    page.goto(f"{town.address}/volunteer/{path}")


@pytest.mark.parametrize("language", ["lt", "ar"])
@pytest.mark.parametrize("who", ["nobody", "volunteer", "staff"])
def test_no_barrier_is_found_and_nothing_runs_out_on_a_small_phone_or_with_large_letters(
    page: Page, town: Town, who: str, language: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    mixed: list[tuple[str, str]] = []
    for path in town.pages[who]:
        visit(page, town, who, f"{path}?lang={language}")
        assert (path, barriers(page), too_wide(page)) == (path, [], [])
        mixed += [(path, one) for one in unmarked(page)]
    assert mixed == []


def test_help_is_asked_for_on_two_screens_without_a_script(scriptless: Page, town: Town) -> None:
    page = scriptless
    visit(page, town, "nobody", "help?lang=en")
    page.get_by_label("A ride").check()
    page.get_by_label("On which day?").fill(ahead(3).date().isoformat())
    page.get_by_label("From when?").fill("09:20")
    page.get_by_label("Until when?").fill("10:30")
    page.get_by_label("Town and part of town, or village").fill("Rokiškis")
    page.get_by_role("button", name="Next").click()
    page.get_by_label("for me", exact=True).check()
    page.get_by_label("Name of whoever needs help").fill("Zofija")
    page.get_by_label("Their phone").fill("8 458 52123")
    page.get_by_label("Address").fill("Kavoliškio g. 3")
    page.get_by_role("button", name="Ask for help").click()
    expect(page.get_by_text("We look at it.")).to_be_visible()


@pytest.mark.parametrize("language", ["lt", "ar"])
def test_what_matters_is_folded_and_stays_without_barrier_when_it_is_open(
    page: Page, town: Town, language: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    visit(page, town, "nobody", "help?lang=en")
    page.get_by_label("A ride").check()
    page.get_by_label("On which day?").fill(ahead(3).date().isoformat())
    page.get_by_label("From when?").fill("23:30")
    page.get_by_label("Until when?").fill("00:30")
    page.get_by_label("Town and part of town, or village").fill("Rokiškis")
    page.get_by_role("button", name="Next").click()
    page.goto(f"{page.url}?lang={language}")
    expect(page.locator("[name=stairs]")).to_be_hidden()
    page.locator("summary", has_text="Kas svarbu" if language == "lt" else "ما يهم").click()
    expect(page.locator("[name=stairs]")).to_be_visible()
    assert (barriers(page), runs_out(page), list(unmarked(page))) == ([], False, [])


def test_what_was_typed_to_get_help_survives_back_a_wrong_phone_and_another_language(page: Page, town: Town) -> None:
    visit(page, town, "nobody", "help?lang=en")
    page.get_by_label("A ride").check()
    page.get_by_label("On which day?").fill(ahead(3).date().isoformat())
    page.get_by_label("From when?").fill("09:20")
    page.get_by_label("Until when?").fill("10:30")
    page.get_by_label("Town and part of town, or village").fill("Rokiškis")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_label("Address")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Town and part of town, or village")).to_have_value("Rokiškis")
    page.go_forward()
    page.get_by_label("for me", exact=True).check()
    page.get_by_label("Name of whoever needs help").fill("Zofija")
    page.get_by_label("Their phone").fill("12")
    page.get_by_label("Address").fill("Kavoliškio g. 3")
    page.get_by_role("button", name="Ask for help").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.goto(f"{page.url}?lang=ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    for name, value in {"name": "Zofija", "phone": "12", "place": "Kavoliškio g. 3", "area": "Rokiškis"}.items():
        expect(page.locator(f"[name={name}]")).to_have_value(value)
    page.locator("[name=phone]").fill("8 458 52123")
    page.locator("main form button").first.click()
    expect(page).to_have_url(re.compile("/volunteer/requests/"))
    page.goto(f"{town.address}/volunteer/help")
    expect(page.locator("[name=area]")).to_have_value("")
