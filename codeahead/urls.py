"""The addresses of the site."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.contrib.sitemaps import views as sitemaps
from django.urls import include, path

from accounts.security_views import passkey_sign_in
from codeahead import engines, health, local_mail, pages
from codes.sitemaps import SITEMAPS

admin.autodiscover()
admin.site.site_header = admin.site.site_title = "CodeAhead editors"
admin.site.index_title = "Desk"
admin.site.login = secure_admin_login(admin.site.login)

handler400 = "codeahead.pages.bad_request"
handler403 = "codeahead.pages.forbidden"
handler404 = "codeahead.pages.not_found"
handler500 = "codeahead.health.server_error"

urlpatterns = [
    path("admin/numbers/", include("figures.urls")),
    path("admin/", admin.site.urls),
    # In place of allauth's view at the same address.
    path("accounts/2fa/webauthn/login/", passkey_sign_in, name="mfa_login_webauthn"),
    path("accounts/", include("allauth.urls")),
    path("account/", include("accounts.urls")),
    path("account/api-keys/", include("api.account_urls")),
    path("favicon.ico", pages.favicon),
    path("robots.txt", engines.robots, name="robots"),
    path("opensearch.xml", engines.opensearch, name="opensearch"),
    path("sitemap.xml", sitemaps.index, {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap"}),
    path("sitemaps/<section>.xml", sitemaps.sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("how-views-work/", pages.how_views_work, name="how-views-work"),
    path("more-views/", include("accounts.more_urls")),
    path("", include("trust.urls")),
    path("styleguide/", pages.styleguide, name="styleguide"),
    path("casepilot/", pages.tool, {"tool": "casepilot"}, name="casepilot"),
    path("caseconsultant/", pages.tool, {"tool": "caseconsultant"}, name="caseconsultant"),
    path("careercenter/", pages.tool, {"tool": "careercenter"}, name="careercenter"),
    path("", include("codes.urls")),
    path("discussion/", include("discussion.urls")),
    path("lists/", include("codelists.urls")),
    path("api/", include("api.urls")),
]
if settings.LOCAL_MAIL:
    urlpatterns += [
        path("local/mail/", local_mail.letters, name="local-mail"),
        path("local/mail/<str:name>/", local_mail.letter, name="local-letter"),
    ]
