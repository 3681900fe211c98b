//! The facts and the matcher where there is neither a standard library nor a heap.

use std::fmt::{self, Write};
use std::fs;
use std::path::Path;
use std::process::Command;

use msgraph_core::matching::{Table, Target};
use msgraph_core::{Alternative, Requirement};

const NEEDS: Requirement = Requirement::AnyOf(&[
    Alternative { all_of: &["User.Read", "Mail.Send"], least: true, conditions: &[] },
    Alternative { all_of: &["Mail.ReadWrite"], least: false, conditions: &["for shared folders"] },
]);

/// Text in a place that does not grow.
struct Page {
    bytes: [u8; 256],
    length: usize,
}

impl Write for Page {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.length + text.len();
        self.bytes.get_mut(self.length..end).ok_or(fmt::Error)?.copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}

#[test]
fn a_look_up_allocates_nothing() {
    let entries = crate::matching::table();
    let table = Table::new(&entries);
    let requests = [
        ("GET", "https://graph.microsoft.com/v1.0/users/a%40b.c/messages/1?$select=id"),
        ("GET", "/v1.0/me/drive/root:/a/b%20c.txt:/children"),
        ("GET", "/reports/getB(endDateTime=1, groupId='a,b',startDateTime=0)"),
        ("GET", "/groups/g/members/graph.device/$count"),
        ("GET", "/me/messages/1"),
        ("GET", "/sites/h.example:/sites/hr:/drives/d/items/i/workbook/names"),
        ("PATCH", "/nothing/like/this"),
    ];
    let mut found = 0;
    let mut page = Page { bytes: [0; 256], length: 0 };
    let allocations = allocation_counter::measure(|| {
        for (method, url) in requests {
            found += usize::from(table.find(method, Target::parse(url).path).is_some());
        }
        let granted = ["User.Read"];
        assert!(!NEEDS.satisfied_by(&granted));
        write!(page, "{NEEDS} {}", NEEDS.explain(&granted)).expect("there is room");
    });
    assert_eq!((found, allocations.count_total), (6, 0));
    assert!(
        page.bytes.starts_with(b"(User.Read and Mail.Send) or Mail.ReadWrite [for shared folders] closed: ")
    );
}

#[test]
fn the_facts_need_no_standard_library() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let modules =
        [("matching", "matching/mod.rs"), ("operation", "operation.rs"), ("permission", "permission/mod.rs")];
    let mut program = "#![no_std]\n#![allow(dead_code)]\n".to_owned();
    for (module, file) in modules {
        program += &format!("#[path = {:?}]\npub mod {module};\n", source.join(file));
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("no_std");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("lib.rs"), program).expect("a file");
    let compiler = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(compiler)
        .current_dir(&folder)
        .args(["--edition", "2024", "--crate-type", "lib", "--emit", "metadata", "lib.rs"])
        .output()
        .expect("the compiler runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
