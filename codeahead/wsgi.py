"""What gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "codeahead.settings")
application = get_wsgi_application()

# gunicorn asks no system checks: what must not be passed over in silence stops it here.
from accounts.breached import demand_list  # noqa: E402

demand_list()
