"""How gunicorn serves the site; what differs between machines comes from the environment."""

import multiprocessing
import os

wsgi_app = "codeahead.wsgi"
bind = f"0.0.0.0:{os.environ.get('PORT', '8000')}"

# One sync worker per core served the most requests (docs/decisions and benchmarks hold the figures).
worker_class = "sync"
workers = int(os.environ.get("WEB_CONCURRENCY") or multiprocessing.cpu_count())
# Each worker opens its own database connection, which a fork must not share.
preload_app = False

timeout = 30
graceful_timeout = 30
# Workers are renewed against slow leaks, at different times so that some always serve.
max_requests = 10_000
max_requests_jitter = 1_000
# The workers' sign of life is a file that is touched: on a slow disk that blocks.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
# Nobody talks to it, and it would want a writable home.
control_socket_disable = True


def post_worker_init(worker):
    """Read the search's index before the first reader waits for it; without a database the site says so by itself."""
    from django.db import DatabaseError, connection

    from codes.search.store import held

    try:
        words = held.current().vocabulary.count
        worker.log.info("search index read: %s words", len(words))
    except DatabaseError:
        worker.log.warning("the search's index could not be read yet")
    finally:
        connection.close()


# Whose X-Forwarded-* headers count: the addresses of the proxies before the site.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")

# Method, path, status, bytes, milliseconds and the request's name. No address, query, referer or browser: they tell of
# people (codeahead/server_log.py).
READABLE = os.environ.get("LOG_FORMAT") == "lines"
logger_class = f"codeahead.server_log.{'ReadableServerLog' if READABLE else 'ServerLog'}"
accesslog = "-"
errorlog = "-"
