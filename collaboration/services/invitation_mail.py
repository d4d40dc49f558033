"""The letter with the link: asked for with the invitation, sent by a worker.

The secret in the link is never stored. It follows from the server's key and a seed in the job, so
that the worker can write the link, and nobody who reads the database can.
"""

from hashlib import sha256
from secrets import token_urlsafe

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from collaboration import guard
from collaboration.models import Invitation
from trygghet.accounts.models import User
from trygghet.jobs.mail import send_letter
from trygghet.jobs.models import Job
from trygghet.jobs.services import ask, finish

KIND = "invitation_mail"


def new_seed() -> str:
    return token_urlsafe(24)


def token_of(seed: str) -> str:
    """The secret of the link that goes with ``seed``."""
    return salted_hmac("collaboration.invitation", seed, algorithm="sha256").hexdigest()


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def ask_for_letter(invitation: Invitation, *, seed: str, origin: str, acting_user: User) -> Job:
    """``origin`` is the address of this program, as ``https://host/``."""
    payload = {"invitation": invitation.pk, "seed": seed, "origin": origin}
    return ask(kind=KIND, key=invitation.token_hash, payload=payload, asked_by=acting_user)


def send(job: Job) -> None:
    """Send the letter, unless the invitation has been answered, taken back or sent anew."""
    token = token_of(job.payload["seed"])
    rows = Invitation.objects.open_at(timezone.now()).select_related(
        "participant__process__lead_body", "participant__organization", "invited_by"
    )
    invitation = rows.filter(pk=job.payload["invitation"], token_hash=hash_of(token)).first()
    if invitation is None:
        finish(job)
        return
    path = reverse("collaboration:invitation", args=[token])
    context = {
        "invitation": invitation,
        "title": _safe_title(invitation),
        "link": job.payload["origin"].rstrip("/") + path,
    }
    text = render_to_string("collaboration/email/invitation.txt", context)
    send_letter(job, to=invitation.email, subject=_("Inbjudan till samverkan"), text=text)


def _safe_title(invitation: Invitation) -> str:
    """E-mail is read by others: a title that seems to point out a person stays out of it."""
    title = invitation.participant.process.title
    return "" if guard.find(title) else title
