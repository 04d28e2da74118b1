use std::{fs, io, path::PathBuf, process};

use super::write_whole;

/// A folder that goes away with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("plangate-{}-{name}", process::id()));
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(&self.0)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the test looks at what was written"
    )]
    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}

#[test]
fn a_file_is_there_when_it_is_whole() {
    let folder = Folder::new("whole");
    let path = folder.0.join("report.json");
    write_whole(&path, |out| {
        out.write_all(b"first half")?;
        out.flush()?;
        assert!(!path.exists());
        out.write_all(b", second half")
    })
    .unwrap();
    assert_eq!(folder.text("report.json"), "first half, second half");
    assert_eq!(folder.names(), ["report.json"]);
}

#[test]
fn what_was_there_stays_where_writing_fails() {
    let folder = Folder::new("fails");
    let path = folder.0.join("report.json");
    write_whole(&path, |out| out.write_all(b"old")).unwrap();
    let error = write_whole(&path, |out| {
        out.write_all(b"new")?;
        Err(io::ErrorKind::StorageFull.into())
    });
    assert_eq!(
        error.unwrap_err().downcast::<io::Error>().unwrap().kind(),
        io::ErrorKind::StorageFull
    );
    assert_eq!(folder.text("report.json"), "old");
    assert_eq!(folder.names(), ["report.json"]);
}

#[test]
fn nothing_is_left_where_writing_panics() {
    let folder = Folder::new("panics");
    let path = folder.0.join("report.json");
    let result = std::panic::catch_unwind(|| write_whole(&path, |_| panic!("on purpose")));
    assert!(result.is_err());
    assert!(folder.names().is_empty());
}

#[test]
fn a_name_that_is_taken_is_left_alone() {
    let folder = Folder::new("taken");
    let taken = format!(".report.json.{}.0", process::id());
    write_whole(&folder.0.join(&taken), |out| out.write_all(b"mine")).unwrap();
    write_whole(&folder.0.join("report.json"), |out| out.write_all(b"new")).unwrap();
    assert_eq!(folder.text(&taken), "mine");
    assert_eq!(folder.text("report.json"), "new");
}

#[cfg(unix)]
#[test]
fn links_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let folder = Folder::new("links");
    let path = folder.0.join("report.json");
    write_whole(&path, |out| out.write_all(b"old")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    let link = folder.0.join("latest.json");
    symlink(&path, &link).unwrap();
    write_whole(&link, |out| out.write_all(b"new")).unwrap();
    assert_eq!(folder.text("report.json"), "new");
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    let mode = fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[cfg(unix)]
#[test]
fn a_device_is_written_to_and_not_replaced() {
    use std::os::unix::fs::FileTypeExt;

    let null = std::path::Path::new("/dev/null");
    write_whole(null, |out| out.write_all(b"gone")).unwrap();
    assert!(fs::metadata(null).unwrap().file_type().is_char_device());
}
