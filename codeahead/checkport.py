"""Says in one line that a port cannot be served on, before anything slow is done for it."""

import socket
import sys


def problem(port: str) -> str | None:
    """What keeps 127.0.0.1:`port` from being served on, in words for the terminal; None if nothing does."""
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65_536):
        return f"PORT={port} is no port: choose a number up to 65535, such as make run PORT=8001"
    with socket.socket() as probe:
        # As the server will: connections of an earlier run that linger do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except PermissionError:
            return f"Port {port} is for root only; choose another with: make run PORT=8001"
        except OSError:
            free = 8001 if port != "8001" else 8002
            return f"Port {port} is in use; choose another with: make run PORT={free}"
    return None


if __name__ == "__main__":
    sys.exit(problem(sys.argv[1]))
