"""The only place where the events service is put together."""

import os
from collections.abc import Mapping
from functools import partial

from flask import Flask
from sqlalchemy.orm import Session

from services.events import commands
from services.events.board import listeners as board_listeners
from services.events.board.api.posts import api as board_api
from services.events.board.api.subscribing import api as board_subscribing_api
from services.events.board.domain import SubscriptionLinks
from services.events.board.pages.feeds import pages as board_feed_pages
from services.events.board.pages.public import pages as board_pages
from services.events.board.pages.subscribing import pages as board_subscribing_pages
from services.events.board.pages.widget import pages as widget_pages
from services.events.board.pages.writing import pages as board_writing_pages
from services.events.directory import listeners as directory_listeners
from services.events.directory.api.checks import api as directory_checks_api
from services.events.directory.api.entries import api as entries_api
from services.events.directory.api.hsds import api as hsds_api
from services.events.directory.api.keeping import api as directory_api
from services.events.directory.pages.checking import pages as check_pages
from services.events.directory.pages.editing import pages as editing_pages
from services.events.directory.pages.keeping import pages as keeping_pages
from services.events.directory.pages.places import pages as places_pages
from services.events.directory.pages.public import pages as directory_pages
from services.events.directory.pages.reporting import pages as report_pages
from services.events.directory.pages.terms import pages as terms_pages
from services.events.evidence import listeners as evidence_listeners
from services.events.evidence.api import api as evidence_api
from services.events.evidence.pages.report import pages as evidence_pages
from services.events.invitations import listeners as invitation_listeners
from services.events.invitations.api import api as invitations_api
from services.events.invitations.domain import InvitationLinks, IsInvited
from services.events.invitations.pages import pages as invitation_pages
from services.events.kiosk import listeners as kiosk_listeners
from services.events.kiosk.api import api as kiosk_api
from services.events.kiosk.pages.asking import pages as kiosk_asking_pages
from services.events.kiosk.pages.device import pages as kiosk_device_pages
from services.events.kiosk.pages.keeping import pages as kiosk_keeping_pages
from services.events.kiosk.pages.looking import pages as kiosk_pages
from services.events.kiosk.pages.mediating import pages as kiosk_mediating_pages
from services.events.kiosk.pages.news import pages as kiosk_news_pages
from services.events.mediation import listeners as mediation_listeners
from services.events.mediation.api import api as mediation_api
from services.events.mediation.domain import HelpIsThere
from services.events.mediation.domain import Links as ReferralLinks
from services.events.mediation.pages.answering import pages as answering_pages
from services.events.mediation.pages.asking import pages as asking_pages
from services.events.mediation.pages.board import pages as mediation_pages
from services.events.mediation.pages.referral import pages as referral_pages
from services.events.organisations import listeners as organisations_listeners
from services.events.organisations.api import api as organisations_api
from services.events.organisations.pages.by_provider import pages as provider_pages
from services.events.organisations.pages.history import pages as organisation_history_pages
from services.events.organisations.pages.signing_in import pages as organisations_pages
from services.events.organisations.pages.signing_in import sign_in_first
from services.events.organisations.pages.staff import pages as staff_pages
from services.events.privacy import listeners as privacy_listeners
from services.events.programme.api import api as programme_api
from services.events.programme.pages.drafting import pages as drafting_pages
from services.events.programme.pages.poster import pages as poster_pages
from services.events.programme.pages.projects import pages as projects_pages
from services.events.programme.pages.public import pages as programme_pages
from services.events.programme.pages.texts import pages as texts_pages
from services.events.registrations import listeners
from services.events.registrations.api import api as registrations_api
from services.events.registrations.domain import CodeIsTaken, Links
from services.events.registrations.pages.booking import pages as booking_pages
from services.events.registrations.pages.dates import pages as dates_pages
from services.events.registrations.pages.helping import pages as helping_pages
from services.events.registrations.pages.organising import pages as organising_pages
from services.events.registrations.pages.parties import pages as parties_pages
from shared.contracts.envelope import Envelope, Message
from shared.database import Database
from shared.errors import Unauthenticated
from shared.messaging.service import Listener, Service
from shared.settings import Settings
from shared.web import about, design, factory, problem_types

APIS = (
    organisations_api,
    programme_api,
    registrations_api,
    directory_api,
    entries_api,
    directory_checks_api,
    hsds_api,
    board_api,
    board_subscribing_api,
    invitations_api,
    kiosk_api,
    mediation_api,
    evidence_api,
)
PAGES = (
    organisations_pages,
    provider_pages,
    staff_pages,
    organisation_history_pages,
    programme_pages,
    poster_pages,
    drafting_pages,
    texts_pages,
    projects_pages,
    booking_pages,
    parties_pages,
    organising_pages,
    dates_pages,
    helping_pages,
    directory_pages,
    invitation_pages,
    board_pages,
    board_writing_pages,
    board_feed_pages,
    board_subscribing_pages,
    widget_pages,
    kiosk_pages,
    kiosk_asking_pages,
    kiosk_device_pages,
    kiosk_keeping_pages,
    kiosk_mediating_pages,
    kiosk_news_pages,
    check_pages,
    report_pages,
    keeping_pages,
    editing_pages,
    places_pages,
    terms_pages,
    asking_pages,
    answering_pages,
    mediation_pages,
    referral_pages,
    evidence_pages,
    about.pages,
    problem_types.pages,
    design.pages,
)
CONFLICTS = {
    "uq_registrations_code_occurrence_id": CodeIsTaken,
    "uq_referral_help_live": HelpIsThere,
    "uq_invitations_occurrence_id_email": IsInvited,
}


def compose(settings: Settings) -> Service:
    """The service over its database, with what it listens to and what becomes due."""
    key, url = settings.secret_key, settings.public_url
    links, referral_links = Links(key, url), ReferralLinks(key, url)
    return Service(
        name="events",
        settings=settings,
        database=Database(settings.database_url, conflicts=CONFLICTS, pool_size=settings.database_connections),
        subscriptions=_joined(
            organisations_listeners.subscriptions(),
            listeners.subscriptions(links),
            mediation_listeners.subscriptions(),
            evidence_listeners.subscriptions(),
            kiosk_listeners.subscriptions(),
            directory_listeners.subscriptions(),
            invitation_listeners.subscriptions(),
            privacy_listeners.subscriptions(links),
        ),
        due=listeners.due(links)
        | organisations_listeners.due(url)
        | invitation_listeners.due(InvitationLinks(key, url))
        | directory_listeners.due(url)
        | mediation_listeners.due(referral_links)
        | board_listeners.due(SubscriptionLinks(key, url))
        | kiosk_listeners.due(settings.zone),
    )


def _joined(*features: Mapping[type[Message], Listener]) -> dict[type[Message], Listener]:
    """What the features listen to; a message that several hear is told to each, in one transaction."""
    heard: dict[type[Message], tuple[Listener, ...]] = {}
    for subscriptions in features:
        for message, listener in subscriptions.items():
            heard[message] = (*heard.get(message, ()), listener)
    return {message: partial(_tell_each, hearers) for message, hearers in heard.items()}


def _tell_each(hearers: tuple[Listener, ...], session: Session, message: Message, envelope: Envelope) -> None:
    for hear in hearers:
        hear(session, message, envelope)


def create_app(settings: Settings | None = None) -> Flask:
    """The web application of the service; settings come from the environment unless they are given."""
    service = compose(settings or Settings.from_env("events", os.environ))
    app = factory.create_app(service, apis=APIS, pages=PAGES)
    app.register_error_handler(Unauthenticated, sign_in_first)
    commands.add_commands(app, service)
    commands.add_directory_commands(app, service)
    return app
