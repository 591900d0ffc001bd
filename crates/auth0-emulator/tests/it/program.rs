//! The program: what it prints and its exit codes.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

use serde_json::json;

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_auth0-emulator")).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn scratch(name: &str, content: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("auth0-emulator-{}-{name}", std::process::id()));
    std::fs::write(&path, content).unwrap();
    path
}

#[test]
fn check_accepts_valid_files_and_says_where_others_are_wrong() {
    let good = run(&["--check"]);
    assert!(good.status.success() && text(&good.stdout).contains("2 clients"), "{good:?}");
    let file = scratch("bad.yaml", "clients:\n  - app_type: spa\n");
    let bad = run(&["--check", "--tenant", file.to_str().unwrap()]);
    std::fs::remove_file(&file).unwrap();
    assert_eq!(bad.status.code(), Some(3));
    assert!(text(&bad.stderr).contains("line 2") && text(&bad.stderr).contains("bad.yaml"), "{bad:?}");
    assert_eq!(run(&["--check", "--users", "/nowhere.yaml"]).status.code(), Some(3));
    let folder = run(&["--check", "--tenant", "."]);
    assert_eq!(folder.status.code(), Some(3));
    assert!(text(&folder.stderr).contains("--format=yaml"), "{folder:?}");
    assert_eq!(run(&["--nonsense"]).status.code(), Some(2));
    for (wrong, expected) in [
        (["--app-origin", "http://localhost:5173/app"], "without a path"),
        (["--app-origin", "localhost:5173"], "scheme, host and port"),
        (["--listen", "auth0.test:4400"], "expected a port"),
        (["--issuer", "https://login.example/auth"], "without path"),
    ] {
        let refused = run(&[wrong[0], wrong[1], "--print-config"]);
        assert_eq!(refused.status.code(), Some(2), "{wrong:?}");
        assert!(text(&refused.stderr).contains(expected), "{refused:?}");
    }
}

#[test]
fn a_tenant_without_users_starts_with_nobody_and_check_fails_on_mistakes() {
    let file = scratch(
        "alone.yaml",
        "clients:\n  - {name: Shop, app_type: spa, callbakcs: []}\nactions: [{name: x}]\n",
    );
    let path = file.to_str().unwrap();
    let served = Serving::start(&["--tenant", path]);
    assert!(served.lines.iter().any(|line| line.contains("(Shop)")), "{:?}", served.lines);
    drop(served);
    let checked = run(&["--check", "--tenant", path]);
    let quiet = text(&run(&["--check", "--quiet", "--tenant", path]).stderr);
    assert!(quiet.contains("`callbacks`") && !quiet.contains("not emulated"), "{quiet}");
    std::fs::remove_file(&file).unwrap();
    let errors = text(&checked.stderr);
    assert_eq!(checked.status.code(), Some(3), "{errors}");
    assert!(
        errors.contains("actions: not emulated") && errors.contains("the nearest is `callbacks`"),
        "{errors}"
    );
}

#[test]
fn print_config_is_the_configuration_of_the_application() {
    let printed = run(&["--print-config", "--listen", "127.0.0.1:4444"]);
    let json: serde_json::Value = serde_json::from_slice(&printed.stdout).unwrap();
    assert_eq!(json, json!({"domain": "localhost:4444", "client_id": "ROAb9GWHhuNJrpjjLkHdOIF4QNLAsw6Y"}));
    for (options, domain) in [
        (["--tls", "127.0.0.1:4443"], "https://localhost:4443"),
        (["--listen", "4444"], "localhost:4444"),
        (["--listen", "localhost:4445"], "localhost:4445"),
        (["--issuer", "http://auth0.test:4400"], "http://auth0.test:4400"),
        (["--issuer", "https://login.example"], "login.example"),
    ] {
        let printed = run(&[options[0], options[1], "--print-config"]);
        let json: serde_json::Value = serde_json::from_slice(&printed.stdout).unwrap();
        assert_eq!(json["domain"], domain, "{printed:?}");
    }
    let unknown = run(&["--print-config", "Nobody"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(text(&unknown.stderr).contains("Account Linking"), "{unknown:?}");
}

#[test]
fn a_port_in_use_and_a_damaged_data_file_are_reported_with_a_remedy() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let refused = run(&["--listen", &address]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("--listen"), "{refused:?}");
    let file = scratch("damaged.json", "{");
    let damaged = run(&["--listen", "127.0.0.1:0", "--data", file.to_str().unwrap()]);
    std::fs::remove_file(&file).unwrap();
    std::fs::remove_file(file.with_extension("json.lock")).unwrap();
    assert_eq!(damaged.status.code(), Some(3));
    assert!(text(&damaged.stderr).contains("--data"), "{damaged:?}");
}

/// The program on a free port. It ends when dropped.
struct Serving {
    child: Child,
    lines: Vec<String>,
}

impl Serving {
    fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_auth0-emulator"))
            .args(["--listen", "127.0.0.1:0"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = Vec::new();
        for line in BufReader::new(child.stdout.take().unwrap()).lines() {
            lines.push(line.unwrap());
            if lines.last().is_some_and(|line| line.contains("ready at http://localhost:")) {
                break;
            }
        }
        Self { child, lines }
    }

    fn is_ready(&self) -> bool {
        self.lines.last().is_some_and(|line| line.contains("ready at"))
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

#[test]
fn a_data_file_in_use_is_refused_to_a_second_process_and_free_when_the_first_was_killed() {
    let directory = std::env::temp_dir().join(format!("auth0-emulator-{}-in-use", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    let file = directory.join("tenant.json");
    let data = ["--data", file.to_str().unwrap()];
    let first = Serving::start(&data);
    let second = run(&["--listen", "127.0.0.1:0", data[0], data[1]]);
    assert_eq!(second.status.code(), Some(3), "{second:?}");
    let told = format!(
        "auth0-emulator: the data file {} is in use by another process. End that one, or give another file with --data.\n",
        file.display()
    );
    assert_eq!(text(&second.stderr), told);
    assert!(first.is_ready());
    drop(first);
    assert!(Serving::start(&data).is_ready());
    std::fs::remove_dir_all(&directory).unwrap();
}

#[test]
fn it_says_when_it_is_ready_and_on_which_port() {
    let serving = Serving::start(&[]);
    assert!(serving.is_ready(), "{:?}", serving.lines);
    assert!(
        serving.lines.iter().any(|line| line.contains("ROAb9GWHhuNJrpjjLkHdOIF4QNLAsw6Y (Account Linking)")),
        "{:?}",
        serving.lines
    );
}

#[test]
fn what_it_lacks_is_ignored_if_the_command_line_says_so() {
    for (arguments, mode) in [(&[][..], "refuse"), (&["--unsupported", "warn"][..], "warn")] {
        let serving = Serving::start(arguments);
        let address =
            serving.lines.last().unwrap().rsplit_once("localhost:").unwrap().1.trim_end_matches('/');
        let mut stream = TcpStream::connect(("127.0.0.1", address.parse::<u16>().unwrap())).unwrap();
        stream
            .write_all(b"GET /_emulator/state HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
            .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.contains(&format!("\"unsupported\":\"{mode}\"")), "{answer}");
    }
}

#[cfg(unix)]
#[test]
fn sigterm_and_ctrl_c_end_it_with_success_and_quiet_prints_nothing() {
    for signal in ["-TERM", "-INT"] {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port().to_string();
        let mut child = Command::new(env!("CARGO_BIN_EXE_auth0-emulator"))
            .args(["-q", "--listen", &port])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let is_ready = || std::net::TcpStream::connect(format!("127.0.0.1:{port}")).is_ok();
        while !is_ready() {
            assert_eq!(child.try_wait().unwrap(), None, "it ended before it was ready");
            std::thread::yield_now();
        }
        assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
        let ended = child.wait_with_output().unwrap();
        assert_eq!(ended.status.code(), Some(0), "{signal}");
        assert_eq!((text(&ended.stdout), text(&ended.stderr)), (String::new(), String::new()));
    }
}

#[test]
fn links_of_emails_are_logged_unless_it_is_quiet() {
    for (option, before, after) in [
        ("--log=text", "e-mail to eve@example.com: Verify your email: http", ""),
        ("--log=json", "\"link\":\"http", "\"subject\":\"Verify your email\",\"to\":\"eve@example.com\""),
        ("-q", "", ""),
    ] {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port().to_string();
        let mut child = Command::new(env!("CARGO_BIN_EXE_auth0-emulator"))
            .args([option, "--listen", &port])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stream = loop {
            if let Ok(stream) = TcpStream::connect(format!("127.0.0.1:{port}")) {
                break stream;
            }
            assert_eq!(child.try_wait().unwrap(), None, "it ended before it was ready");
            std::thread::yield_now();
        };
        let body = "{\"verify_email\":true}";
        let head = format!(
            "PATCH /_emulator/users/auth0%7C65f2a1c0d3b07384d113ed03 HTTP/1.1\r\nhost: localhost:{port}\r\n\
             connection: close\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all(format!("{head}{body}").as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        child.kill().unwrap();
        let log = text(&child.wait_with_output().unwrap().stderr);
        if before.is_empty() {
            assert_eq!(log, "");
        } else {
            let link = format!("{before}://localhost:{port}/u/email-verification?ticket=");
            assert!(log.contains(&link) && log.contains(after), "{log}");
        }
    }
}
