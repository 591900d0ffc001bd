"""auth0-python, unchanged from PyPI, against the local tenant over https."""

import json
import os
import secrets
import socket
import subprocess
import tempfile
import unittest
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import requests
from auth0.authentication import GetToken, RevokeToken, Users
from auth0.authentication.exceptions import Auth0Error, TokenValidationError
from auth0.authentication.token_verifier import AsymmetricSignatureVerifier, TokenVerifier
from auth0.management import ManagementClient

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = os.environ.get("AUTH0_EMULATOR", ROOT / "target/debug/auth0-emulator")
# The client of web-app.yaml.
CLIENT_ID = "kV0qpZ7mUxbB2sLr9tYhNc4EwGf6JdAa"
CLIENT_SECRET = "not-a-secret-a-test-may-read-it-here-0123456789"
# Nobody listens there: the browser of these tests goes no further than its address.
APP = "http://localhost:9"
CALLBACK = f"{APP}/callback"
EMAIL, PASSWORD = "alice@example.com", "Passw0rd!"


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Auth0PythonTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        port = free_port()
        cls.domain = f"localhost:{port}"
        directory = tempfile.TemporaryDirectory()
        cls.addClassCleanup(directory.cleanup)
        address = ["--tls", f"127.0.0.1:{port}", "--tls-dir", directory.name, "--log", "quiet"]
        seed = ["--tenant", ROOT / "tests/clients/web-app.yaml", "--users", ROOT / "tenant/users.yaml"]
        environment = {**os.environ, "AUTH0_KEYWORD_REPLACE_MAPPINGS": json.dumps({"APP": APP})}
        cls.program = subprocess.Popen([PROGRAM, *address, *seed], stdout=subprocess.PIPE, text=True, env=environment)
        cls.addClassCleanup(cls.stop)
        if not any("ready at" in line for line in cls.program.stdout):
            raise RuntimeError("the tenant did not start")
        # For `requests` and for `httpx`: the client has no option for a certificate.
        for name in ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"):
            os.environ[name] = str(Path(directory.name, "certificate.pem"))

    @classmethod
    def stop(cls):
        cls.program.terminate()
        cls.program.wait()
        cls.program.stdout.close()

    def url(self, path, **query):
        return f"https://{self.domain}{path}?{urlencode(query)}"

    def tokens(self):
        return GetToken(self.domain, CLIENT_ID, client_secret=CLIENT_SECRET)

    def verifier(self):
        keys = AsymmetricSignatureVerifier(f"https://{self.domain}/.well-known/jwks.json")
        return TokenVerifier(keys, issuer=f"https://{self.domain}/", audience=CLIENT_ID)

    def page(self, browser, state, nonce, **more):
        """What a browser without scripts shows at the beginning of a login."""
        asked = {"client_id": CLIENT_ID, "response_type": "code", "redirect_uri": CALLBACK, "scope": "openid email profile"}
        return self.follow(browser, "GET", self.url("/authorize", **asked, state=state, nonce=nonce, **more))

    def follow(self, browser, method, url, **form):
        """Follows redirects up to a page of the tenant or an address of the application. Returns its address."""
        answer = browser.request(method, url, data=form, allow_redirects=False)
        if "location" not in answer.headers:
            return url
        location = urljoin(url, answer.headers["location"])
        return location if location.startswith(APP) else self.follow(browser, "GET", location)

    def log_in(self, **more):
        """The code of a whole login, with its nonce."""
        browser, state, nonce = requests.Session(), secrets.token_urlsafe(), secrets.token_urlsafe()
        page = self.page(browser, state, nonce, **more)
        callback = self.follow(browser, "POST", page, action="password", username=EMAIL, password=PASSWORD)
        self.assertTrue(callback.startswith(f"{CALLBACK}?"), callback)
        query = parse_qs(urlsplit(callback).query)
        self.assertEqual(query["state"], [state])
        return browser, query["code"][0], nonce

    def test_logs_in_and_reads_the_claims_and_the_user(self):
        _, code, nonce = self.log_in(max_age=60)
        answer = self.tokens().authorization_code(code, CALLBACK)
        claims = self.verifier().verify(answer["id_token"], nonce=nonce, max_age=60)
        self.assertEqual((claims["email"], claims["email_verified"]), (EMAIL, True))
        user = Users(self.domain).userinfo(answer["access_token"])
        self.assertEqual((user["sub"], user["name"]), (claims["sub"], "Alice Example"))

    def test_refuses_an_id_token_with_another_nonce(self):
        _, code, _ = self.log_in()
        answer = self.tokens().authorization_code(code, CALLBACK)
        with self.assertRaisesRegex(TokenValidationError, "nonce"):
            self.verifier().verify(answer["id_token"], nonce="of another login")

    def test_a_code_is_good_for_one_exchange(self):
        _, code, _ = self.log_in()
        self.tokens().authorization_code(code, CALLBACK)
        with self.assertRaises(Auth0Error) as refused:
            self.tokens().authorization_code(code, CALLBACK)
        self.assertEqual((refused.exception.status_code, refused.exception.error_code), (403, "invalid_grant"))

    def test_a_cancelled_login_comes_back_with_access_denied(self):
        browser = requests.Session()
        callback = self.follow(browser, "POST", self.page(browser, "of-this-login", "any"), action="cancel")
        query = parse_qs(urlsplit(callback).query)
        self.assertEqual((query["error"], query["state"]), (["access_denied"], ["of-this-login"]))

    def test_logs_out(self):
        browser, _, _ = self.log_in()
        self.assertTrue(self.page(browser, "second", "any").startswith(f"{CALLBACK}?code="), "the session lasts")
        logout = self.url("/v2/logout", client_id=CLIENT_ID, returnTo=APP)
        self.assertEqual(self.follow(browser, "GET", logout).rstrip("/"), APP)
        self.assertIn("/u/login?", self.page(browser, "third", "any"))

    def test_logs_in_with_a_password_refreshes_and_revokes(self):
        realm = "Username-Password-Authentication"
        answer = self.tokens().login(EMAIL, PASSWORD, scope="openid offline_access", realm=realm)
        renewed = self.tokens().refresh_token(answer["refresh_token"])
        self.assertEqual(self.verifier().verify(renewed["id_token"])["aud"], CLIENT_ID)
        RevokeToken(self.domain, CLIENT_ID, client_secret=CLIENT_SECRET).revoke_refresh_token(answer["refresh_token"])
        with self.assertRaises(Auth0Error) as refused:
            self.tokens().refresh_token(answer["refresh_token"])
        self.assertEqual(refused.exception.error_code, "invalid_grant")
        with self.assertRaises(Auth0Error) as refused:
            self.tokens().login(EMAIL, "wrong", realm=realm)
        self.assertEqual(refused.exception.error_code, "invalid_grant")

    def test_manages_users_and_links_accounts(self):
        management = ManagementClient(domain=self.domain, client_id=CLIENT_ID, client_secret=CLIENT_SECRET)
        [alice] = management.users.list_users_by_email(email=EMAIL)
        changed = management.users.update(alice.user_id, user_metadata={"theme": "light"})
        self.assertEqual(changed.user_metadata["theme"], "light")
        linked = management.users.identities.link(alice.user_id, provider="github", user_id="583232")
        self.assertEqual([identity.provider for identity in linked], ["auth0", "github"])
        left = management.users.identities.delete(alice.user_id, "github", "583232")
        self.assertEqual([identity.provider for identity in left], ["auth0"])


if __name__ == "__main__":
    unittest.main()
