"""Letters sent by jobs: the one effect that cannot be exactly once.

The Message-ID follows from the job, so that a letter sent twice is known as the same one by the
reader's mail. It is written down in the job's row before the letter leaves; the job is done after.
"""

from collections.abc import Iterable
from email.utils import parseaddr
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage

from trygghet.jobs.models import Job
from trygghet.jobs.services import finish, report_progress


class Attachment(NamedTuple):
    """A file that goes with a letter, with its name and media type."""

    name: str
    content: bytes
    media_type: str


def message_id(job: Job) -> str:
    """The same for every attempt of the job."""
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    domain = address.rpartition("@")[2] or "localhost"
    return f"<{job.kind}.{job.pk}@{domain}>"


def send_letter(
    job: Job, *, to: str, subject: str, text: str, attachments: Iterable[Attachment] = ()
) -> None:
    """Send one letter and finish the job. Raises OSError when the mail server does not answer."""
    identity = message_id(job)
    report_progress(job, 50, identity)
    EmailMessage(
        subject=" ".join(subject.split()),
        body=text,
        to=[to],
        attachments=list(attachments),
        headers={"Message-ID": identity, "Auto-Submitted": "auto-generated"},
    ).send()
    finish(job)
