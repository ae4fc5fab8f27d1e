"""The end points of MemHygiene.RecyclingApp, for uvicorn's worker under gunicorn."""
import os
import time


async def application(scope, receive, send):
    if scope["type"] != "http":
        raise NotImplementedError(scope["type"])
    path = scope["path"]
    if scope["method"] == "POST":
        body = b""
        more = True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
    elif path.startswith("/burn/"):
        end = time.thread_time_ns() + int(path[6:]) * 1000
        while time.thread_time_ns() < end:
            pass
        body = b"done"
    else:
        body = str(os.getpid()).encode()
    headers = [(b"content-type", b"text/plain"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
