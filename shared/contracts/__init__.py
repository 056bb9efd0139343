"""Every message the services send one another, by type."""

from shared.contracts import events, invitations, notifications, organisations, privacy, visits, volunteers
from shared.contracts.envelope import Message

REGISTRY: dict[str, type[Message]] = {
    message.type: message
    for message in (
        events.EventPublished,
        events.EventChanged,
        events.EventCancelled,
        events.RegistrationConfirmed,
        events.RegistrationWaitlisted,
        events.RegistrationOffered,
        events.RegistrationPromoted,
        events.RegistrationCancelled,
        events.StaffRightsChanged,
        organisations.PartnersChanged,
        events.StaffSignInRequested,
        events.StaffAlerted,
        organisations.StaffAsked,
        organisations.StaffAwaited,
        organisations.PostJudged,
        events.AssistanceAsked,
        events.ServiceCheckAsked,
        events.ReferralAsked,
        events.ReferralAnswered,
        events.ReferralClosed,
        events.ReferralFollowedUp,
        events.TakeAwayAsked,
        events.SubscriptionAsked,
        events.DigestDue,
        invitations.RepresentativeInvited,
        invitations.RepresentativeUninvited,
        privacy.ParticipantDataTold,
        privacy.ParticipantErased,
        volunteers.SignUpConfirmed,
        volunteers.SignUpCancelled,
        volunteers.ShiftChanged,
        volunteers.ShiftCancelled,
        volunteers.VolunteerSignInRequested,
        volunteers.VolunteerContactChanged,
        volunteers.RequestAsked,
        volunteers.RequestOpened,
        volunteers.RequestOffered,
        volunteers.RequestOfferWithdrawn,
        volunteers.RequestOfferAnswered,
        volunteers.RequestAssigned,
        volunteers.RequestReopened,
        volunteers.RequestMoved,
        volunteers.RequestClosed,
        volunteers.CoordinatorNeeded,
        volunteers.PartnerAsked,
        volunteers.VisitOverdue,
        visits.HelpCalled,
        volunteers.HelperInformed,
        privacy.VolunteerDataTold,
        privacy.VolunteerErased,
        notifications.ReplyReceived,
        notifications.MessageFailed,
        notifications.MessageDelivered,
        privacy.PersonDataAsked,
        privacy.PersonErasureAsked,
        privacy.PersonCaseClosed,
        notifications.CampaignCounted,
        notifications.ConsentChanged,
        notifications.NoteWritten,
        notifications.CampaignDecided,
    )
}
"""Type as it stands on the wire -> class. The first word of a type is the publishing service."""

EXCHANGE = "talka.events"
"""The durable topic exchange that all messages go to, with their type as routing key."""
