"""What is seen of a request: on the board nothing private, by coordinators all of it, by volunteers their errand."""

from typing import Any

from marshmallow import Schema, fields

from services.volunteers.assistance.domain.visits import is_unsaid
from services.volunteers.assistance.schemas.beside import CallerView, SiblingView
from shared.languages import spoken


class ErrandView(Schema):
    """A request as far as whoever might help may know."""

    kind = fields.String(required=True)
    starts_at = fields.AwareDateTime(required=True, format="iso")
    ends_at = fields.AwareDateTime(required=True, format="iso")
    appointment_at = fields.AwareDateTime(required=True, allow_none=True, format="iso")
    zone = fields.String(required=True)
    area = fields.String(required=True)
    destination = fields.String(required=True)


class PartnerView(Schema):
    """A partner who was asked for their volunteers: `asked`, `agreed` or `refused`; `helps` if one of those comes."""

    name = fields.String(required=True)
    state = fields.String(required=True)
    helps = fields.Boolean(required=True)


class EndView(ErrandView):
    """The same with how it ended. `unsaid`: it is over since nobody has said for days how it went, and is not known."""

    state = fields.String(required=True)
    unsaid = fields.Boolean(required=True)

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """Find a fact, or see by how it ended that this is not known."""
        if attr != "unsaid":
            return super().get_attribute(obj, attr, default)
        known = (super(EndView, self).get_attribute(obj, name, None) for name in ("state", "closed_by", "kind"))
        return is_unsaid(*known)


class BoardView(EndView):
    """A request on the board. `asked` counts volunteers whose answer is awaited or yes.

    `sought_from`: from when volunteers are asked, of the later weeks of weekly help; null is at once. `calling` are the
    helpers who call for help, as long as `alarm` is `panic`, also after the end.
    """

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    code = fields.String(required=True)
    by = fields.String(required=True)
    organisation_id = fields.UUID(required=True)
    alarm = fields.String(required=True, allow_none=True)
    calling = fields.List(fields.String(), required=True)
    unreached = fields.Boolean(required=True)
    unread = fields.Boolean(required=True)
    reason = fields.String(required=True)
    closed_by = fields.String(required=True, allow_none=True)
    wave = fields.Integer(required=True)
    leg_of = fields.UUID(required=True, allow_none=True)
    way_back = fields.UUID(required=True, allow_none=True)
    sought_from = fields.AwareDateTime(required=True, allow_none=True, format="iso")
    asked = fields.Integer(required=True)
    partners = fields.List(fields.Nested(PartnerView), required=True)
    unreached_offers = fields.Boolean(required=True)


class ContactView(Schema):
    """How somebody is reached."""

    channel = fields.String(required=True)
    phone = fields.String(required=True, allow_none=True)
    email = fields.String(required=True, allow_none=True)
    language = fields.String(required=True)


class StepView(Schema):
    """Something that happened to a request."""

    at = fields.AwareDateTime(required=True, format="iso")
    what = fields.String(required=True)
    by = fields.String(required=True)
    note = fields.String(required=True)
    name = fields.String(required=True, allow_none=True)


class AskView(Schema):
    """A partner who was asked for their volunteers, and their answer: `asked`, `agreed` or `refused`."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    state = fields.String(required=True)
    asked_at = fields.AwareDateTime(required=True, format="iso")
    answer_by = fields.AwareDateTime(required=True, format="iso")
    answered_at = fields.AwareDateTime(required=True, allow_none=True, format="iso")


class OfferView(Schema):
    """A volunteer who was asked, and their answer. Before a yes nothing here says whom a `partner` asked."""

    id = fields.UUID(required=True)
    state = fields.String(required=True)
    wave = fields.Integer(required=True)
    reasons = fields.List(fields.String(), required=True)
    asked_at = fields.AwareDateTime(required=True, format="iso")
    answered_at = fields.AwareDateTime(required=True, allow_none=True, format="iso")
    unreached = fields.Boolean(required=True)
    partner = fields.String(required=True, allow_none=True)
    volunteer_id = fields.UUID(required=True, allow_none=True)
    name = fields.String(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True)
    email = fields.String(required=True, allow_none=True)


class RequestView(EndView):
    """A request with all that its coordinators know of it."""

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    code = fields.String(required=True)
    by = fields.String(required=True)
    organisation_id = fields.UUID(required=True)
    referral_id = fields.UUID(required=True, allow_none=True)
    name = fields.String(required=True)
    person = fields.Nested(ContactView, required=True)
    asker = fields.Nested(ContactView, required=True, allow_none=True)
    place = fields.String(required=True)
    languages = fields.List(fields.String(), required=True)
    prefers_gender = fields.String(required=True)
    companion = fields.Boolean(required=True)
    wheelchair = fields.Boolean(required=True)
    stairs = fields.Boolean(required=True)
    load_minutes = fields.Integer(required=True)
    two_people = fields.Boolean(required=True)
    target_group = fields.String(required=True)
    note = fields.String(required=True)
    blocked = fields.List(fields.UUID(), required=True)
    leg_of = fields.UUID(required=True, allow_none=True)
    weekly_until = fields.Date(required=True, allow_none=True)
    sought_from = fields.AwareDateTime(required=True, allow_none=True, format="iso")
    alarm = fields.String(required=True, allow_none=True, attribute="called_for")
    reason = fields.String(required=True)
    closed_by = fields.String(required=True, allow_none=True)
    late = fields.Boolean(required=True)
    unreached = fields.Boolean(required=True)
    unread = fields.Boolean(required=True)


class FitView(Schema):
    """A volunteer who fits, and why they are asked before others."""

    volunteer_id = fields.UUID(required=True, attribute="candidate.id")
    name = fields.String(required=True, attribute="candidate.name")
    reasons = fields.List(fields.String(), required=True)


class UnfitView(Schema):
    """A volunteer who is not asked, and the reason that weighs most."""

    volunteer_id = fields.UUID(required=True)
    name = fields.String(required=True)
    reason = fields.String(required=True)


class BlockView(Schema):
    """A volunteer whom the person never wants to come again; no name of one whom only a partner knows."""

    volunteer_id = fields.UUID(required=True)
    name = fields.String(required=True, allow_none=True)
    at = fields.AwareDateTime(required=True, format="iso")


class WholeView(Schema):
    """A request with its history, who was asked, and who fits and who does not.

    `barred`: volunteers who have promised and against whom a rule that keeps people safe speaks by now, with the rule.
    `calling`: helpers who call for help, as long as nobody has said what was done. `other_way` is the way back of a way
    there, or the other way round; `weeks` are the others of a series on the same way, at most sixty.
    """

    request = fields.Nested(RequestView, required=True)
    steps = fields.List(fields.Nested(StepView), required=True)
    asks = fields.List(fields.Nested(AskView), required=True)
    offers = fields.List(fields.Nested(OfferView), required=True)
    fit = fields.List(fields.Nested(FitView), required=True)
    unfit = fields.Method("named", required=True)
    barred = fields.Dict(keys=fields.UUID(), values=fields.String(), required=True)
    blocked = fields.List(fields.Nested(BlockView), required=True)
    calling = fields.List(fields.Nested(CallerView), required=True)
    other_way = fields.Nested(SiblingView, required=True, allow_none=True, attribute="siblings.other_way")
    weeks = fields.List(fields.Nested(SiblingView), required=True, attribute="siblings.weeks")

    def named(self, whole: Any) -> list[dict[str, str]]:
        """Who does not fit, with what weighs most."""
        return [{"volunteer_id": str(who.id), "name": who.name, "reason": reason} for who, reason in whole.unfit]


class AskedView(EndView):
    """An errand a volunteer is asked for or has promised.

    Private details are null until they may be seen, and where to is empty: it may name a ward. Where a partner asks,
    `asking` is its name and `asked_for` the one of the organisation whose request it is; else both are null. What the
    person needs is said before a yes; `languages` are what they speak, `load_minutes` to help in, and out again.
    `return_at` is when a way back begins that nobody has promised yet: whoever takes this one is asked for it first.
    """

    id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    answer = fields.String(required=True)
    expires_at = fields.AwareDateTime(required=True, format="iso")
    reasons = fields.List(fields.String(), required=True)
    answerable = fields.Boolean(required=True)
    return_at = fields.AwareDateTime(required=True, allow_none=True, format="iso")
    asking = fields.String(required=True, allow_none=True)
    asked_for = fields.String(required=True, allow_none=True)
    languages = fields.List(fields.String(), required=True)
    wheelchair = fields.Boolean(required=True)
    stairs = fields.Boolean(required=True)
    companion = fields.Boolean(required=True)
    two_people = fields.Boolean(required=True)
    load_minutes = fields.Integer(required=True)
    name = fields.String(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True)
    place = fields.String(required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """Find the facts of the offer and of the request, and keep back what is private."""
        if attr in ("name", "phone", "place", "note") and not obj.details:
            return None
        if attr in ("asking", "asked_for"):
            return obj.ask and (obj.ask.name if attr == "asking" else obj.ask.asking)
        if attr == "destination" and not obj.details:
            return ""
        if attr == "unsaid":
            return super().get_attribute(obj.request, attr, default)
        person = obj.request.person
        plain = {"phone": person["phone"], "answer": obj.offer.state, "answerable": obj.answerable}
        plain["return_at"], plain["languages"] = obj.return_at, obj.request.languages or [spoken(person["language"])]
        if attr in plain:
            return plain[attr]
        of = obj.offer if attr in ("id", "version", "expires_at", "reasons") else obj.request
        return super().get_attribute(of, attr, default)


class PartnerAskView(ErrandView):
    """What a partner asks: whether volunteers who allowed the own organisation to ask them may be asked.

    Nothing private is in it, and where to is empty. `number` of own volunteers were asked, `helpers` have promised.
    """

    id = fields.UUID(required=True)
    organisation_id = fields.UUID(required=True)
    asking = fields.String(required=True)
    answer = fields.String(required=True)
    answer_by = fields.AwareDateTime(required=True, format="iso")
    sought = fields.Boolean(required=True)
    languages = fields.List(fields.String(), required=True)
    wheelchair = fields.Boolean(required=True)
    stairs = fields.Boolean(required=True)
    companion = fields.Boolean(required=True)
    two_people = fields.Boolean(required=True)
    number = fields.Integer(required=True)
    helpers = fields.List(fields.String(), required=True)

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """Find the facts of the question and of the request, and keep back what is private."""
        if attr == "destination":
            return ""
        if attr == "answer":
            return obj.ask.state
        if attr in ("sought", "number", "helpers"):
            return getattr(obj, attr)
        of = obj.ask if attr in ("id", "organisation_id", "asking", "answer_by") else obj.request
        return super().get_attribute(of, attr, default)


class HelpView(Schema):
    """How a volunteer helps single persons."""

    kinds = fields.List(fields.String(), required=True)
    organisations = fields.List(fields.UUID(), required=True)
    areas = fields.List(fields.String(), required=True)
    vehicle = fields.String(required=True)
    gender = fields.String(required=True, allow_none=True)
    can_lift = fields.Boolean(required=True)


class OrganisationView(Schema):
    """An organisation that may ask volunteers."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
