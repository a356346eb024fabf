"""Drives a kernel by jupyter_client.

Reads requests, one JSON object a line: {"do": NAME, ...arguments}; answers each by one line of JSON.
"""
import collections
import json
import os
import queue
import signal
import sys
import time
import traceback

from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.manager import KernelManager

LIMIT = 60  # seconds for anything: a kernel that hangs is a failure


class Driver:
    """The kernel, its first client, and what the client has heard."""

    def start(self, kernel, folder):
        self.manager = KernelManager(kernel_name=kernel)
        self.manager.start_kernel(cwd=folder)
        self.clients = [self.connect(self.manager.client())]
        return self.info()

    def connect(self, client):
        client.heard, client.idle = collections.defaultdict(list), set()
        client.start_channels()
        client.wait_for_ready(timeout=LIMIT)
        return client

    def another(self):
        """A client with an identity of its own, as another front end has."""
        client = BlockingKernelClient()
        client.load_connection_info(self.manager.get_connection_info())
        self.clients.append(self.connect(client))
        return {"client": len(self.clients) - 1}

    def info(self):
        provisioner = self.manager.provisioner
        return {"pid": provisioner.pid, "alive": self.manager.is_alive()}

    def send(self, code, client=0, **options):
        """Sends a cell, and does not wait."""
        return {"id": self.clients[client].execute(code, **options)}

    def heard(self, id, text, client=0):
        """Waits until a cell has printed a text."""
        self.until(client, lambda: text in printed(self.clients[client].heard[id]))
        return {}

    def collect(self, id, answers=(), client=0):
        """Everything that the kernel says about a cell, until its end."""
        answers, prompts = list(answers), []

        def ended():
            self.answer(answers, prompts, client)
            return id in self.clients[client].idle

        self.until(client, ended)
        reply = self.reply(id, client)
        return {"messages": self.clients[client].heard[id], "reply": reply["content"], "prompts": prompts}

    def run(self, code, answers=(), client=0, **options):
        return self.collect(self.send(code, client, **options)["id"], answers, client)

    def ask(self, what, client=0, **arguments):
        """A request without output, e.g. complete; its answer's content."""
        id = getattr(self.clients[client], what)(**arguments)
        return self.reply(id, client)["content"]

    def raw(self, type, content):
        """A message that the client's own methods do not know; what is published about it."""
        client = self.clients[0]
        message = client.session.msg(type, content)
        client.shell_channel.send(message)
        id = message["header"]["msg_id"]
        self.until(0, lambda: id in client.idle)
        return {"messages": client.heard[id]}

    def interrupt(self):
        began = time.monotonic()
        self.manager.interrupt_kernel()
        return {"seconds": time.monotonic() - began}

    def signal(self):
        os.kill(self.manager.provisioner.pid, signal.SIGINT)
        return {}

    def restart(self):
        self.manager.restart_kernel(now=False)
        self.clients[0].wait_for_ready(timeout=LIMIT)
        return self.info()

    def forged(self, code):
        """A stranger with another key and frames that are no message; whether the kernel answers."""
        connection = dict(self.manager.get_connection_info(), key=b"another key")
        stranger = BlockingKernelClient()
        stranger.load_connection_info(connection)
        stranger.start_channels(hb=False)
        stranger.shell_channel.socket.send_multipart([b"garbage"])
        stranger.shell_channel.socket.send_multipart([b"<IDS|MSG>", b"", b"{", b"{}", b"{}", b"{}"])
        stranger.execute(code)
        try:
            stranger.get_shell_msg(timeout=1)
            return {"answered": True}
        except queue.Empty:
            return {"answered": False}
        finally:
            stranger.stop_channels()

    def beats(self):
        return {"beating": self.clients[0].hb_channel.is_beating()}

    def dead(self):
        """Waits until the kernel's process has gone."""
        self.until(0, lambda: not self.manager.is_alive())
        return {}

    def stop(self):
        """Asks the kernel to end; whether it had to be killed would show in the seconds that this takes."""
        began = time.monotonic()
        self.manager.shutdown_kernel(now=False)
        return {"alive": self.manager.is_alive(), "seconds": time.monotonic() - began}

    def until(self, client, done):
        """Listens until something holds."""
        limit, client = time.monotonic() + LIMIT, self.clients[client]
        while not done():
            if time.monotonic() > limit:
                raise TimeoutError(f"not within {LIMIT} s")
            try:
                m = client.get_iopub_msg(timeout=0.05)
            except queue.Empty:
                continue
            parent = m["parent_header"].get("msg_id")
            client.heard[parent].append({"type": m["msg_type"], "content": m["content"]})
            if m["msg_type"] == "status" and m["content"]["execution_state"] == "idle":
                client.idle.add(parent)

    def answer(self, answers, prompts, client):
        try:
            prompts.append(self.clients[client].get_stdin_msg(timeout=0)["content"]["prompt"])
            if answers:
                self.clients[client].input(answers.pop(0))
        except queue.Empty:
            pass

    def reply(self, id, client):
        while True:
            m = self.clients[client].get_shell_msg(timeout=LIMIT)
            if m["parent_header"].get("msg_id") == id:
                return m


def printed(messages):
    return "".join(m["content"]["text"] for m in messages if m["type"] == "stream")


def main():
    driver, hung = Driver(), None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if hung:
                raise RuntimeError(f"An earlier request was not answered: {hung}")
            answer = getattr(driver, request.pop("do"))(**request)
        except Exception as e:
            hung = hung or (request if isinstance(e, (TimeoutError, queue.Empty)) else None)
            answer = {"failed": traceback.format_exc()}
        print(json.dumps(answer, default=str), flush=True)
    if hasattr(driver, "manager") and driver.manager.has_kernel:
        driver.manager.shutdown_kernel(now=True)


main()
