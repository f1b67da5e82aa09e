"""The programme of an event: what happens where, by whom, and who chose it."""

from vaknet.domain.programme.models.proposals import CallForProposals, Proposal, ProposalReview
from vaknet.domain.programme.models.sessions import ProgrammeRoom, Round, Session
from vaknet.domain.programme.models.sign_ups import SessionSignUp
from vaknet.domain.programme.models.speakers import Speaker

__all__ = [
    "CallForProposals",
    "ProgrammeRoom",
    "Proposal",
    "ProposalReview",
    "Round",
    "Session",
    "SessionSignUp",
    "Speaker",
]
