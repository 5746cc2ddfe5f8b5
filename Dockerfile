# The image of the site. `make production-check` goes through these steps without a container, and
# tests/test_production_steps.py holds the two together.

FROM python:3.13-slim AS build
WORKDIR /site
COPY requirements.txt .
RUN python -m venv .venv
RUN .venv/bin/pip install -qq --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt
COPY . .
# The values only let the settings load; none of them stays in the image.
RUN SECRET_KEY=build DATABASE_URL=postgresql://build ALLOWED_HOSTS=build EMAIL_URL=dummymail:// DEFAULT_FROM_EMAIL=build@localhost CSRF_TRUSTED_ORIGINS=https://build .venv/bin/python manage.py collectstatic --no-input

FROM python:3.13-slim
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin site
WORKDIR /site
COPY --from=build /site /site
ENV PATH=/site/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER site
EXPOSE 8000
# Asked under a host name that the site answers to.
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s CMD [".venv/bin/python", "-c", "import os, urllib.request as web; web.urlopen(web.Request('http://127.0.0.1:' + os.environ.get('PORT', '8000') + '/healthz', headers={'Host': os.environ['ALLOWED_HOSTS'].split(',')[0].lstrip('.')}))"]
CMD [".venv/bin/gunicorn"]
