"""The composition of notifications: its features, the terms it works under, the gateways it hands messages to."""

import os
import tomllib
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import click
from flask import Blueprint, Flask
from sqlalchemy.orm import Session

from services.notifications.campaigns import listeners as campaigns
from services.notifications.campaigns.api import campaigns_api
from services.notifications.campaigns.operations.samples import SAMPLES, await_samples, load_samples
from services.notifications.campaigns.pages import campaigns_pages
from services.notifications.channels import api as channels_api
from services.notifications.channels import pages as channels_pages
from services.notifications.channels.domain.composing import Sender
from services.notifications.channels.domain.gateway import Gateway
from services.notifications.channels.gateways.builtin import BuiltInMailbox, BuiltInPhone
from services.notifications.channels.gateways.kannel import KannelGateway
from services.notifications.channels.gateways.none import NoGateway
from services.notifications.channels.gateways.smtp import SmtpGateway
from services.notifications.channels.listeners import Delivery
from services.notifications.conversations.api import conversations_api
from services.notifications.conversations.pages import conversations_pages
from services.notifications.messages import api as messages_api
from services.notifications.messages import listeners as messages
from services.notifications.messages import pages as messages_pages
from services.notifications.messages.domain.facts import Terms
from services.notifications.messages.domain.timing import QuietHours
from services.notifications.messages.queries.ages import oldest_in_doubt, oldest_unsent
from services.notifications.notes import listeners as notes
from services.notifications.notes.api import notes_api
from services.notifications.notes.pages import notes_pages
from services.notifications.notices import listeners as notices
from services.notifications.privacy import listeners as privacy
from services.notifications.privacy.pages import own as privacy_own
from services.notifications.privacy.pages.asking import privacy_pages
from services.notifications.recipients import api as recipients_api
from services.notifications.recipients import pages as recipients_pages
from services.notifications.recipients.domain import Channel
from services.notifications.replies import api as replies_api
from services.notifications.replies import listeners as replies
from services.notifications.replies import pages as replies_pages
from services.notifications.templates.domain.sms import Tariff
from services.notifications.templates.domain.texts import load
from shared import rights
from shared.contracts.envelope import Message
from shared.contracts.events import StaffRightsChanged
from shared.database import Database
from shared.messaging.service import Listener, Service
from shared.settings import Settings
from shared.web import factory
from shared.web.served import talka

SAMPLE_CAMPAIGNS = Path(__file__).parent / "samples/campaigns.toml"
commands = Blueprint("notifications", __name__, cli_group=None)


def compose(settings: Settings) -> Service:
    """The service with all it listens to; connects to nothing yet."""
    database = Database(settings.database_url, pool_size=settings.database_connections)
    terms = _terms(settings)
    delivery = Delivery(database, terms, _sender(settings), _gateways(settings, database))
    return Service(
        name="notifications",
        settings=settings,
        database=database,
        subscriptions=_subscriptions(terms),
        due={
            kind: partial(handler, terms)
            for kind, handler in (messages.DUE | notes.DUE | replies.DUE | campaigns.DUE | privacy.DUE).items()
        }
        | {SAMPLES: partial(_load_samples, terms)},
        loops={"delivery": delivery.run},
        ages={"unsent": oldest_unsent, "in_doubt": oldest_in_doubt},
    )


def create_app(settings: Settings | None = None) -> Flask:
    """The web side of the service; without settings they come from the environment."""
    service = compose(settings or Settings.from_env("notifications", os.environ))
    terms = _terms(service.settings)
    apis = [
        recipients_api.api,
        messages_api.api,
        channels_api.api,
        notes_api(terms),
        campaigns_api(terms),
        replies_api.api,
        conversations_api(terms),
    ]
    pages = [
        recipients_pages.pages,
        messages_pages.pages,
        channels_pages.pages,
        notes_pages(terms),
        campaigns_pages(terms),
        replies_pages.pages,
        conversations_pages(terms),
        privacy_pages(terms),
        privacy_own.pages,
    ]
    app = factory.create_app(service, apis=apis, pages=pages)
    app.register_blueprint(commands)
    return app


@commands.cli.command("samples")
@click.argument("staff_id", type=click.UUID)
def load_sample_campaigns(staff_id: UUID) -> None:
    """Let the sample messages to many begin as this member of staff, once the worker has heard of the organisation.

    Only without gateways.
    """
    settings = talka().service.settings
    if settings.kannel or settings.smtp:
        raise click.ClickException("A gateway is connected: the sample messages are for the built-in phone alone.")
    with talka().service.database.transaction() as session:
        await_samples(session, staff_id)
    click.echo("campaigns: will be loaded")


def _load_samples(terms: Terms, session: Session, who: UUID) -> None:
    load_samples(session, terms, tomllib.loads(SAMPLE_CAMPAIGNS.read_text()), who)


def _subscriptions(terms: Terms) -> Mapping[type[Message], Listener]:
    heard: dict[type[Message], Listener] = {
        message: partial(listener, terms) for message, listener in messages.SUBSCRIPTIONS.items()
    }
    heard |= {message: partial(listener, terms) for message, listener in notices.SUBSCRIPTIONS.items()}
    heard |= {message: partial(listener, terms) for message, listener in privacy.SUBSCRIPTIONS.items()}
    return heard | {StaffRightsChanged: rights.hear}


def _terms(settings: Settings) -> Terms:
    zone = ZoneInfo(settings.zone)
    begins, ends = settings.quiet_from, settings.quiet_until
    return Terms(
        templates=load(),
        quiet=QuietHours(begins, ends, zone) if begins and ends else None,
        zone=zone,
        tariff=Tariff(settings.sms_currency, settings.sms_prices),
        most_parts=settings.sms_most_parts,
        key=settings.secret_key.encode(),
        sender=settings.sender_name,
        phone=settings.help_phone,
        public_url=settings.public_url,
    )


def _sender(settings: Settings) -> Sender:
    address = settings.smtp.sender if settings.smtp else "talka@talka.invalid"
    return Sender(address, settings.public_url, settings.secret_key.encode())


def _gateways(settings: Settings, database: Database) -> Mapping[Channel, Gateway[Any]]:
    """What is configured; in the embedded run the built-in phone and mailbox take the rest."""
    sms: Gateway[Any] = BuiltInPhone(database) if settings.embedded else NoGateway()
    mail: Gateway[Any] = BuiltInMailbox(database) if settings.embedded else NoGateway()
    if settings.kannel:
        sms = KannelGateway(settings.kannel, settings.gateway_connections)
    if settings.smtp:
        mail = SmtpGateway(settings.smtp, settings.sender_name, settings.gateway_connections)
    return {Channel.SMS: sms, Channel.EMAIL: mail}
