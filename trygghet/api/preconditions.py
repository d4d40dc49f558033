"""Nobody overwrites what they have not read: ETag, If-None-Match and If-Match (RFC 9110).

An ETag is ``"version-digest"``: the row's version, and a digest of what this reader was shown. The
digest answers ``If-None-Match``, the version is what ``If-Match`` is held against. Rows without a
version have the digest alone.
"""

import re
from hashlib import sha256

from django.utils.translation import gettext as _
from rest_framework.request import Request

from trygghet.api.problems import ChangedMeanwhile, VersionMissing

_ETAG = re.compile(r'\s*(?:W/)?"(\d{1,9})(?:-[0-9a-f]+)?"\s*')
DIGITS = 16


def etag_of(content: bytes, version: int | None) -> str:
    digest = sha256(content).hexdigest()[:DIGITS]
    return f'"{digest}"' if version is None else f'"{version}-{digest}"'


def sent_version(request: Request) -> int:
    """The version that ``If-Match`` says was read. Raises VersionMissing or ChangedMeanwhile."""
    header = request.headers.get("If-Match", "").strip()
    if not header or header == "*":
        raise VersionMissing
    found = _ETAG.fullmatch(header)
    if found is None:
        raise ChangedMeanwhile(_("If-Match är inte en ETag som den här adressen har gett."))
    return int(found[1])


def require_version(request: Request, current: int) -> int:
    """The sent version, when it is the current one. Raises VersionMissing or ChangedMeanwhile."""
    sent = sent_version(request)
    if sent != current:
        raise ChangedMeanwhile
    return sent
