"""The project's settings: the only reader of the environment.

Local mode (`CODEAHEAD_LOCAL=1`, which `make run` writes to var/local.env) has defaults for all of them; elsewhere
a needed variable that is missing stops the start with its name.
"""

import os
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from codeahead import local_postgres

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"

env = environ.Env()
if (VAR / "local.env").exists():
    env.read_env(VAR / "local.env")

LOCAL = env.bool("CODEAHEAD_LOCAL", default=False)


def given(name):
    """The variable `name`, or what stands in the file that NAME_FILE names, "" without either."""
    value, file = env.str(name, default=""), os.environ.get(f"{name}_FILE", "")
    if not file:
        return value
    if value:
        raise ImproperlyConfigured(f"both {name} and {name}_FILE are set: keep one of them")
    try:
        value = Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{name}_FILE cannot be read ({type(error).__name__})") from None
    if not value:
        raise ImproperlyConfigured(f"the file that {name}_FILE names is empty")
    return value


def needed(name, purpose, local):
    """What is given for `name`; `local` in local mode where nothing is, else an error that says what it is for."""
    value = given(name)
    if value or LOCAL:
        return value or local
    raise ImproperlyConfigured(f"the environment variable {name} is not set, and neither is {name}_FILE ({purpose})")


def database(url):
    """Django's connection settings from a `postgresql://` address; a Unix socket goes in `?host=`."""
    if not url.startswith(("postgres://", "postgresql://")):
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql:// (PostgreSQL is the only database)")
    settings = env.db_url_config(url)
    options = settings.setdefault("OPTIONS", {})
    settings["HOST"] = options.pop("host", None) or settings["HOST"]
    # Named, so that a PGPORT left in somebody's shell does not lead elsewhere.
    settings["PORT"] = settings["PORT"] or "5432"
    settings["ENGINE"] = "django.db.backends.postgresql"
    # A kept connection serves three times the requests of a new one each (benchmarks); the check heals
    # it after the database was away.
    settings["CONN_MAX_AGE"] = None
    settings["CONN_HEALTH_CHECKS"] = True
    options.setdefault("connect_timeout", 5)
    return settings


# Security
SECRET_KEY = needed("SECRET_KEY", "signs sessions and letters; 50 random characters", "only-for-local-use")
# Earlier keys, which still open what they signed and sealed, separated by spaces; a file may hold one in each line.
SECRET_KEY_FALLBACKS = given("SECRET_KEY_FALLBACKS").split()
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = needed("ALLOWED_HOSTS", "host names, comma separated", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# How many proxies stand before the site: the client's address is read that far from the right end of X-Forwarded-For.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0 if LOCAL else 1)
SECURE_SSL_REDIRECT = not LOCAL
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = None if LOCAL else ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 0 if LOCAL else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not LOCAL
SECURE_HSTS_PRELOAD = not LOCAL
SECURE_REFERRER_POLICY = "same-origin"
# A browser takes a cookie with this beginning from this very host alone, over https, for all of its paths.
COOKIE_PREFIX = "" if LOCAL else "__Host-"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOCAL
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}session"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
MESSAGE_STORAGE = "codeahead.notices.Notices"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 90
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
# The largest form that is read, in bytes: several times what an editor writes about a code.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
# No form takes more than one file. Files are read and never kept.
DATA_UPLOAD_MAX_NUMBER_FILES = 2
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        # data: is the QR code of the second factor
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        # A browser takes it from default-src; those who check headers look for it by name.
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}

# Parts
INSTALLED_APPS = [
    "codeahead.apps.Project",
    "accounts",
    "codes",
    "codelists",
    "api",
    "discussion",
    "figures",
    "trust",
    "codeahead.apps.Desk",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "simple_history",
]
MIDDLEWARE = [
    "codeahead.request_ids.RequestIds",
    "codeahead.middleware.EdgeHeaders",
    "csp.middleware.CSPMiddleware",
    "api.middleware.Problems",
    "api.open_edge.OpenData",
    "codeahead.middleware.PlainRequests",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.last_seen.LastSeen",
    "accounts.kept_forms.KeptForms",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "api.middleware.KeysAndLimits",
    "accounts.middleware.MeterMiddleware",
]
ROOT_URLCONF = "codeahead.urls"
WSGI_APPLICATION = "codeahead.wsgi.application"
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
                "codeahead.context.site",
                "codes.context.releases",
            ],
        },
    }
]

# Storage
DATABASES = {"default": database(needed("DATABASE_URL", "postgresql://user:password@host/name", local_postgres.url()))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # Shared by all workers, so that rate limits count once.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "KEY_FUNCTION": "codeahead.cache.hashed_key",
        # Beyond it the oldest limits are forgotten: more than anybody can fill before they end by themselves.
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    },
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "TIMEOUT": 60},
    # Code pages as drawn: some 60 kB each, so about 60 MB in each worker.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "KEY_FUNCTION": "codeahead.cache.hashed_key",
        "TIMEOUT": 60 * 60,
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
}
STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=BASE_DIR / "staticfiles")()
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = LOCAL
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if LOCAL
        else "codeahead.sheets.OneSheetStorage"
    },
}

# Language
LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_I18N = False
USE_TZ = True
FORMAT_MODULE_PATH = ["codeahead.formats"]

# Letters
LOCAL_MAIL = LOCAL and not given("EMAIL_URL")
if LOCAL_MAIL:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR / "mail"
else:
    globals().update(env.email_url_config(needed("EMAIL_URL", "smtp+tls://user:password@host:587", "")))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = needed("DEFAULT_FROM_EMAIL", "the sender of letters", "CodeAhead <office@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Who gets a letter when a reader reports a mistake.
EDITORS_EMAIL = env.str("EDITORS_EMAIL", default=DEFAULT_FROM_EMAIL)

# Accounts
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.house_words.HouseWordsValidator"},
    {"NAME": "accounts.breached.BreachedPasswordValidator"},
]
# A file with the hashes of breached passwords, in the form of the public corpus; empty: only the common ones of Django.
BREACHED_PASSWORDS = env.str("BREACHED_PASSWORDS", default="")
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account_home"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": "accounts.forms.SignupForm",
    "change_password": "accounts.security_forms.ChangePasswordForm",
    "confirm_login_code": "accounts.security_forms.ConfirmLoginCodeForm",
    "confirm_password_reset_code": "accounts.security_forms.ConfirmPasswordResetCodeForm",
    "confirm_email_verification_code": "accounts.security_forms.ConfirmEmailVerificationCodeForm",
}
# Failed passwords and codes wait by accounts/tries.py: allauth's own limit could be used to lock others out.
ACCOUNT_RATE_LIMITS = {"login_failed": None}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
# A letter may take minutes to arrive; allauth allows three, and OWASP's standard ten.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
# Letters about what was changed in an account.
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
# Before the address is changed, and before whatever else allauth holds for grave.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "CodeAhead: "
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
# What other apps keep about a reader, for /account/data.json: dotted functions `(user) -> {heading: plain values}`.
ACCOUNT_DATA = [
    "codes.drafts.data_of",
    "codes.shelf.data_of",
    "codes.search_history.data_of",
    "codes.case_notes.saved.data_of",
    "codelists.shown.data_of",
    "api.keys.data_of",
    "discussion.export.data_of",
]
# Which sections a plan may name: dotted functions `() -> [(key, heading)]`, in the order of the page.
PLAN_SECTIONS = ["codes.sections.named", "discussion.access.sections"]
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "CodeAhead"
MFA_ADAPTER = "accounts.passkeys.MFAAdapter"
MFA_PASSKEY_LOGIN_ENABLED = True
# The domain that passkeys hold for, where the site has several host names; empty: the host name asked for.
PASSKEY_DOMAIN = env.str("PASSKEY_DOMAIN", default="")
MFA_FORMS = {
    "authenticate": "accounts.security_forms.AuthenticateForm",
    "reauthenticate": "accounts.security_forms.ReauthenticateForm",
    "add_webauthn": "accounts.security_forms.AddPasskeyForm",
    "authenticate_webauthn": "accounts.security_forms.PasskeyForm",
    "reauthenticate_webauthn": "accounts.security_forms.ReauthenticatePasskeyForm",
    "login_webauthn": "accounts.security_forms.LoginPasskeyForm",
}

# The meter (the numbers are in accounts/policy.py)
VIEWS_PERIOD = env.str("VIEWS_PERIOD", default="never")
if VIEWS_PERIOD not in ("never", "day", "month"):
    raise ImproperlyConfigured(f"VIEWS_PERIOD is {VIEWS_PERIOD!r}: it must be never, day or month")

# What counts refusals, in the meter's own statement: a dotted function that wraps its answer (see meter.noted).
VIEW_NOTED = "figures.walls.noted"

# The editors' desk
# On: whoever works there needs an authenticator app or a passkey.
DESK_SECOND_FACTOR = env.bool("DESK_SECOND_FACTOR", default=not LOCAL)
# On: not even a superuser publishes what they wrote themselves.
FOUR_EYES = env.bool("FOUR_EYES", default=False)
# Who gets a letter when a draft waits for review; empty: nobody.
REVIEWERS_EMAIL = env.str("REVIEWERS_EMAIL", default="")

# Releases
# Whether the operator holds a licence of the AMA: then the short CPT words in CMS's files are kept too.
CPT_LICENSED = env.bool("CPT_LICENSED", default=False)
# Whether that licence lets the API pass official CPT words on.
CPT_IN_API = env.bool("CPT_IN_API", default=False)
# A TOML file whose addresses of published files replace those in codes/releases/addresses.toml.
RELEASE_ADDRESSES = env.str("RELEASE_ADDRESSES", default="")

# Case notes
# The dotted path of a function that makes vectors of texts on this machine; empty: notes are read by their words alone.
EMBEDDING_MODEL = env.str("EMBEDDING_MODEL", default="")

# The history tells; whoever wants an earlier text back writes it again, so that it is signed.
SIMPLE_HISTORY_REVERT_DISABLED = True

# Logs
LOG_FORMAT = env.str("LOG_FORMAT", default="lines" if LOCAL else "json")
if LOG_FORMAT not in ("lines", "json"):
    raise ImproperlyConfigured(f"LOG_FORMAT is {LOG_FORMAT!r}: it must be lines or json")
# The header in which the operator's proxy names a request; unset: the site names every request itself.
REQUEST_ID_HEADER = env.str("REQUEST_ID_HEADER", default="")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "lines": {"()": "codeahead.logs.NoPerson", "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "codeahead.logs.JsonLines"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # It would name each passkey that is used.
        "fido2": {"level": "WARNING"},
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
    },
}
os.environ.setdefault("PGAPPNAME", "codeahead")
