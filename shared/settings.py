"""Settings of one service, read once from the environment into a frozen object.

A wrong or missing one stops the start with a sentence that says what to do. No secret has a default: the embedded
run makes its own and hands them in.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from decimal import Decimal
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from babel.dates import get_timezone

_PRICE = re.compile(r"\b([A-Z]{2})=(\d{1,3}(?:\.\d{1,5})?)(?=\s|$)")
SERVICES = ("events", "volunteers", "notifications")


_SERVED = "LT LV EE PL UA AT BE BG CH CY CZ DE DK ES FI FR GB GR HR HU IE IS IT LI LU MD MT NL NO PT RO SE SI SK"
SMS_PRICES = " ".join(f"{country}=0.05" for country in _SERVED.split())
"""Countries whose numbers get SMS, with the price of one part: at first Europe's, where one price is near the truth.

No other number is written to: who registers with numbers of far-off expensive networks would spend the town's money.
"""


class SettingsError(SystemExit):
    """The environment is not complete or not right; the message says which variable and what it wants."""


@dataclass(frozen=True, kw_only=True)
class Smtp:
    """The mail server mails are handed to. `security` is `none`, `starttls` or `tls`."""

    host: str
    port: int
    security: str
    user: str
    password: str = field(repr=False)
    sender: str


@dataclass(frozen=True, kw_only=True)
class Kannel:
    """Kannel's sendsms interface, and the secret that its callbacks to us must carry."""

    url: str
    user: str
    password: str = field(repr=False)
    sender: str
    callback_url: str
    callback_secret: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Oidc:
    """The town's own sign-in (OpenID Connect) for staff; `name` stands on the button that leads there."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All that one service must know of its surroundings."""

    service: str
    database_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    public_url: str
    transport: str
    amqp_url: str | None = field(repr=False)
    local_inboxes: Mapping[str, str] = field(repr=False)
    staff_private_key: str | None = field(repr=False)
    staff_public_key: str
    volunteer_private_key: str | None = field(repr=False)
    volunteer_public_key: str
    zone: str
    quiet_from: time | None
    quiet_until: time | None
    oidc: Oidc | None
    smtp: Smtp | None
    kannel: Kannel | None
    sms_most_parts: int
    sms_prices: Mapping[str, Decimal]
    sms_currency: str
    strangers_a_day: int
    database_connections: int
    gateway_connections: int
    sender_name: str
    help_phone: str
    behind_proxy: bool
    embedded: bool

    @property
    def secure_cookies(self) -> bool:
        """Cookies travel over TLS alone wherever the public address is https."""
        return self.public_url.startswith("https:")

    @classmethod
    def from_env(cls, service: str, env: Mapping[str, str]) -> Self:
        """Read the settings of a service. Raises SettingsError with a clear sentence."""
        read = _Reader(service, env)
        quiet_from, quiet_until = read.quiet_hours()
        transport = read.choice("TALKA_TRANSPORT", ("amqp", "local"), "amqp")
        return cls(
            service=service,
            database_url=read.needed("TALKA_DATABASE_URL", "the PostgreSQL database of this service"),
            secret_key=read.secret("TALKA_SECRET_KEY", "at least 32 random characters"),
            public_url=read.url("TALKA_PUBLIC_URL", "the address people open, such as https://talka.example.lt"),
            transport=transport,
            amqp_url=read.needed("TALKA_AMQP_URL", "the RabbitMQ broker") if transport == "amqp" else None,
            local_inboxes=read.inboxes() if transport == "local" else {},
            staff_private_key=read.key("TALKA_STAFF_PRIVATE_KEY") if service == "events" else None,
            staff_public_key=read.key("TALKA_STAFF_PUBLIC_KEY"),
            volunteer_private_key=read.key("TALKA_VOLUNTEER_PRIVATE_KEY") if service == "volunteers" else None,
            volunteer_public_key=read.key("TALKA_VOLUNTEER_PUBLIC_KEY"),
            zone=read.zone("TALKA_ZONE", "Europe/Vilnius"),
            quiet_from=quiet_from,
            quiet_until=quiet_until,
            oidc=read.oidc() if service == "events" else None,
            smtp=read.smtp() if service == "notifications" else None,
            kannel=read.kannel() if service == "notifications" else None,
            sms_most_parts=read.number("TALKA_SMS_MOST_PARTS", 6),
            sms_prices=read.prices("TALKA_SMS_PRICES", SMS_PRICES),
            sms_currency=env.get("TALKA_SMS_CURRENCY", "EUR"),
            strangers_a_day=read.number("TALKA_STRANGERS_A_DAY", 100),
            database_connections=read.number("TALKA_DATABASE_CONNECTIONS", 10),
            gateway_connections=read.number("TALKA_GATEWAY_CONNECTIONS", 64),
            sender_name=env.get("TALKA_SENDER_NAME", "Talka"),
            help_phone=env.get("TALKA_HELP_PHONE", ""),
            behind_proxy=env.get("TALKA_BEHIND_PROXY", "") == "1",
            embedded=env.get("TALKA_EMBEDDED", "") == "1",
        )


class _Reader:
    """Reads single variables and says what is wrong with them."""

    def __init__(self, service: str, env: Mapping[str, str]) -> None:
        if service not in SERVICES:
            raise SettingsError(f"There is no service {service!r}; the services are {', '.join(SERVICES)}.")
        self._service = service
        self._env = env

    def _wrong(self, name: str, want: str) -> SettingsError:
        return SettingsError(f"{self._service}: set {name} to {want}.")

    def needed(self, name: str, want: str) -> str:
        """The variable, or the content of the file that NAME_FILE names."""
        if path := self._env.get(f"{name}_FILE"):
            try:
                return Path(path).read_text().strip()
            except OSError as error:
                raise SettingsError(f"{self._service}: {name}_FILE cannot be read: {error.strerror}.") from error
        value = self._env.get(name, "").strip()
        if not value:
            raise self._wrong(name, want)
        return value

    def secret(self, name: str, want: str) -> str:
        value = self.needed(name, want)
        if len(value) < 32:  # noqa: PLR2004 - the number stands in the sentence that callers give
            raise self._wrong(name, want)
        return value

    def key(self, name: str) -> str:
        value = self.needed(name, "an ES256 key in PEM form").replace("\\n", "\n")
        if not value.startswith("-----BEGIN"):
            raise self._wrong(name, "an ES256 key in PEM form")
        return value

    def url(self, name: str, want: str) -> str:
        value = self.needed(name, want).rstrip("/")
        if urlsplit(value).scheme not in {"http", "https"}:
            raise self._wrong(name, want)
        return value

    def choice(self, name: str, values: tuple[str, ...], default: str) -> str:
        value = self._env.get(name, default)
        if value not in values:
            raise self._wrong(name, " or ".join(values))
        return value

    def number(self, name: str, default: int) -> int:
        value = self._env.get(name, str(default))
        if not value.isdigit():
            raise self._wrong(name, "a whole number")
        return int(value)

    def prices(self, name: str, default: str) -> dict[str, Decimal]:
        """`LT=0.035 UA=0.09`: the price of one SMS part by the country of the number (ISO 3166)."""
        found = dict(_PRICE.findall(value := self._env.get(name, default)))
        if " ".join(f"{country}={price}" for country, price in found.items()) != " ".join(value.split()):
            raise self._wrong(name, "prices of one part by country, such as LT=0.035 UA=0.09")
        return {country: Decimal(price) for country, price in found.items()}

    def zone(self, name: str, default: str) -> str:
        value = self._env.get(name, default)
        try:
            get_timezone(value)
        except LookupError as error:
            raise self._wrong(name, "a time zone such as Europe/Vilnius") from error
        return value

    def quiet_hours(self) -> tuple[time | None, time | None]:
        """`21:00-08:00` in the town's wall time; `off` for none."""
        value = self._env.get("TALKA_QUIET_HOURS", "21:00-08:00")
        if value == "off":
            return None, None
        try:
            begin, end = (time.fromisoformat(part) for part in value.split("-"))
        except ValueError as error:
            raise self._wrong("TALKA_QUIET_HOURS", "hours such as 21:00-08:00, or off") from error
        return begin, end

    def inboxes(self) -> dict[str, str]:
        value = self.needed("TALKA_LOCAL_INBOXES", "a JSON object: service -> database address")
        try:
            return dict(json.loads(value))
        except ValueError as error:
            raise self._wrong("TALKA_LOCAL_INBOXES", "a JSON object: service -> database address") from error

    def oidc(self) -> Oidc | None:
        if not self._env.get("TALKA_OIDC_ISSUER"):
            return None
        return Oidc(
            issuer=self._env["TALKA_OIDC_ISSUER"],  # compared letter by letter with what the provider says of itself
            client_id=self.needed("TALKA_OIDC_CLIENT_ID", "the name that the provider knows Talka by"),
            client_secret=self.needed("TALKA_OIDC_CLIENT_SECRET", "the secret that belongs to TALKA_OIDC_CLIENT_ID"),
            name=self.needed("TALKA_OIDC_NAME", "what staff call that sign-in, such as Kaišiadorių savivaldybė"),
        )

    def smtp(self) -> Smtp | None:
        if not self._env.get("TALKA_SMTP_HOST"):
            return None
        return Smtp(
            host=self._env["TALKA_SMTP_HOST"],
            port=self.number("TALKA_SMTP_PORT", 587),
            security=self.choice("TALKA_SMTP_SECURITY", ("starttls", "tls", "none"), "starttls"),
            user=self._env.get("TALKA_SMTP_USER", ""),
            password=self.needed("TALKA_SMTP_PASSWORD", "the password") if self._env.get("TALKA_SMTP_USER") else "",
            sender=self.needed("TALKA_SMTP_SENDER", "the sender's address, such as talka@town.example"),
        )

    def kannel(self) -> Kannel | None:
        if not self._env.get("TALKA_KANNEL_URL"):
            return None
        return Kannel(
            url=self.url("TALKA_KANNEL_URL", "Kannel's sendsms address"),
            user=self.needed("TALKA_KANNEL_USER", "Kannel's sendsms user"),
            password=self.needed("TALKA_KANNEL_PASSWORD", "Kannel's sendsms password"),
            sender=self.needed("TALKA_KANNEL_SENDER", "the number or name that SMS come from"),
            callback_url=self.url("TALKA_KANNEL_CALLBACK_URL", "the address at which Kannel reaches notifications"),
            callback_secret=self.secret("TALKA_KANNEL_CALLBACK_SECRET", "at least 32 random characters"),
        )
