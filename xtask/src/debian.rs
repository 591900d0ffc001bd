//! Installing Debian's packages, where a command may do that.

use std::env;
use std::fs::{self, File};
use std::process::Command;

use anyhow::{Context, Result};

use crate::process;
use crate::progress;

/// Looks for something; if it is missing and installing is allowed, installs its packages: on Debian, as
/// root, when `asked` for (`--install`), when `CI` is set, or when there is no terminal, as in a container.
pub(crate) fn find_or_install<T>(find: impl Fn() -> Result<T>, packages: &[&str], asked: bool) -> Result<T> {
    let allowed = || asked || env::var_os("CI").is_some_and(|value| !value.is_empty()) || !has_terminal();
    match find() {
        Err(_)
            if is_root()
                && is_debian(&fs::read_to_string("/etc/os-release").unwrap_or_default())
                && allowed() =>
        {
            let packages_named = packages.join(" and ");
            progress::step(&format!("installing {packages_named}"), "once; about a minute", || {
                install(packages)
            })
            .with_context(|| format!("{packages_named} could not be installed; check the network"))?;
            find()
        }
        outcome => outcome,
    }
}

fn install(packages: &[&str]) -> Result<()> {
    let apt_get = |arguments: &[&str]| {
        process::run(Command::new("apt-get").args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
    };
    apt_get(&["update", "-qq"])?;
    apt_get(&[&["install", "-qq", "--yes", "--no-install-recommends"], packages].concat())
}

/// Whether somebody started this program from a terminal, even if its output goes elsewhere.
fn has_terminal() -> bool {
    File::open("/dev/tty").is_ok()
}

fn is_root() -> bool {
    #[cfg(unix)]
    return nix::unistd::geteuid().is_root();
    #[cfg(not(unix))]
    return false;
}

/// Reads `/etc/os-release`. Not Ubuntu: its chromium is a snap without a driver.
fn is_debian(os_release: &str) -> bool {
    let mut ids = os_release
        .lines()
        .filter_map(|line| line.strip_prefix("ID=").or(line.strip_prefix("ID_LIKE=")))
        .flat_map(|value| value.trim_matches('"').split_whitespace());
    let is_ubuntu = ids.clone().any(|id| id == "ubuntu");
    !is_ubuntu && ids.any(|id| id == "debian")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distribution_is_read_from_os_release() {
        let check = |text: &str, expected| assert_eq!(is_debian(text), expected, "{text}");
        check("PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian\n", true);
        check("ID=raspbian\nID_LIKE=debian\n", true);
        check("ID=ubuntu\nID_LIKE=debian\n", false);
        check("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n", false);
        check("ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n", false);
        check("ID=nixos\n", false);
        check("", false);
    }
}
