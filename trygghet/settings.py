"""Settings from the environment; only what differs from Django's defaults."""

import tomllib
from pathlib import Path

from celery.schedules import schedule
from csp.constants import NONE, SELF

from trygghet import env, local

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = env.flag("DJANGO_DEBUG")
DEMO = env.flag("DEMO")
SECRET_KEY = env.secret("DJANGO_SECRET_KEY") or local.secret_key()
ALLOWED_HOSTS = env.words("DJANGO_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("DJANGO_CSRF_TRUSTED_ORIGINS")
_about = tomllib.loads((BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
VERSION = _about["project"]["version"]
# Where people find the program, for the links in letters and calendars.
SITE_URL = env.text("SITE_URL", "http://localhost:8000")
CONTACT_EMAIL = env.text("CONTACT_EMAIL")  # for those who use the program
MUNICIPALITY_NAME = env.text("MUNICIPALITY_NAME", "Stockholms stad")

INSTALLED_APPS = [
    "trygghet.accounts",
    "trygghet.history",
    "trygghet.jobs",
    "trygghet.health",
    "trygghet.ui",
    "trygghet.api",
    "programs",
    "collaboration",
    "followup",
    "allauth",
    "allauth.account",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "django_celery_beat",
    "django_filters",
    "django_htmx",
    "guardian",
    "pgtrigger",
    "pghistory",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "trygghet.uploads.SizeLimitMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "trygghet.accounts.middleware.SignedOutMiddleware",
    "trygghet.accounts.middleware.ScopeMiddleware",
]

ROOT_URLCONF = "trygghet.urls"
WSGI_APPLICATION = "trygghet.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "trygghet.accounts.context.page",
            ],
        },
    },
]
FORM_RENDERER = "trygghet.ui.renderer.UiRenderer"

DATABASES = {
    "default": env.database(env.secret("DATABASE_URL") or local.database_url())
    | {
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 3,
            "options": "-c statement_timeout=30000 -c lock_timeout=5000"
            " -c idle_in_transaction_session_timeout=60000",
        },
    }
}
# The triggers of history and of frozen rows are put in place after every migration, as the models
# have them now: as operations of the migrations they made a new database take two minutes.
PGTRIGGER_MIGRATIONS = False
PGTRIGGER_INSTALL_ON_MIGRATE = True
if password := env.secret("POSTGRES_PASSWORD"):
    DATABASES["default"]["PASSWORD"] = password
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Signing in must work with Redis dead: sessions and the cache (rate limits) live in the database.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entry",
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "trygghet.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "trygghet.accounts.forms.LoginForm",
    "change_password": "trygghet.accounts.forms.ChangePasswordForm",
    "set_password": "trygghet.accounts.forms.SetPasswordForm",
    "reset_password": "trygghet.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "trygghet.accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "trygghet.accounts.forms.ReauthenticateForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by an administrator
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": "20/5m/ip,5/5m/key", "invitation": "60/5m/ip"}
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Trygghet: "
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
ANONYMOUS_USER_NAME = None  # guardian: no anonymous row, so no anonymous rights
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_MONKEY_PATCH_GROUP = False
BODY_GRANTS = "programs.ResponsibleBodyUserPermission"
PROCESS_GRANTS = "collaboration.CollaborationProcessUserPermission"

EMAIL_URL = env.secret("EMAIL_URL", "consolemail://")
vars().update(env.email(EMAIL_URL))
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "trygghet@localhost")

# The job row is the truth, the broker a doorbell: a lost or doubled message does no harm.
CELERY_BROKER_URL = env.secret("REDIS_URL") or local.redis_url()
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "unacked_restore_interval": 30,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "Europe/Stockholm"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 50
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_SCHEDULE = {
    # What no worker has taken before the next one comes is dropped: a stopped worker finds no heap.
    "ask-what-is-due": {
        "task": "trygghet.jobs.tasks.ensure_due",
        "schedule": schedule(600),
        "options": {"expires": 600},
    },
    "ring-for-waiting-jobs": {
        "task": "trygghet.jobs.tasks.dispatch",
        "schedule": schedule(5),
        "options": {"expires": 5},
    },
}
# What a job of each kind does, and who says which jobs are due: the apps above, named here.
JOB_HANDLERS = {
    "monthly_report": "followup.reports.monthly.build",
    "report_mail": "followup.services.deliveries.send",
    "demo_edition": "followup.demo.editions.build_published",
    "daily_digest": "followup.services.reminders.send",
    "invitation_mail": "collaboration.services.invitation_mail.send",
    "readings_file": "followup.services.import_work.run_job",
    "reminder_mail": "collaboration.services.reminders.send",
}
JOB_CLOCKS = (
    "programs.services.sync_coordinator_grants",
    "collaboration.photos.clear_waiting",
    "followup.reports.monthly.ensure_due",
    "followup.services.reminders.ensure_due",
)
# What a cycle has of goals, measures and plans, told to the five steps by the app above them.
STEP_PROVIDERS = {
    "facts": "followup.step_facts.facts",
    "content": "followup.step_facts.content",
}

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
TIME_ZONE = "Europe/Stockholm"
USE_THOUSAND_SEPARATOR = False  # it would also write the ids in forms as "1 234"
STATIC_URL = "/static/"
STATIC_ROOT = env.text("STATIC_ROOT", str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [("dist", BASE_DIR / "static" / "dist")]  # only what is built is served
MEDIA_ROOT = env.text("MEDIA_ROOT", str(local.directory() / "media"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
MAX_REQUEST_BYTES = 12 * 1024 * 1024  # as in deploy/nginx.conf: a file of 10 MB and its form

API_CALLS_PER_MINUTE = 600  # of each key
REST_FRAMEWORK = {
    "EXCEPTION_HANDLER": "trygghet.api.problems.problem",
    "DEFAULT_SCHEMA_CLASS": "trygghet.api.schema.DeclaredSchema",
    "DEFAULT_PERMISSION_CLASSES": ["trygghet.api.operations.DeclaredAccess"],  # closed by default
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Trygghet",
    "VERSION": VERSION,
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [],  # choices stand where they are used
    "COMPONENT_SPLIT_REQUEST": True,
    "COMPONENT_NO_READ_ONLY_REQUIRED": True,  # ``fields`` may leave any of them out
}

MAP_TILE_URL = env.text("MAP_TILE_URL")
MAP_TILE_HOST = env.text("MAP_TILE_HOST")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *([MAP_TILE_HOST] if MAP_TILE_HOST else [])],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
if env.flag("BEHIND_TLS_PROXY"):  # only where the proxy itself sets these headers
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_CLIENT_IP_HEADER = "X-Real-IP"  # whose sign-in attempts are counted
HTTPS = env.flag("HTTPS", not (DEBUG or DEMO))
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]  # asked from within, without TLS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
