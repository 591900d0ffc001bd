//! Figures of the emulator: `cargo run -p auth0-emulator --profile native --example bench`.
//!
//! Starts the program of the same build, measures how soon it answers and how much memory it takes, then reads users
//! and logs in over real connections, two at a time, and looks at the memory again after 10,000 logins.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const PORT: u16 = 44_199;
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const SCOPE: &str = "openid+profile+email+read:current_user";
const WORKERS: usize = 2;

fn main() -> Outcome<()> {
    let started = now();
    let mut program = Program::start()?;
    let mut connection = Connection::open()?;
    connection.ask("GET", "/.well-known/openid-configuration", &[], "")?;
    println!("start to first answer     {:>8.1} ms", started.elapsed().as_secs_f64() * 1000.0);
    let (access, subject) = log_in(&mut connection)?;
    println!("memory when idle          {:>8.1} MiB", program.memory()?);

    let path = format!("/api/v2/users/{}", subject.replace('|', "%7C"));
    let header = format!("authorization: Bearer {access}");
    let reads = rate(4000, |connection| {
        let answer = connection.ask("GET", &path, &[&header], "")?;
        if answer.status == 200 { Ok(()) } else { Err(format!("read answered {}", answer.status).into()) }
    })?;
    println!("user reads                {reads:>8.0} /s");
    let logins = rate(2000, |connection| log_in(connection).map(drop))?;
    println!("code + PKCE logins        {logins:>8.0} /s");
    rate(8000, |connection| log_in(connection).map(drop))?;
    println!("memory after 10,000 logins{:>8.1} MiB", program.memory()?);
    rate(10_000, |connection| log_in(connection).map(drop))?;
    println!("memory after 20,000 logins{:>8.1} MiB", program.memory()?);
    program.child.kill()?;
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "this program measures real time")]
fn now() -> Instant {
    Instant::now()
}

/// How many times a second `deed` is done by the workers together.
fn rate(times: usize, deed: impl Fn(&mut Connection) -> Outcome<()> + Sync) -> Outcome<f64> {
    let began = now();
    let failures: Vec<String> = std::thread::scope(|scope| {
        let work = || -> Result<(), String> {
            let mut connection = Connection::open().map_err(|error| error.to_string())?;
            (0..times / WORKERS).try_for_each(|_| deed(&mut connection).map_err(|error| error.to_string()))
        };
        let workers: Vec<_> = (0..WORKERS).map(|_| scope.spawn(work)).collect();
        workers
            .into_iter()
            .filter_map(|worker| worker.join().unwrap_or_else(|_| Err("panicked".into())).err())
            .collect()
    });
    if let Some(failure) = failures.first() {
        return Err(failure.clone().into());
    }
    Ok(f64::from(u32::try_from(times)?) / began.elapsed().as_secs_f64())
}

/// A whole login: request, login page, code, tokens. Answers the access token and the user.
fn log_in(connection: &mut Connection) -> Outcome<(String, String)> {
    let client = auth0_emulator::derived_client_id("Account Linking");
    let callback = "http://localhost:3000";
    let query = format!(
        "response_type=code&client_id={client}&redirect_uri={callback}&scope={SCOPE}&state=s&nonce=n\
         &audience=http://localhost:{PORT}/api/v2/&code_challenge={CHALLENGE}&code_challenge_method=S256"
    );
    let asked = connection.ask("GET", &format!("/authorize?{query}"), &[], "")?;
    let cookie = asked.header("set-cookie").and_then(|line| line.split(';').next()).ok_or("no cookie")?;
    let page = asked.header("location").and_then(|url| url.split_once("/u/")).ok_or("no login page")?;
    let form = "action=password&username=alice@example.com&password=Passw0rd!";
    let headers = [&*format!("cookie: {cookie}"), "content-type: application/x-www-form-urlencoded"];
    let entered = connection.ask("POST", &format!("/u/{}", page.1), &headers, form)?;
    let location = entered.header("location").ok_or("no callback")?;
    let code = location.split_once("code=").and_then(|(_, rest)| rest.split('&').next()).ok_or("no code")?;
    let form = format!(
        "grant_type=authorization_code&client_id={client}&code={code}&code_verifier={VERIFIER}&redirect_uri={callback}"
    );
    let answer = connection.ask("POST", "/oauth/token", &headers[1..], &form)?;
    let json: serde_json::Value = serde_json::from_str(&answer.body)?;
    let access = json.get("access_token").and_then(serde_json::Value::as_str).ok_or("no access token")?;
    let claims = access.split('.').nth(1).ok_or("no claims")?;
    let claims = URL_SAFE_NO_PAD.decode(claims).map_err(|error| error.to_string())?;
    let claims: serde_json::Value = serde_json::from_slice(&claims)?;
    let subject = claims.get("sub").and_then(serde_json::Value::as_str).ok_or("no sub")?;
    Ok((access.to_owned(), subject.to_owned()))
}

/// The program under measure.
struct Program {
    child: Child,
}

impl Program {
    fn start() -> Outcome<Self> {
        // Examples lie in a directory beside the programs of the same build.
        let own: PathBuf = std::env::current_exe()?;
        let program = own
            .parent()
            .and_then(std::path::Path::parent)
            .ok_or("no build directory")?
            .join("auth0-emulator");
        let listen = format!("127.0.0.1:{PORT}");
        let mut child = Command::new(program)
            .args(["--listen", &listen, "--quiet"])
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| {
                format!("{error}; build it first: cargo build -p auth0-emulator --profile native")
            })?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().ok_or("no output")?).read_line(&mut line)?;
        Ok(Self { child })
    }

    /// Resident memory in MiB.
    fn memory(&mut self) -> Outcome<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).ok_or("no VmRSS")?;
        let kib: f64 = line.split_whitespace().nth(1).ok_or("no figure")?.parse()?;
        Ok(kib / 1024.0)
    }
}

/// A kept-alive connection that speaks just enough http.
struct Connection {
    stream: BufReader<TcpStream>,
}

struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

impl Connection {
    fn open() -> Outcome<Self> {
        let stream = TcpStream::connect(("127.0.0.1", PORT))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        Ok(Self { stream: BufReader::new(stream) })
    }

    fn ask(&mut self, method: &str, target: &str, headers: &[&str], body: &str) -> Outcome<Answer> {
        let lines: String = headers.iter().flat_map(|line| [line, "\r\n"]).collect();
        let length = body.len();
        let request = format!(
            "{method} {target} HTTP/1.1\r\nhost: localhost\r\ncontent-length: {length}\r\n{lines}\r\n{body}"
        );
        self.stream.get_mut().write_all(request.as_bytes())?;
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let status = line.split(' ').nth(1).ok_or("no status")?.parse()?;
        let mut headers = Vec::new();
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            let Some((name, value)) = line.trim().split_once(": ") else { break };
            headers.push((name.to_lowercase(), value.to_owned()));
        }
        let mut answer = Answer { status, headers, body: String::new() };
        let length = answer.header("content-length").map_or(Ok(0), str::parse)?;
        let mut bytes = vec![0; length];
        self.stream.read_exact(&mut bytes)?;
        answer.body = String::from_utf8(bytes)?;
        Ok(answer)
    }
}
