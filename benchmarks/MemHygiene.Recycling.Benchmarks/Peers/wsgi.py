"""The end points of MemHygiene.RecyclingApp, for gunicorn's sync and gthread workers."""
import os
import time


def application(environ, start_response):
    path = environ["PATH_INFO"]
    if environ["REQUEST_METHOD"] == "POST":
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    elif path.startswith("/burn/"):
        end = time.thread_time_ns() + int(path[6:]) * 1000
        while time.thread_time_ns() < end:
            pass
        body = b"done"
    else:
        body = str(os.getpid()).encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]
