use std::io::Write;

use flate2::{Compression, write::GzEncoder};
use proptest::prelude::*;

use super::detector::known;
use super::{Lost, find, hidden, is_in, parts};
use crate::hcl::to_base64;

const SECRET: &str = "madeUp/ByNobody/0000/ForTheTests/EXAMPLE";
const LEAK: &str = "#!/bin/sh\nAWS_SECRET_ACCESS_KEY=madeUp/ByNobody/0000/ForTheTests/EXAMPLE\n";
const CLEAN: &str = "#!/bin/sh\nset -eu\ndnf install -y amazon-cloudwatch-agent\n";

fn compressed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("memory takes everything");
    encoder.finish().expect("memory takes everything")
}

/// `place: kind`, with a `?` behind what is only an example.
fn told(text: &str) -> Vec<String> {
    let parts = parts(text).list;
    let found = parts.iter().flat_map(|part| {
        let found = find(&part.text).into_iter();
        found.map(|one| {
            let mark = if one.example { "?" } else { "" };
            format!("{} {}: {}{mark}", part.name, one.line, one.detector.id)
        })
    });
    found.map(|line| line.trim().to_owned()).collect()
}

#[test]
fn detectors_find_what_they_say() {
    assert_eq!(known().detectors.len(), 3);
    for detector in &known().detectors {
        assert!(!detector.kind.is_empty(), "{}", detector.id);
        assert!(!detector.found.is_empty() && !detector.clean.is_empty());
        for text in &detector.found {
            let found = find(text);
            assert!(
                found.iter().any(|one| one.detector.id == detector.id),
                "{}: not found in {text:?}",
                detector.id
            );
        }
        for text in &detector.clean {
            let found = find(text);
            assert!(
                found.iter().all(|one| one.detector.id != detector.id),
                "{}: found in {text:?}",
                detector.id
            );
        }
    }
}

#[test]
fn a_secret_is_told_once() {
    let script =
        format!("\nAWS_ACCESS_KEY_ID=AKIAMADEUPFOREXAMPLE\nAWS_SECRET_ACCESS_KEY={SECRET}\n");
    assert_eq!(told(&script), ["2: aws-access-key"]);
    let twice = format!("{script}{script}");
    assert_eq!(told(&twice), ["2: aws-access-key", "5: aws-access-key"]);
}

#[test]
fn keys_of_the_documentation_are_examples() {
    let script = "id: AKIAIOSFODNN7EXAMPLE\nkey: wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n";
    assert_eq!(told(script), ["1: aws-access-key?"]);
    assert!(!is_in(script) && hidden(script).is_empty());
    // A secret that nobody knows is one, whatever id stands beside it.
    let script = format!("id: AKIAIOSFODNN7EXAMPLE\nkey: {SECRET}\n");
    assert_eq!(told(&script), ["1: aws-access-key"]);
}

#[test]
fn what_has_only_the_looks_of_a_secret_is_none() {
    let scripts = [
        CLEAN,
        "git checkout 3f786850e387550fdab836ed7e6dc881de23001b",
        "sha256sum -c <<< 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a'",
        "AWS_SECRET_ACCESS_KEY=$(aws ssm get-parameter --name /app/secret/that/is/long/enough/0A)",
        "export AWS_SECRET_ACCESS_KEY=${SECRET}",
        "echo AKIAMADEUPFOREXAMPLE 3f786850e387550fdab836ed7e6dc881de23001b",
        "curl https://example.com/AKIAMADEUPFOREXAMPLE/opt/app/current/releases/aaaa/bbbb/cccc",
        "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQDmadeUpByNobodyForTheTestsEXAMPLEmadeUpByNobody ops",
    ];
    for script in scripts {
        assert_eq!(told(script), [""; 0], "{script}");
    }
}

#[test]
fn every_wrapping_is_taken_off() {
    let gzip = to_base64(&compressed(LEAK.as_bytes()));
    let encoded = to_base64(LEAK.as_bytes());
    let wrapped = encoded.as_bytes().chunks(40);
    let wrapped: Vec<&str> = wrapped
        .filter_map(|line| std::str::from_utf8(line).ok())
        .collect();
    let heredoc = format!(
        "cat <<EOF | base64 -d > /etc/app\n{}\nEOF\n",
        wrapped.join("\n")
    );
    let written = format!(
        "#cloud-config\nwrite_files:\n- encoding: b64\n  content: |\n    {}\n  path: /etc/app\n\
         - encoding: gz+b64\n  content: {gzip}\n",
        wrapped.join("\n    ")
    );
    let printable = LEAK.replace('=', "=3D").replace("Test", "Te=\nst");
    let message = format!(
        "MIME-Version: 1.0\nContent-Type: multipart/mixed;\n boundary=\"==B==\"\n\n--==B==\n\
         Content-Type: text/cloud-config\n\npackages: [jq]\n--==B==\n\
         Content-Type: text/x-shellscript\nContent-Transfer-Encoding: base64\n\n{encoded}\n--==B==\n\
         Content-Type: text/x-shellscript\nContent-Transfer-Encoding: quoted-printable\n\n{printable}\n\
         --==B==\nContent-Type: multipart/mixed; boundary=inner\n\n--inner\n\n{LEAK}\n--inner\n\
         Content-Transfer-Encoding: base64\n\n{gzip}\n--inner--\n--==B==--\n"
    );
    let message_lines = [
        "part 2 2: aws-secret-key",
        "part 3 2: aws-secret-key",
        "part 4.1 2: aws-secret-key",
        "part 4.2 2: aws-secret-key",
    ];
    let cases: [(&str, &[&str]); 8] = [
        (LEAK, &["2: aws-secret-key"]),
        (&encoded, &["2: aws-secret-key"]),
        (encoded.trim_end_matches('='), &["2: aws-secret-key"]),
        (&wrapped.join("\n"), &["2: aws-secret-key"]),
        (&gzip, &["2: aws-secret-key"]),
        (&heredoc, &["what line 2 encodes 2: aws-secret-key"]),
        (
            &written,
            &[
                "what line 5 encodes 2: aws-secret-key",
                "what line 10 encodes 2: aws-secret-key",
            ],
        ),
        (&message, &message_lines),
    ];
    for (text, expected) in cases {
        assert_eq!(told(text), expected, "{text}");
        assert!(parts(text).lost.is_none(), "{text}");
    }
    assert_eq!(
        told(&to_base64(&compressed(message.as_bytes()))),
        message_lines
    );
    assert_eq!(told(&message.replace('\n', "\r\n")).len(), 4);
    let around = message.replace("\n\n--==B==", &format!("\n\n{LEAK}\n--==B=="));
    let last = told(&around).pop();
    let expected = "what stands around the parts 2: aws-secret-key";
    assert_eq!(last.as_deref(), Some(expected));
}

#[test]
fn what_decodes_to_too_much_is_not_read_to_its_end() {
    let bomb = compressed(&vec![b'a'; 64 << 20]);
    assert_eq!(parts(&to_base64(&bomb)).lost, Some(Lost::TooLarge));
    let twice = compressed(&compressed(LEAK.as_bytes()));
    assert_eq!(told(&to_base64(&twice)), ["2: aws-secret-key"]);
    let mut deep = LEAK.as_bytes().to_vec();
    for _ in 0..20 {
        deep = compressed(&deep);
    }
    assert_eq!(parts(&to_base64(&deep)).lost, Some(Lost::TooDeep));
    let mut nested = LEAK.to_owned();
    for _ in 0..12 {
        nested = format!("content: {}\n", to_base64(nested.as_bytes()));
    }
    assert_eq!(parts(&nested).lost, Some(Lost::TooDeep));
    let many = "--b\n\na\n".repeat(1000);
    let many = format!("Content-Type: multipart/mixed; boundary=b\n\n{many}");
    assert_eq!(parts(&many).lost, Some(Lost::TooMany));
    assert_eq!(parts(&many).list.len(), 256);
}

#[test]
fn damaged_data_is_read_as_far_as_it_goes() {
    let script = format!(
        "{LEAK}{}",
        "# padding that compresses badly: 0123456789\n".repeat(500)
    );
    let mut damaged = compressed(script.as_bytes());
    damaged.truncate(damaged.len() - 8);
    let read = parts(&to_base64(&damaged));
    assert_eq!(read.lost, Some(Lost::Damaged));
    assert_eq!(find(&read.list[0].text).len(), 1);
}

#[test]
fn long_texts_take_no_time() {
    let line = "AKIAMADEUPFOREXAMPLE YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXphYmNkZWZnaGlqa2xtbm9w\n";
    let texts = [
        line.repeat(10_000),
        "A".repeat(1 << 20),
        format!("{}\n", "/+Az09".repeat(11)).repeat(10_000),
        "-----BEGIN PRIVATE KEY-----\n".repeat(30_000),
        "secret key ".repeat(50_000),
    ];
    for text in texts {
        let _ = told(&text);
    }
}

#[test]
fn everything_that_tells_of_a_secret_is_hidden() {
    let encoded = to_base64(LEAK.as_bytes());
    for text in [LEAK, &encoded] {
        let hidden = hidden(text);
        for told in [LEAK, &encoded, SECRET, &to_base64(SECRET.as_bytes())] {
            assert!(
                hidden.iter().any(|one| told.contains(one.as_str())),
                "{told}"
            );
        }
        assert!(hidden.iter().all(|one| one.len() >= 16));
    }
    assert!(hidden(CLEAN).is_empty());
}

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[A-Za-z0-9+/]{0,80}={0,2}",
        "(MIME-Version: 1.0|Content-Type: multipart/mixed; boundary=b|--b|--b--)\r?\n\r?\n?",
        "(AKIA|ASIA)[A-Z0-9]{14,18}",
        "(-----BEGIN (RSA )?PRIVATE KEY-----|=[0-9A-F]{0,2}|\n)",
        any::<Vec<u8>>().prop_map(|bytes| to_base64(&compressed(&bytes))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_panics(pieces in proptest::collection::vec(piece(), 0..8)) {
        let text = pieces.concat();
        for part in parts(&text).list {
            for found in find(&part.text) {
                prop_assert!(found.line <= part.text.lines().count().max(1));
                for place in found.secrets {
                    prop_assert!(part.text.get(place).is_some());
                }
            }
        }
        let _ = hidden(&text);
    }

    #[test]
    fn a_secret_is_found_wherever_it_stands(
        before in "[a-z #\n]{0,200}",
        after in "[a-z #\n]{0,200}",
        secret in "[A-Z][a-z][A-Za-z0-9/+]{28}abcdeFGHI[0-9]",
    ) {
        let script = format!("{before}\nsecret_access_key = {secret}\n{after}");
        let line = before.matches('\n').count() + 2;
        let expected = vec![format!("{line}: aws-secret-key")];
        prop_assert_eq!(&told(&script), &expected);
        prop_assert_eq!(&told(&to_base64(script.as_bytes())), &expected);
        prop_assert_eq!(&told(&to_base64(&compressed(script.as_bytes()))), &expected);
        // However it is encoded, and whatever stands before it, it is hidden.
        let hidden = hidden(&script);
        for before in 0..3 {
            let text = format!("{}{secret}!", "x".repeat(before));
            let encoded = to_base64(text.as_bytes());
            prop_assert!(hidden.iter().any(|one| encoded.contains(one.as_str())));
        }
    }

    #[test]
    fn numbers_and_words_are_no_secrets(word in "[a-z/]{40}", hash in "[0-9a-f]{40}") {
        for value in [word, hash] {
            let script = format!("AKIAMADEUPFOREXAMPLE\nAWS_SECRET_ACCESS_KEY={value}\n");
            prop_assert_eq!(told(&script), Vec::<String>::new());
        }
    }
}
